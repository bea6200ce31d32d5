import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { powerToDb } from './decibel'
import { filterBands } from './spectralFilter'
import { BandMeter, thirdOctaves } from './thirdOctave'

const rate = sampleRate(48_000)
const random = mulberry32(11)
const noise = Float32Array.from({ length: 24_000 }, () => random() - 0.5)

describe('a filter by bands', () => {
  it('with a gain of 1 gives the same samples, without delay', () => {
    const { centres } = thirdOctaves(rate)
    for (const length of [1, 2, 700, 24_000]) {
      const samples = noise.subarray(0, length)
      const out = filterBands(samples, rate, new Float64Array(centres.length).fill(1))
      expect(out.length).toBe(length)
      expect(Math.max(...out.map((value, i) => Math.abs(value - (samples[i] ?? 0))))).toBeLessThan(1e-5)
    }
  })

  it('puts each band at its gain', () => {
    const { centres } = thirdOctaves(rate)
    const gains = centres.map((hertz) => (hertz < 1000 ? 0.1 : 1))
    const meter = new BandMeter(rate)
    const before = meter.mean(noise, 0, noise.length).powers
    const after = meter.mean(filterBands(noise, rate, gains), 0, noise.length).powers
    const changes = centres.map((hertz, band) => ({ hertz, db: powerToDb((after[band] ?? 0) / (before[band] ?? 1)) }))
    for (const { db } of changes.filter(({ hertz }) => hertz < 600)) expect(db).toBeCloseTo(-20, -0.7)
    for (const { db } of changes.filter(({ hertz }) => hertz > 1500)) expect(db).toBeCloseTo(0, -0.3)
  })
})
