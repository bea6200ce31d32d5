import { describe, expect, it } from 'vitest'
import { crossfade } from '../audio/fade'
import { sampleRate } from '../base/units'
import {
  closeUps,
  fadeCurve,
  firstCloseUp,
  heightFor,
  nextCloseUp,
  peakWithin,
  type SeamSound,
  spanOf,
} from './seamGeometry'

const rounded = (value: number | undefined) => Number(value?.toFixed(9))

describe('fadeCurve', () => {
  it('is drawn with the weights that the crossfade has', () => {
    const one = new Float32Array(101).fill(1)
    const none = new Float32Array(101)
    for (const correlation of [0, 0.5, 1]) {
      const out = crossfade(one, none, correlation)
      const left = fadeCurve({ start: 40, end: 140, correlation }, 'left', 100)
      const right = fadeCurve({ start: -140, end: -40, correlation }, 'right', 100)
      for (let i = 0; i <= 100; i++) {
        expect(left[i]?.frame).toBeCloseTo(40 + i, 9)
        expect(left[i]?.original).toBeCloseTo(out[i] ?? 0, 6)
        // At the right seam the insert is what goes out.
        expect(right[i]?.insert).toBeCloseTo(out[i] ?? 0, 6)
        expect(right[i]?.frame).toBeCloseTo(-140 + i, 9)
      }
    }
  })

  it('goes from the original alone to the insert alone, and back', () => {
    const left = fadeCurve({ start: 0, end: 10, correlation: 0 }, 'left', 4)
    const right = fadeCurve({ start: -10, end: 0, correlation: 0 }, 'right', 4)
    expect([rounded(left[0]?.original), rounded(left[0]?.insert)]).toEqual([1, 0])
    expect([rounded(left[4]?.original), rounded(left[4]?.insert)]).toEqual([0, 1])
    expect([rounded(right[4]?.original), rounded(right[4]?.insert)]).toEqual([1, 0])
  })
})

describe('close-ups', () => {
  it('begin at 40 ms, or with all of the crossfade in view', () => {
    expect(firstCloseUp(null, 48_000)).toBe(40)
    expect(firstCloseUp({ start: 0, end: 1920 }, 48_000)).toBe(40)
    expect(firstCloseUp({ start: -1921, end: -900 }, 48_000)).toBe(80)
    expect(firstCloseUp({ start: 40_000, end: 48_000 }, 48_000)).toBe(500)
  })

  it('go from step to step and stop at both ends', () => {
    let ms = 40
    for (let i = 0; i < 20; i++) ms = nextCloseUp(ms, 'in')
    expect(ms).toBe(2)
    const seen = [ms]
    for (let i = 0; i < 20; i++) {
      ms = nextCloseUp(ms, 'out')
      if (ms !== seen.at(-1)) seen.push(ms)
    }
    expect(seen).toEqual([...closeUps])
  })
})

/** A hundred parts, of which `loud` are loud. */
const beside = (loud: number) => Array.from({ length: 100 }, (_, at) => (at < loud ? 0.9 : 0.01))

describe('heights', () => {
  it('fill the picture with what stands at the seam, by powers of two', () => {
    expect(heightFor(1, [1])).toBe(1)
    expect(heightFor(0.4, [0.4])).toBe(2)
    expect(heightFor(0.02, [0.02])).toBe(32)
    expect(heightFor(0, [0])).toBe(1)
    expect(heightFor(1e-6, [1e-6])).toBe(64)
    for (const peak of [0.9, 0.5, 0.3, 0.03, 0.004]) expect(peak * heightFor(peak, [peak])).toBeLessThanOrEqual(0.95)
  })

  it('let a tenth of what is in view reach out of the picture, and no more', () => {
    expect(heightFor(0.01, beside(0))).toBe(64)
    expect(heightFor(0.01, beside(10))).toBe(64)
    expect(heightFor(0.01, beside(11))).toBe(1)
    expect(heightFor(0.4, beside(10))).toBe(2)
  })

  it('go by the samples in view, counted from the seam', () => {
    const sound: SeamSound = {
      from: -4,
      pcm: {
        rate: sampleRate(8000),
        channels: [Float32Array.of(0.9, 0.1, 0.2, -0.3, 0.05, 0, 0, 0.8), Float32Array.of(0, 0, 0, 0, 0, -0.4, 0, 0)],
      },
    }
    expect(peakWithin([sound], -3, 1)).toBeCloseTo(0.3)
    expect(peakWithin([sound], -3, 2)).toBeCloseTo(0.4)
    expect(peakWithin([sound], -100, 100)).toBeCloseTo(0.9)
    expect(peakWithin([sound], 10, 20)).toBe(0)
  })
})

it('spanOf holds all spans and something on each side of the seam', () => {
  expect(spanOf([null, null], 5)).toEqual({ start: -5, end: 5 })
  expect(spanOf([{ start: -20, end: 3 }, null, { start: 8, end: 12 }], 5)).toEqual({ start: -20, end: 12 })
})
