import { expect, it } from 'vitest'
import { dcOf, withoutDc } from './dc'

it('finds the constant part and takes it away', () => {
  const samples = Float32Array.from(
    { length: 4800 },
    (_, i) => 0.001 + 0.3 * Math.sin((2 * Math.PI * 100 * i) / 48_000),
  )
  expect(dcOf(samples)).toBeCloseTo(0.001, 6)
  expect(dcOf(withoutDc(samples, dcOf(samples)))).toBeCloseTo(0, 7)
  expect(dcOf([])).toBe(0)
})
