import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { firstEndingAfter, type Span, spansWithin } from './spans'

function someSpans(seed: number, count: number): Span[] {
  const random = mulberry32(seed)
  let at = 0
  return Array.from({ length: count }, () => {
    const start = at + Math.floor(random() * 20)
    at = start + Math.floor(random() * 12)
    return { start, end: at }
  })
}

describe('spansWithin', () => {
  it('gives what a look at every span gives (seeded)', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const spans = someSpans(seed, 80)
      const random = mulberry32(1000 + seed)
      const start = Math.floor(random() * 900)
      const end = start + Math.floor(random() * 300)
      const slow = spans.filter((span) => span.end > start && span.start < end)
      expect([...spansWithin(spans, start, end, 0)]).toEqual(slow)
      expect(firstEndingAfter(spans, start)).toBe(spans.filter((span) => span.end <= start).length)
    }
  })

  it('looks at no more spans than there are steps', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ start: i * 10, end: i * 10 + 5 }))
    const drawn = [...spansWithin(many, 0, 1_000_000, 10_000)]
    expect(drawn.length).toBeLessThan(110)
    expect(drawn.length).toBeGreaterThan(90)
  })
})
