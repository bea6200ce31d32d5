import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { RangeList } from './rangeList'

describe('RangeList', () => {
  it('joins neighbours and keeps the others apart', () => {
    const list = new RangeList()
    for (const frame of [3, 3, 4, 5, 9, 11]) list.add(frame)
    expect(list.ranges()).toEqual([
      { start: 3, end: 6 },
      { start: 9, end: 10 },
      { start: 11, end: 12 },
    ])
  })

  it('never becomes long, and covers every frame', () => {
    const random = mulberry32(5)
    const list = new RangeList(50)
    const frames: number[] = []
    for (let frame = 0; frames.length < 5000; frame += 1 + Math.floor(random() ** 4 * 5000)) {
      frames.push(frame)
      list.add(frame)
      expect(list.ranges().length).toBeLessThanOrEqual(50)
    }
    const ranges = list.ranges()
    expect(frames.every((frame) => ranges.some(({ start, end }) => start <= frame && frame < end))).toBe(true)
    ranges.slice(1).forEach((range, i) => expect(range.start).toBeGreaterThan(ranges[i]?.end ?? 0))
  })
})
