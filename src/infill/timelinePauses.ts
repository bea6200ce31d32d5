import type { Pause } from '../audio/pauses'
import { firstEndingFrom } from '../base/spans'
import { type TimelineFrame, type TimelineRange, timelineFrame } from '../base/units'
import { pieceIndexAt, type RecordingPiece, type Timeline } from '../edit/timeline'

/** A pause of the recording, or the part of it that is still heard, on the edited timeline. Never empty. */
export interface TimelinePause {
  readonly start: TimelineFrame
  readonly end: TimelineFrame
  /** dB below the speech around it. */
  readonly depth: number
}

/**
 * The pauses of the recording where they are heard on the edited timeline, sorted and disjoint. A pause that a fix cuts
 * into is there with what is left of it; one that an insertion splits is there twice; inserts have none. With `within`,
 * only those that have a frame in it, whole: the cost is then that of the answer. `pauses` are sorted and disjoint.
 */
export function timelinePauses(
  timeline: Timeline,
  pauses: readonly Pause[],
  within: TimelineRange | null = null,
): TimelinePause[] {
  const from = within?.start ?? 0
  const to = within?.end ?? timeline.length
  const found: TimelinePause[] = []
  for (let index = pieceIndexAt(timeline, from); index < timeline.pieces.length; index++) {
    const piece = timeline.pieces[index]
    if (piece === undefined || piece.at >= to) break
    if (piece.kind === 'recording') addPauses(found, piece, pauses, { from, to })
  }
  return found
}

function addPauses(
  found: TimelinePause[],
  piece: RecordingPiece,
  pauses: readonly Pause[],
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const shift = piece.at - piece.start
  const pieceEnd = piece.start + piece.length
  const first = firstEndingFrom(pauses, Math.max(piece.start, from - shift) + 1)
  for (let index = first; index < pauses.length; index++) {
    const pause = pauses[index]
    if (pause === undefined || pause.start >= Math.min(pieceEnd, to - shift)) break
    const start = timelineFrame(Math.max(pause.start, piece.start) + shift)
    const end = timelineFrame(Math.min(pause.end, pieceEnd) + shift)
    found.push({ start, end, depth: pause.depth })
  }
}
