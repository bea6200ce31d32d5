import { assert as check, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { bestLag, crossfade, fadeWeights, likeness } from './fade'

function noise(length: number, seed: number): Float32Array {
  const random = mulberry32(seed)
  return Float32Array.from({ length }, () => random() * 2 - 1)
}

const power = (samples: Float32Array) => samples.reduce((sum, value) => sum + value * value, 0) / samples.length

describe('crossfade', () => {
  it('starts as the first sound and ends as the second, whatever they are', () => {
    check(
      property(integer({ min: 2, max: 300 }), integer(), double({ min: 0, max: 1, noNaN: true }), (n, seed, rho) => {
        const from = noise(n, seed)
        const to = noise(n, seed + 1)
        const faded = crossfade(from, to, rho)
        expect(faded[0]).toBe(from[0])
        expect(faded[n - 1]).toBe(to[n - 1])
        expect(faded.every(Number.isFinite)).toBe(true)
      }),
      { seed: 1, numRuns: 100 },
    )
  })

  it('weighs both sounds as fadeWeights says', () => {
    const one = new Float32Array(101).fill(1)
    const none = new Float32Array(101)
    for (const correlation of [0, 0.4, 1]) {
      const out = crossfade(one, none, correlation)
      const into = crossfade(none, one, correlation)
      for (let i = 0; i <= 100; i++) {
        const { from, to } = fadeWeights(i / 100, correlation)
        expect(out[i]).toBeCloseTo(from, 6)
        expect(into[i]).toBeCloseTo(to, 6)
        expect(from * from + to * to + 2 * correlation * from * to).toBeCloseTo(1, 9)
      }
    }
  })

  it('keeps the power of unrelated noises', () => {
    const faded = crossfade(noise(48_000, 1), noise(48_000, 2), 0)
    for (let part = 0; part < 4; part++) {
      expect(power(faded.subarray(part * 12_000, (part + 1) * 12_000)) * 3).toBeCloseTo(1, 1)
    }
  })

  it('gives a sound back when it fades into itself at equal gain', () => {
    const sound = noise(1000, 5)
    const faded = crossfade(sound, sound, 1)
    for (const [i, value] of faded.entries()) expect(value).toBeCloseTo(sound[i] ?? 0, 6)
  })

  it('keeps the power in between', () => {
    const shared = noise(96_000, 7)
    const mix = (seed: number) => noise(96_000, seed).map((value, i) => (value + (shared[i] ?? 0)) / Math.SQRT2)
    expect(power(crossfade(mix(8), mix(9), 0.5)) * 3).toBeCloseTo(1, 1)
  })
})

describe('bestLag', () => {
  it('finds how far one sound stands behind the other', () => {
    const sound = noise(2000, 3)
    const late = new Float32Array(2000)
    late.set(sound.subarray(0, 1963), 37)
    const shifts = Array.from({ length: 101 }, (_, i) => i - 50)
    const lag = bestLag(shifts, (shift) => likeness(sound, 500, late, 500 + shift, 400))
    expect(lag.shift).toBe(37)
    expect(lag.likeness).toBeCloseTo(1, 6)
  })

  it('prefers to stay where nothing is alike', () => {
    expect(bestLag([-3, -1, 0, 2], () => 0).shift).toBe(0)
    expect(likeness(new Float32Array(10), 0, noise(10, 1), 0, 10)).toBe(0)
  })
})
