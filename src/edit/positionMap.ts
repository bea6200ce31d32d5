import type { RecordingPiece, Timeline } from './timeline'

/** Where a position of the recording stands in the edited file. */
export interface MovedPosition {
  /** A frame of the edited timeline, or past its end for what was past the recording's. */
  readonly frame: number
  /** Whether the frame it stood on was replaced and it now stands at the seam in front of what replaced it. */
  readonly inside: boolean
}

/** Takes positions of the recording to the edited timeline. The cost of one is the logarithm of the number of fixes. */
export interface PositionMap {
  /** A point, or the first frame of a span: it holds on to the frame it stands on. */
  start(frame: number): MovedPosition
  /** The end of a span, which is not in it: it holds on to the frame before, or to all that replaced that. */
  end(frame: number): number
}

/** The map of a timeline. */
export function positionMap(timeline: Timeline): PositionMap {
  const heard = timeline.pieces.filter((piece): piece is RecordingPiece => piece.kind === 'recording')
  const { recordingFrames, length } = timeline
  const shift = (frame: number): number => Math.max(0, frame - recordingFrames + length)
  return {
    start(frame) {
      if (frame >= recordingFrames) return { frame: shift(frame), inside: false }
      const before = lastStartingAt(heard, frame)
      if (before === undefined) return { frame: 0, inside: true }
      const offset = frame - before.start
      if (offset < before.length) return { frame: before.at + offset, inside: false }
      return { frame: before.at + before.length, inside: true }
    },
    end(frame) {
      if (frame > recordingFrames) return shift(frame)
      if (frame === 0) return 0
      const index = indexStartingAt(heard, frame - 1)
      const before = heard[index]
      if (before !== undefined && frame - before.start <= before.length) return before.at + frame - before.start
      return heard[index + 1]?.at ?? length
    },
  }
}

function lastStartingAt(pieces: readonly RecordingPiece[], frame: number): RecordingPiece | undefined {
  return pieces[indexStartingAt(pieces, frame)]
}

/** Index of the last piece that starts at or before `frame`, −1 for none. */
function indexStartingAt(pieces: readonly RecordingPiece[], frame: number): number {
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const piece = pieces[middle]
    if (piece !== undefined && piece.start <= frame) low = middle + 1
    else high = middle
  }
  return low - 1
}
