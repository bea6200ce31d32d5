import { envelopeOf } from '../../audio/envelope'
import { findPauses, type Pause } from '../../audio/pauses'
import { concatPcm, type Pcm, pcmFrames } from '../../audio/pcm'
import {
  clamp,
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
/** How far beside a pause a seam may stand to be in it. */
const besideSeconds = 0.02

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
  // Floor and speech level are those within 10 s of a pause: a seam needs to be heard with what is on both its sides.
  const whole = edge === rangeLength(replaced)
  const leftSide: readonly [Pcm, ...Pcm[]] = whole ? [before, head, after] : [before, head]
  const rightSide: readonly [Pcm, ...Pcm[]] = whole ? leftSide : [tail, after]
  const seamLeft = pcmFrames(before)
  const seamRight = whole ? seamLeft + edge : edge
  const pausesLeft = findPauses(envelopeOf(concatPcm(leftSide)))
  const pausesRight = whole ? pausesLeft : findPauses(envelopeOf(concatPcm(rightSide)))
  const atStart = pauseAt(pausesLeft, seamLeft, rate)
  const atEnd = pauseAt(pausesRight, seamRight, rate)
  return {
    before,
    head,
    tail,
    after,
    pauseBefore: atStart && {
      outside: frames(Math.max(0, seamLeft - atStart.start)),
      inside: frames(clamp(atStart.end - seamLeft, 0, rangeLength(replaced))),
    },
    pauseAfter: atEnd && {
      inside: frames(clamp(seamRight - atEnd.start, 0, rangeLength(replaced))),
      outside: frames(Math.max(0, atEnd.end - seamRight)),
    },
    replacedFrames: rangeLength(replaced),
    typicalPause: medianLength([
      ...pausesLeft.filter((pause) => pause.start > 0 && pause.end < seamLeft),
      ...pausesRight.filter((pause) => pause.start > seamRight && pause.end < seamRight + pcmFrames(after)),
    ]),
  }
}

/** The pause a seam stands in, or just beside: found in less of the recording, a pause may begin or end a little elsewhere. */
function pauseAt(pauses: readonly Pause[], seam: number, rate: SampleRate): Pause | null {
  const holds = (by: number) => pauses.find((pause) => pause.start - by <= seam && seam <= pause.end + by) ?? null
  return holds(0) ?? holds(secondsToFrames(besideSeconds, rate))
}

function medianLength(pauses: readonly Pause[]): Frames | null {
  const lengths = pauses.map(({ start, end }) => end - start).sort((a, b) => a - b)
  const middle = lengths[Math.floor(lengths.length / 2)]
  return middle === undefined ? null : frames(middle)
}
