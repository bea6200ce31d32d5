import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { frames, sampleRate } from '../base/units'
import { type CoarsePeaks, CoarsePeaksBuilder, coarsePeaksBehind, looksInto } from './coarsePeaks'
import type { AudioFormat } from './format'

const format: AudioFormat = { encoding: 's16', rate: sampleRate(48_000), channels: 2, bytesPerFrame: 4, validBits: 16 }

/** Samples that tell where they are: the left channel rises over the recording, the right one is its mirror. */
function ramp(start: number, end: number, length: number): Uint8Array {
  const samples = new Int16Array((end - start) / 2)
  for (let i = 0; i < samples.length; i += 2) {
    const level = Math.floor((32_000 * (start / 4 + i / 2)) / length)
    samples.set([level, -level], i)
  }
  return new Uint8Array(samples.buffer)
}

function lookAt(length: number, most: number): CoarsePeaks | null {
  const builder = new CoarsePeaksBuilder(format, frames(length))
  let left = most
  for (const look of looksInto(format, frames(length))) {
    if (left-- === 0) break
    builder.add(look, ramp(look.start, look.end, length))
  }
  return builder.finish()
}

function draw(peaks: CoarsePeaks, filled: number, start: number, end: number, columns: number): number[] {
  const out = new Int16Array(2 * columns).fill(7)
  coarsePeaksBehind(peaks, filled, { channel: 0, start, end, columns }, out)
  return [...out]
}

describe('looksInto', () => {
  it('gives whole frames within the recording, each span once', () => {
    for (const length of [1, 100, 5000, 10_000_000]) {
      const looks = [...looksInto(format, frames(length))]
      expect(new Set(looks.map(({ span }) => span)).size).toBe(512)
      for (const { start, end } of looks) {
        expect(start % 4).toBe(0)
        expect(end).toBeGreaterThan(start)
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(4 * length)
        expect(end - start).toBe(4 * Math.min(length, 4096))
      }
    }
  })

  it('spreads the first ones evenly, however many', () => {
    const spans = [...looksInto(format, frames(10_000_000))].map(({ span }) => span)
    for (const count of [1, 2, 8, 100, 256, 300]) {
      const sorted = spans.slice(0, count).sort((a, b) => a - b)
      const gaps = sorted.map((span, i) => (sorted[i + 1] ?? 512) - span)
      expect(sorted[0]).toBe(0)
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.ceil(512 / count))
    }
  })
})

describe('CoarsePeaksBuilder', () => {
  it('shows each span as it is where it was looked at, and as the last look before it elsewhere', () => {
    const length = 20_000_000
    for (const most of [1, 3, 64, 200, 512]) {
      const [left, right] = must(lookAt(length, most), 'peaks').channels
      for (let span = 0; span < 512; span++) {
        const low = must(left?.[2 * span], 'low')
        const high = must(left?.[2 * span + 1], 'high')
        const here = (32_000 * span) / 512
        expect(high).toBeLessThan(here + 10)
        expect(high).toBeGreaterThan(here - 2 * Math.ceil(512 / most) * (32_000 / 512))
        expect(low).toBeLessThanOrEqual(high)
        expect(right?.[2 * span]).toBeCloseTo(-high, -1)
      }
    }
  })

  it('is nothing before the first look', () => {
    expect(lookAt(1000, 0)).toBe(null)
  })
})

describe('coarsePeaksBehind', () => {
  const peaks: CoarsePeaks = {
    frames: frames(4096),
    channels: [Int16Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? -10 * i - 10 : 10 * i))],
  }

  it('draws the spans under each column', () => {
    expect(draw(peaks, 0, 0, 4096, 8)).toEqual([...must(peaks.channels[0], 'channel')])
    expect(draw(peaks, 0, 0, 4096, 2)).toEqual([-70, 70, -150, 150])
    expect(draw(peaks, 0, 600, 700, 2)).toEqual([-30, 30, -30, 30])
  })

  it('leaves alone what is filled and what is outside', () => {
    expect(draw(peaks, 1025, 0, 4096, 4)).toEqual([7, 7, 7, 7, -110, 110, -150, 150])
    expect(draw(peaks, 4096, 0, 4096, 2)).toEqual([7, 7, 7, 7])
    expect(draw(peaks, 0, -512, 512, 2)).toEqual([7, 7, -10, 10])
    expect(draw(peaks, 0, 3584, 4608, 2)).toEqual([-150, 150, 7, 7])
  })
})
