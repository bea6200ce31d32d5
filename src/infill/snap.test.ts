import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { frames, timelineFrame, timelineRange } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between } from '../testing/timelineModel'
import { type SnapLimits, snapSelection, unsnapped } from './snap'
import type { TimelinePause } from './timelinePauses'

// One frame is a millisecond here.
const limits: SnapLimits = { reach: frames(250), leave: frames(25), length: frames(10_000) }

const pauses = (...spans: readonly (readonly [number, number])[]): TimelinePause[] =>
  spans.map(([start, end]) => ({ start: timelineFrame(start), end: timelineFrame(end), depth: 30 }))

/** Words at 0–1000, 1200–2000, 2040–2500, 4500–9000, 9100–10000. */
const gaps = pauses([1000, 1200], [2000, 2040], [2500, 4500], [9000, 9100])

function snap(start: number, end: number, among = gaps) {
  const { range, start: first, end: last } = snapSelection(timelineRange(start, end), among, limits)
  return { range: [range.start, range.end], moved: [first.moved, last.moved], reasons: [first.reason, last.reason] }
}

describe('snapSelection', () => {
  it('leaves the pause in the context: the start goes to its end, the end to its start', () => {
    expect(snap(1100, 2700)).toEqual({ range: [1175, 2525], moved: [75, -175], reasons: ['pause', 'pause'] })
  })

  it('goes all the way in a long pause it stands in', () => {
    expect(snap(2600, 9050).range).toEqual([4475, 9025])
  })

  it('takes the whole word when an edge stands in it, on either side', () => {
    expect(snap(1300, 2450)).toEqual({ range: [1175, 2525], moved: [-125, 75], reasons: ['pause', 'pause'] })
  })

  it('lets go of a word that is only grazed, when its other end is out of reach or much further', () => {
    expect(snap(950, 2600).range).toEqual([1175, 2525])
    expect(snap(1100, 4600).range).toEqual([1175, 2525])
  })

  it('grows rather than shrinks at like distance', () => {
    const words = pauses([1000, 1200], [1400, 1600], [2500, 2700])
    expect(snap(1300, 2600, words).range[0]).toBe(1175)
    expect(snap(1340, 2600, words).range[0]).toBe(1575)
  })

  it('stands in the middle of a pause too short for the margin on both sides', () => {
    expect(snap(2010, 2600).range).toEqual([2020, 2525])
  })

  it('says when no pause is in reach, and stays', () => {
    const { start, end } = snapSelection(timelineRange(6000, 7000), gaps, limits)
    expect(start).toEqual({ at: 6000, moved: 0, pause: null, reason: 'no-pause-in-reach' })
    expect(end).toEqual({ at: 7000, moved: 0, pause: null, reason: 'no-pause-in-reach' })
  })

  it('reaches exactly as far as it says', () => {
    expect(snap(1450, 2600).reasons[0]).toBe('pause')
    expect(snap(1451, 2600).reasons[0]).toBe('no-pause-in-reach')
  })

  it('takes the ends of the file as edges', () => {
    expect(snap(200, 1010)).toEqual({ range: [0, 1025], moved: [-200, 15], reasons: ['file-edge', 'pause'] })
    expect(snap(9150, 9900)).toEqual({ range: [9075, 10_000], moved: [-75, 100], reasons: ['pause', 'file-edge'] })
    expect(snap(0, 10_000, [])).toEqual({ range: [0, 10_000], moved: [0, 0], reasons: ['file-edge', 'file-edge'] })
  })

  it('names the pause', () => {
    expect(snapSelection(timelineRange(1100, 2700), gaps, limits).start.pause).toBe(gaps[0])
  })

  it('keeps a selection inside one pause, off the speech around it', () => {
    expect(snap(3000, 3500)).toEqual({ range: [3000, 3500], moved: [0, 0], reasons: ['pause', 'pause'] })
    expect(snap(2500, 4500).range).toEqual([2525, 4475])
    expect(snap(2001, 2039).range).toEqual([2001, 2039])
  })

  it('selects the pause itself when only slivers of the words around it were drawn over', () => {
    expect(snap(950, 1250)).toEqual({ range: [1025, 1175], moved: [75, -75], reasons: ['pause', 'pause'] })
    expect(snap(2450, 2600).range).toEqual([2525, 2600])
    expect(snap(8990, 9110).range).toEqual([9025, 9075])
  })

  it('leaves an edge in a word rather than ending up with nothing', () => {
    const short = pauses([1000, 1040])
    expect(snap(990, 1050, short)).toMatchObject({ range: [990, 1020], reasons: ['no-pause-in-reach', 'pause'] })
  })

  it('takes the one word a short selection lies in', () => {
    expect(snap(2100, 2110)).toMatchObject({ range: [2020, 2110], reasons: ['pause', 'no-pause-in-reach'] })
    expect(snap(2250, 2260).range).toEqual([2020, 2525])
  })

  it('moves a point into the nearest pause, or off the speech in the one it stands in', () => {
    expect(snap(1300, 1300)).toEqual({ range: [1175, 1175], moved: [-125, -125], reasons: ['pause', 'pause'] })
    expect(snap(3000, 3000).range).toEqual([3000, 3000])
    expect(snap(2505, 2505).range).toEqual([2525, 2525])
    expect(snap(6000, 6000).reasons).toEqual(['no-pause-in-reach', 'no-pause-in-reach'])
    expect(snap(9990, 9990)).toMatchObject({ range: [10_000, 10_000], reasons: ['file-edge', 'file-edge'] })
  })
})

describe('snapSelection, on random pauses', () => {
  it('keeps its promises', () => {
    overSeeds(1500, (random) => {
      const among: TimelinePause[] = []
      for (let at = between(random, 0, 400); at < 2000; at += between(random, 1, 500)) {
        const end = Math.min(2000, at + between(random, 1, 300))
        among.push(must(pauses([at, end])[0], 'pause'))
        at = end
      }
      const within = { ...limits, length: frames(2000) }
      const start = between(random, 0, 2000)
      const selection = timelineRange(start, between(random, start, Math.min(2000, start + 600)))
      const snapped = snapSelection(selection, among, within)
      expect(snapped.range.end > snapped.range.start).toBe(selection.end > selection.start)
      for (const [edge, from] of [
        [snapped.start, selection.start],
        [snapped.end, selection.end],
      ] as const) {
        expect(edge.at - from).toBe(edge.moved)
        expect(edge.pause !== null).toBe(edge.reason === 'pause')
        expect(edge.pause === null || (edge.pause.start <= edge.at && edge.at <= edge.pause.end)).toBe(true)
        expect(edge.reason !== 'no-pause-in-reach' || edge.moved === 0).toBe(true)
        // Speech passed is at most what the edge's own word has left, within reach.
        const [low, high] = [Math.min(edge.at, from), Math.max(edge.at, from)]
        const silent = among.map((pause) => Math.max(0, Math.min(pause.end, high) - Math.max(pause.start, low)))
        const passed = high - low - silent.reduce((sum, length) => sum + length, 0)
        expect(passed).toBeLessThanOrEqual(within.reach)
        expect(silent.filter((length) => length > 0).length).toBeLessThanOrEqual(1)
      }
      const again = snapSelection(snapped.range, among, within)
      const settled = snapped.start.pause !== null && snapped.end.pause !== null
      expect(settled ? again.range : snapped.range).toEqual(snapped.range)
    })
  })
})

it('unsnapped leaves a selection as it is and says that snapping is off', () => {
  const { range, start, end } = unsnapped(timelineRange(3, 9))
  expect([range, start.reason, end.at]).toEqual([timelineRange(3, 9), 'off', 9])
})
