import { envelopeOf } from '../../audio/envelope'
import { findPauses, type Pause } from '../../audio/pauses'
import { concatPcm, type Pcm, pcmFrames } from '../../audio/pcm'
import {
  type Frames,
  frames,
  type RecordingRange,
  rangeLength,
  type SampleRate,
  secondsToFrames,
} from '../../base/units'
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
  const pausesBefore = findPauses(envelopeOf(concatPcm([before, head])))
  const pausesAfter = findPauses(envelopeOf(concatPcm([tail, after])))
  const atStart = pauseAt(pausesBefore, pcmFrames(before))
  const atEnd = pauseAt(pausesAfter, edge)
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
    typicalPause: medianLength([
      ...pausesBefore.filter((pause) => pause.start > 0 && pause.end < pcmFrames(before)),
      ...pausesAfter.filter((pause) => pause.start > edge && pause.end < edge + pcmFrames(after)),
    ]),
  }
}

function pauseAt(pauses: readonly Pause[], seam: number): Pause | null {
  return pauses.find((pause) => pause.start <= seam && seam <= pause.end) ?? null
}

function medianLength(pauses: readonly Pause[]): Frames | null {
  const lengths = pauses.map(({ start, end }) => end - start).sort((a, b) => a - b)
  const middle = lengths[Math.floor(lengths.length / 2)]
  return middle === undefined ? null : frames(middle)
}
