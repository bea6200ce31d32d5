import { describe, expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { frames, recordingRange, timelineFrame } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between, type EditState, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { newFix } from './fix'
import { applyFix } from './project'
import { samePlace } from './samePlace'
import { originalTimeline, timelineOf } from './timeline'

function edited(state: EditState, random: () => number, name: string): EditState {
  let next = state
  const steps = between(random, 0, 6)
  for (let step = 1; step <= steps; step++) next = randomEdit(next, random, `${name} ${step}`)
  return next
}

function randomPair(random: () => number) {
  const first = edited(emptyState(between(random, 1, 50)), random, 'a')
  const second = edited(first, random, 'b')
  const timelines = [first, second].map(({ project, inserts }) => timelineOf(project, inserts))
  const heard = [first, second].map(({ project, inserts }) => heardFrames(project, inserts))
  return { timelines, heard }
}

describe('the same place of another timeline', () => {
  it('holds the same frame of the recording wherever both hear it', () => {
    overSeeds(200, (random) => {
      const { timelines, heard } = randomPair(random)
      const [before, after] = timelines
      if (!before || !after) throw new Error('two timelines')
      const through = samePlace(before, after)
      const [here = [], there = []] = heard
      const inBoth = here.filter((frame) => frame.startsWith('recording') && there.includes(frame))
      const places = inBoth.map((frame) => through(timelineFrame(here.indexOf(frame))))
      expect(places).toEqual(inBoth.map((frame) => there.indexOf(frame)))
    })
  })

  it('never goes back, stays on the timeline, and is itself on the same one', () => {
    overSeeds(200, (random) => {
      const { timelines } = randomPair(random)
      const [before, after] = timelines
      if (!before || !after) throw new Error('two timelines')
      const through = samePlace(before, after)
      const places = Array.from({ length: before.length + 1 }, (_, at) => through(timelineFrame(at)))
      places.forEach((place, at) => {
        expect(place).toBeGreaterThanOrEqual(places[at - 1] ?? 0)
        expect(place).toBeLessThanOrEqual(after.length)
      })
    })
  })

  it('does not drift: as often as it goes there and back, inside an insert too', () => {
    const fix = newFix(fixId('x'), recordingRange(20, 50), '')
    const project = applyFix(emptyState(100).project, fix, [])
    const original = originalTimeline(project.frames)
    const replaced = timelineOf(project, new Map([[fix.id, frames(60)]]))
    const undo = samePlace(replaced, original)
    const redo = samePlace(original, replaced)
    expect(undo(timelineFrame(50))).toBe(35)
    expect(undo(timelineFrame(80))).toBe(50)
    expect(undo(timelineFrame(19))).toBe(19)
    for (let start = 0; start <= 130; start++) {
      let at = timelineFrame(start)
      for (let round = 0; round < 20; round++) at = redo(undo(at))
      expect(Math.abs(at - start)).toBeLessThanOrEqual(1)
    }
  })
})
