import { envelopeOf } from '../../audio/envelope'
import { findPauses, type Pause } from '../../audio/pauses'
import { concatPcm, type Pcm, pcmFrames } from '../../audio/pcm'
import { frames, type RecordingRange, rangeLength, type SampleRate, secondsToFrames } from '../../base/units'
import type { Surroundings } from './surroundings'

const aroundSeconds = 10
const edgeSeconds = 5

/** Reads the frames `[start, end)` of a recording, fewer where they pass its ends. */
export type ReadClamped = (start: number, end: number) => Promise<Pcm>

/** What the join of `replaced` has to fit into, read from the recording itself: 10 s on each side and what is replaced. */
export async function readSurroundings(
  read: ReadClamped,
  rate: SampleRate,
  replaced: RecordingRange,
): Promise<Surroundings> {
  const around = secondsToFrames(aroundSeconds, rate)
  const edge = Math.min(secondsToFrames(edgeSeconds, rate), rangeLength(replaced))
  const { start, end } = replaced
  const before = await read(start - around, start)
  const head = await read(start, start + edge)
  const tail = edge === rangeLength(replaced) ? head : await read(end - edge, end)
  const after = await read(end, end + around)
  const atStart = pauseAt(concatPcm([before, head]), pcmFrames(before))
  const atEnd = pauseAt(concatPcm([tail, after]), edge)
  return {
    before,
    head,
    tail,
    after,
    pauseBefore: atStart && {
      outside: frames(pcmFrames(before) - atStart.start),
      inside: frames(atStart.end - pcmFrames(before)),
    },
    pauseAfter: atEnd && { inside: frames(edge - atEnd.start), outside: frames(atEnd.end - edge) },
    replacedFrames: rangeLength(replaced),
  }
}

function pauseAt(pcm: Pcm, seam: number): Pause | null {
  return findPauses(envelopeOf(pcm)).find((pause) => pause.start <= seam && seam <= pause.end) ?? null
}
