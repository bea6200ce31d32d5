import { describe, expect, it } from 'vitest'
import { sampleRate, timelineFrame } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between } from '../testing/timelineModel'
import { insertionSpan } from './insertion'
import type { TimelinePause } from './timelinePauses'

// One frame is a millisecond here.
const rate = sampleRate(1000)
const pause = (start: number, end: number): TimelinePause => ({
  start: timelineFrame(start),
  end: timelineFrame(end),
  depth: 30,
})

describe('insertionSpan', () => {
  it('holds the point, stays in its pause, and keeps off the speech where the point does (T7)', () => {
    overSeeds(300, (random) => {
      const pauses: TimelinePause[] = []
      for (let at = between(random, 0, 400); at < 3000; at += between(random, 1, 400)) {
        const end = at + between(random, 1, 700)
        pauses.push(pause(at, end))
        at = end
      }
      const at = timelineFrame(between(random, 0, 3200))
      const { start, end } = insertionSpan(at, pauses, rate)
      const holding = pauses.find((known) => known.start <= at && at <= known.end)
      expect(start <= at && at <= end).toBe(true)
      expect(end - start <= 225).toBe(true)
      const [from, to] = holding ? [holding.start, holding.end] : [at, at]
      expect(from <= start && end <= to).toBe(true)
      const margin = Math.min(25, at - from, to - at)
      expect(start - from >= margin && to - end >= margin).toBe(true)
    })
  })

  it.each([
    [500, [400, 600]],
    [110, [125, 325]],
    [900, [700, 900]],
  ] as const)('takes up to 200 ms of a long pause around %i', (at, [from, to]) => {
    const { start, end } = insertionSpan(timelineFrame(at), [pause(100, 925)], rate)
    expect([start, end]).toEqual([Math.min(at, from), to])
  })

  it('takes what a short pause leaves between its margins', () => {
    expect(insertionSpan(timelineFrame(160), [pause(100, 200)], rate)).toEqual({ start: 125, end: 175 })
    expect(insertionSpan(timelineFrame(120), [pause(100, 140)], rate)).toEqual({ start: 120, end: 120 })
  })
})
