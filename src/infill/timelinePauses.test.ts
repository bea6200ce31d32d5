import { describe, expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { frames, recordingFrame, recordingRange, timelineRange } from '../base/units'
import { newFix } from '../edit/fix'
import { applyFix } from '../edit/project'
import { originalTimeline, timelineOf } from '../edit/timeline'
import { overSeeds } from '../testing/seeds'
import { between, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { timelinePauses } from './timelinePauses'

const pausesAt = (...spans: readonly (readonly [number, number])[]) =>
  spans.map(([start, end]) => ({ start: recordingFrame(start), end: recordingFrame(end), depth: 30 }))

describe('timelinePauses', () => {
  it('is the recording’s own pauses where they are heard, against a frame by frame model', () => {
    overSeeds(200, (random) => {
      const spans: [number, number][] = []
      for (let at = between(random, 0, 6); at < 50; at += between(random, 1, 8)) {
        const end = Math.min(50, at + between(random, 1, 8))
        spans.push([at, end])
        at = end
      }
      let state = emptyState(50)
      for (let step = 1; step <= 10; step++) state = randomEdit(state, random, String(step))
      const timeline = timelineOf(state.project, state.inserts)
      const found = timelinePauses(timeline, pausesAt(...spans))
      const inPause = heardFrames(state.project, state.inserts).map((heard) => {
        const [source, frame] = heard.split(' ')
        return source === 'recording' && spans.some(([start, end]) => start <= Number(frame) && Number(frame) < end)
      })
      const covered = inPause.map((_, at) => found.filter(({ start, end }) => start <= at && at < end).length)
      expect(covered).toEqual(inPause.map(Number))
      expect(found.every(({ start, end }, index) => start < end && start >= (found[index - 1]?.end ?? 0))).toBe(true)
      const from = between(random, 0, timeline.length)
      const within = timelineRange(from, between(random, from, timeline.length))
      expect(timelinePauses(timeline, pausesAt(...spans), within)).toEqual(
        found.filter(({ start, end }) => start < within.end && within.start < end),
      )
    })
  })

  it('keeps what a fix left of a pause, and splits one around an insertion', () => {
    const { project } = emptyState(1000)
    const replaced = newFix(fixId('1'), recordingRange(150, 300), '')
    const inserted = newFix(fixId('2'), recordingRange(550, 550), '')
    const timeline = timelineOf(
      [replaced, inserted].reduce((all, fix) => applyFix(all, fix), project),
      new Map([
        [replaced.id, frames(100)],
        [inserted.id, frames(10)],
      ]),
    )
    const spans = timelinePauses(timeline, pausesAt([100, 200], [250, 280], [500, 600]))
    expect(spans.map(({ start, end }) => [start, end])).toEqual([
      [100, 150],
      [450, 500],
      [510, 560],
    ])
  })

  it('is the list itself without fixes', () => {
    const pauses = pausesAt([0, 10], [90, 100])
    expect(timelinePauses(originalTimeline(frames(100)), pauses)).toEqual(pauses)
  })
})
