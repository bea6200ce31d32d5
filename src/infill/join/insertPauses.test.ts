import { describe, expect, it } from 'vitest'
import { envelopeOf } from '../../audio/envelope'
import { findPauses } from '../../audio/pauses'
import { concatPcm, type Pcm, pcmFrames, slicePcm } from '../../audio/pcm'
import { fixId } from '../../base/ids'
import { frames, recordingRange, sampleRate } from '../../base/units'
import { newFix } from '../../edit/fix'
import { applyFix } from '../../edit/project'
import { timelineOf } from '../../edit/timeline'
import { overSeeds } from '../../testing/seeds'
import { syntheticSpeech } from '../../testing/syntheticSpeech'
import { between, emptyState } from '../../testing/timelineModel'
import { timelinePauses } from '../timelinePauses'
import { insertPauses } from './insertPauses'

const rate = sampleRate(16_000)
const recording: Pcm = {
  rate,
  channels: [syntheticSpeech({ seed: 5, rate, seconds: 60, roomDb: -58 }).recording],
}
const recorded = findPauses(envelopeOf(recording))
const other = syntheticSpeech({ seed: 6, rate, seconds: 12, roomDb: -58 }).recording

/** An insert of 0–5 s that stands for some of the recording, and what the edited recording sounds like. */
function editOf(random: () => number) {
  const total = pcmFrames(recording)
  const start = between(random, 0, total)
  const end = Math.min(total, start + between(random, 0, 4 * rate))
  const from = between(random, 0, 6 * rate)
  const insert: Pcm = { rate, channels: [other.slice(from, from + between(random, 1, 5 * rate))] }
  const before = slicePcm(recording, Math.max(0, start - 10 * rate), start)
  const after = slicePcm(recording, end, Math.min(total, end + 10 * rate))
  const edited = concatPcm([slicePcm(recording, 0, start), insert, slicePcm(recording, end, total)])
  return { start, end, insert, before, after, edited }
}

/** How far two lists of pauses differ in any edge, in frames; infinite when there are more or fewer in one. */
function apart(a: readonly Edges[], b: readonly Edges[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  return Math.max(
    0,
    ...a.map((pause, i) =>
      Math.max(Math.abs(pause.start - (b[i]?.start ?? 0)), Math.abs(pause.end - (b[i]?.end ?? 0))),
    ),
  )
}

interface Edges {
  readonly start: number
  readonly end: number
}

describe('the pauses of an insert', () => {
  it('are those of the whole edited recording looked through from its start, wherever a selection can snap near it', () => {
    overSeeds(12, (random) => {
      const { start, end, insert, before, after, edited } = editOf(random)
      const fix = newFix(fixId('1'), recordingRange(start, end), '')
      const project = applyFix(emptyState(pcmFrames(recording)).project, fix)
      const length = pcmFrames(insert)
      const timeline = timelineOf(project, new Map([[fix.id, frames(length)]]))
      const pauses = new Map([[fix.id, insertPauses({ before, after })(insert)]])
      const near = timelinePauses(timeline, recorded, { rate, pauses })
      const fresh = findPauses(envelopeOf(edited))
      const reach = 0.5 * rate
      const isNear = (pause: Edges) => pause.start < start + length + reach && pause.end > start - reach
      // Levels begin every 5 ms, in an insert where it begins.
      expect(apart(near.filter(isNear), fresh.filter(isNear))).toBeLessThanOrEqual(0.01 * rate)
      expect(Math.abs(near.length - fresh.length)).toBeLessThanOrEqual(1)
    })
  })

  it('are found again for another insert without another look at the surroundings', () => {
    overSeeds(4, (random) => {
      const { insert, before, after } = editOf(random)
      const find = insertPauses({ before, after })
      find({ rate, channels: [other.slice(0, 1000)] })
      expect(find(insert)).toEqual(insertPauses({ before, after })(insert))
    })
  })

  it('are none where there is nothing', () => {
    const nothing: Pcm = { rate, channels: [new Float32Array(0)] }
    expect(insertPauses({ before: nothing, after: nothing })(nothing)).toEqual([])
  })
})
