import { expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { frames, recordingRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { newFix } from './fix'
import { applyFix } from './project'
import { originalTimeline, timelineOf } from './timeline'
import { timelineMarkers } from './timelineMarkers'

const point = (frame: number, label = '') => ({ frame, length: 0, label })

it('stand where they were without fixes, by place, and not past the end', () => {
  const timeline = originalTimeline(frames(100))
  const shown = timelineMarkers(timeline, [point(100, 'end'), { frame: 20, length: 30, label: 'part' }, point(101)])
  expect(shown).toEqual([
    { start: 20, end: 50, label: 'part', number: 2 },
    { start: 100, end: 100, label: 'end', number: 1 },
  ])
})

it('move with what is before them, and stand before what replaced them', () => {
  const fix = newFix(fixId('x'), recordingRange(20, 50), '')
  const timeline = timelineOf(applyFix(emptyState(100).project, fix, []), new Map([[fix.id, frames(5)]]))
  const at = (frame: number, length = 0) => {
    const [shown] = timelineMarkers(timeline, [{ frame, length, label: '' }])
    return [shown?.start, shown?.end]
  }
  expect([at(10), at(30), at(50), at(60)]).toEqual([
    [10, 10],
    [20, 20],
    [25, 25],
    [35, 35],
  ])
  expect(at(10, 60)).toEqual([10, 45])
  expect(at(90, 1000)).toEqual([65, 75])
})

it('are on the frame they were on wherever that is still heard (seeded)', () => {
  overSeeds(100, (random) => {
    let state = emptyState(between(random, 1, 50))
    for (let step = 0; step < 6; step++) state = randomEdit(state, random, String(step))
    const heard = heardFrames(state.project, state.inserts)
    const timeline = timelineOf(state.project, state.inserts)
    const heardPlaces = heard.flatMap((frame, at) =>
      frame.startsWith('recording') ? [[Number(frame.split(' ')[1]), at] as const] : [],
    )
    for (const [frame, at] of heardPlaces) expect(timelineMarkers(timeline, [point(frame)])[0]?.start).toBe(at)
    for (let frame = 0; frame <= state.project.frames; frame++) {
      expect(timelineMarkers(timeline, [point(frame)])[0]?.start).toBeLessThanOrEqual(timeline.length)
    }
  })
})
