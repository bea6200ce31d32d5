import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { powerToDb } from './decibel'
import { BandMeter, thirdOctaves } from './thirdOctave'

const rate = sampleRate(48_000)

describe('thirds of an octave', () => {
  it.each([8000, 16_000, 44_100, 48_000, 96_000])('cover 100 Hz to the top at %d Hz, without gaps', (hertz) => {
    const { bins, size, centres } = thirdOctaves(sampleRate(hertz))
    bins.forEach(([from, to], i) => {
      expect(to).toBeGreaterThan(from)
      expect(from).toBe(bins[i - 1]?.[1] ?? from)
    })
    expect(bins.at(-1)?.[1] ?? 0).toBeGreaterThan(0.44 * size)
    expect(centres.length).toBe(bins.length)
  })

  it('show a tone in its band at its power', () => {
    const meter = new BandMeter(rate)
    const tone = Float32Array.from({ length: 9600 }, (_, i) => 0.2 * Math.sin((2 * Math.PI * 2000 * i) / rate))
    const { powers } = meter.mean(tone, 0, tone.length)
    const band = meter.bands.centres.findIndex((centre) => Math.abs(centre - 1995) < 10)
    expect(powerToDb(powers[band] ?? 0)).toBeCloseTo(powerToDb(0.02), 1)
    expect(powerToDb(powers[band + 5] ?? 0)).toBeLessThan(-60)
  })

  it('sum to the power of noise, in windows of any length', () => {
    const random = mulberry32(3)
    const noise = Float32Array.from({ length: 48_000 }, () => random() - 0.5)
    for (const length of [48_000, 700]) {
      const { powers } = new BandMeter(rate).mean(noise, 0, length)
      expect(powerToDb(powers.reduce((sum, power) => sum + power, 0) * 12)).toBeCloseTo(0, -0.3)
    }
  })

  it('have nothing to say about nothing', () => {
    expect(new BandMeter(rate).mean(new Float32Array(4), 2, 2).windows).toBe(0)
  })
})
