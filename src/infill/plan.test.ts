import { describe, expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { frames, recordingRange, sampleRate, timelineFrame, timelineRange } from '../base/units'
import { newFix } from '../edit/fix'
import { applyFix } from '../edit/project'
import { timelineOf } from '../edit/timeline'
import { emptyState } from '../testing/timelineModel'
import { type PlanInput, planInfill } from './plan'
import { PlanError } from './planError'

// One frame is a millisecond here.
const rate = sampleRate(1000)

const pauses = (...spans: readonly (readonly [number, number])[]) =>
  spans.map(([start, end]) => ({ start: timelineFrame(start), end: timelineFrame(end), depth: 30 }))

function plan(start: number, end: number, over: Partial<PlanInput> = {}) {
  const { project } = emptyState(60_000)
  const timeline = timelineOf(project, new Map())
  return planInfill({ project, timeline, selection: timelineRange(start, end), pauses: [], rate, ...over })
}

describe('planInfill', () => {
  it('takes ten seconds a side, cut in the middle of the furthest pause, up to the selection', () => {
    const gaps = pauses(
      [15_000, 15_900],
      [20_100, 20_300],
      [22_000, 22_400],
      [29_000, 30_000],
      [32_000, 32_500],
      [41_000, 41_100],
      [41_900, 42_900],
    )
    const { left, right, selection, replaced } = plan(29_975, 32_025, { pauses: gaps })
    expect(left).toEqual(timelineRange(20_200, 29_975))
    expect(right).toEqual(timelineRange(32_025, 41_050))
    expect(selection).toEqual(timelineRange(29_975, 32_025))
    expect(replaced).toEqual(recordingRange(29_975, 32_025))
  })

  it('leaves a context whole where it reaches the end of the file', () => {
    const { left, right } = plan(5000, 57_000, { pauses: pauses([500, 900], [58_000, 59_000]) })
    expect([left, right]).toEqual([timelineRange(0, 5000), timelineRange(57_000, 60_000)])
  })

  it('cuts into sound rather than keeping a pause alone', () => {
    const { left, right } = plan(30_000, 31_000, { pauses: pauses([29_000, 30_000], [31_000, 32_000]) })
    expect([left, right]).toEqual([timelineRange(20_000, 30_000), timelineRange(31_000, 41_000)])
  })

  it('drops a side without speech and says so', () => {
    const first = plan(3000, 4000, { pauses: pauses([100, 3000]) })
    expect(first.left).toBeNull()
    expect(first.right).not.toBeNull()
    expect(first.notes.map(({ code }) => code)).toEqual(['left-without-speech'])
    expect(plan(0, 4000).left).toBeNull()
    expect(plan(50_000, 60_000).right).toBeNull()
    expect(plan(50_000, 59_801).right).toBeNull()
    expect(plan(50_000, 59_800).right).toEqual(timelineRange(59_800, 60_000))
  })

  it('refuses when no side has speech, with a way out', () => {
    expect(() => plan(0, 60_000)).toThrow(PlanError)
    expect(() => plan(30_000, 31_000, { pauses: pauses([0, 60_000]) })).toThrow('Select closer to the words around it')
  })

  it('remarks on long selections and on silent ones', () => {
    expect(plan(10_000, 40_001).notes.map(({ code }) => code)).toEqual(['long-replacement'])
    expect(plan(10_000, 11_000, { pauses: pauses([9000, 12_000]) }).notes.map(({ code }) => code)).toEqual([
      'nothing-spoken-replaced',
    ])
    expect(plan(10_000, 10_000).notes).toEqual([])
  })

  it('takes in the fixes it touches and reads contexts from what is heard around them', () => {
    const { project: empty } = emptyState(60_000)
    const old = newFix(fixId('old'), recordingRange(30_000, 31_000), '')
    const before = newFix(fixId('before'), recordingRange(10_000, 20_000), '')
    const project = [old, before].reduce((all, fix) => applyFix(all, fix), empty)
    const timeline = timelineOf(
      project,
      new Map([
        [old.id, frames(3000)],
        [before.id, frames(500)],
      ]),
    )
    const selection = timelineRange(22_000, 23_700)
    const planned = planInfill({ project, timeline, selection, pauses: [], rate })
    expect(planned).toMatchObject({
      replaced: recordingRange(30_000, 31_200),
      touches: [old.id],
      selection: timelineRange(20_500, 23_700),
      left: timelineRange(10_500, 20_500),
      right: timelineRange(23_700, 33_700),
    })
  })
})
