import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { overSeeds } from '../testing/seeds'
import { shuffled } from './blindFlow'

describe('shuffled', () => {
  it('gives the same items in some order', () => {
    overSeeds(50, (random) => {
      const items = Array.from({ length: Math.floor(random() * 10) }, (_, index) => index)
      expect(shuffled(items, random).toSorted((a, b) => a - b)).toEqual(items)
    })
  })

  it('gives each order as often as any other', () => {
    const random = mulberry32(1)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // 1000 each, within five standard deviations (29).
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145)
  })
})
