import { expect, it } from 'vitest'
import { truePeak } from '../../audio/truePeak'
import { sampleRate } from '../../base/units'
import { limitPeaks } from './limit'

const rate = sampleRate(48_000)

it('holds every peak under the ceiling and leaves the rest as it is', () => {
  const samples = Float32Array.from(
    { length: 48_000 },
    (_, i) => 0.5 * Math.sin(i / 13) * (Math.floor(i / 700) === 30 ? 2 : 1),
  )
  const limited = limitPeaks(samples, 0.8, rate)
  expect(truePeak(limited)).toBeLessThanOrEqual(0.805)
  expect(truePeak(limited)).toBeGreaterThan(0.75)
  const same = limited.map((value, i) => (value === samples[i] ? 1 : 0)).reduce((sum, value) => sum + value, 0)
  expect(same).toBeGreaterThan(48_000 - 700 - 2 * 0.011 * 48_000)
})

it('gives the same samples back when nothing is too loud', () => {
  const samples = Float32Array.of(0, 0.5, -0.5, 0)
  expect(limitPeaks(samples, 0.9, rate)).toBe(samples)
})

it('holds at both ends', () => {
  const samples = new Float32Array(4800)
  samples[0] = 1
  samples[4799] = -1
  expect(truePeak(limitPeaks(samples, 0.5, rate))).toBeLessThanOrEqual(0.505)
})
