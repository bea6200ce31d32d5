import { assert as check, constantFrom, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { resample } from './resample'

const ratios: readonly (readonly [number, number])[] = [
  [22050, 48000],
  [24000, 44100],
  [44100, 48000],
  [48000, 44100],
  [11025, 48000],
  [44100, 96000],
  [8000, 192000],
  [192000, 8000],
  [44100, 44056],
  [48000, 47999],
]

function tone(rate: number, hertz: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate + 0.3))
}

/** Signal over error in dB against the same tone made at the target rate, away from the ends where the filter runs out. */
function toneSnr(from: number, to: number, hertz: number): number {
  const got = resample(tone(from, hertz, Math.round(from * 0.15)), sampleRate(from), sampleRate(to))
  const want = tone(to, hertz, got.length)
  const margin = Math.ceil((0.012 * to * 8000) / Math.min(from, to))
  let signal = 0
  let error = 0
  for (let i = margin; i < got.length - margin; i++) {
    signal += (want[i] ?? 0) ** 2
    error += ((want[i] ?? 0) - (got[i] ?? 0)) ** 2
  }
  return 10 * Math.log10(signal / error)
}

function rmsDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

describe('resample', () => {
  it.each(ratios)('keeps tones of 1 kHz, 10 kHz and 0.9 of Nyquist: %d -> %d', (from, to) => {
    const nyquist = Math.min(from, to) / 2
    for (const hertz of [1000, 10_000, 0.9 * nyquist].filter((value) => value <= 0.9 * nyquist)) {
      expect(toneSnr(from, to, hertz)).toBeGreaterThan(125)
    }
  })

  it.each([
    [48000, 16000, 8100],
    [48000, 44100, 23_000],
    [192000, 48000, 24_100],
    [44100, 22050, 15_000],
  ] as const)('rejects what the lower rate cannot hold: %d -> %d at %d Hz', (from, to, hertz) => {
    const got = resample(tone(from, hertz, from / 4), sampleRate(from), sampleRate(to))
    const middle = got.subarray(Math.round(got.length * 0.2), Math.round(got.length * 0.8))
    expect(rmsDb(middle) - rmsDb(tone(from, hertz, from / 4))).toBeLessThan(-120)
  })

  it.each(ratios)('leaves a constant constant: %d -> %d', (from, to) => {
    const got = resample(new Float32Array(Math.round(from * 0.1)).fill(0.25), sampleRate(from), sampleRate(to))
    expect(got[Math.floor(got.length / 2)]).toBeCloseTo(0.25, 6)
  })

  it.each([
    [22050, 44100, 1000, 2000],
    [24000, 48000, 777, 1554],
    [48000, 24000, 1000, 500],
    [16000, 48000, 500, 1500],
    [44100, 48000, 1470, 1600],
  ] as const)('has no delay: an impulse %d -> %d', (from, to, at, expected) => {
    const impulse = new Float32Array(4000)
    impulse[at] = 1
    const got = resample(impulse, sampleRate(from), sampleRate(to))
    const peak = got.reduce((best, value, i) => (value > (got[best] ?? 0) ? i : best), 0)
    expect(peak).toBe(expected)
    expect(got[expected - 3]).toBeCloseTo(got[expected + 3] ?? 0, 6)
  })

  it('has the length round(n * to / from) for any rates', () => {
    check(
      property(
        integer({ min: 8000, max: 192_000 }),
        constantFrom(8000, 11_025, 22_050, 44_100, 48_000, 192_000),
        integer({ min: 0, max: 60 }),
        (from, to, length) => {
          const got = resample(new Float32Array(length).fill(0.1), sampleRate(from), sampleRate(to))
          expect(got.length).toBe(Math.round((length * to) / from))
          expect(got.every(Number.isFinite)).toBe(true)
        },
      ),
      { seed: 3, numRuns: 60 },
    )
  })

  it('copies at equal rates', () => {
    const samples = tone(48000, 440, 100)
    const got = resample(samples, sampleRate(48000), sampleRate(48000))
    expect(got).toEqual(samples)
    expect(got).not.toBe(samples)
  })
})
