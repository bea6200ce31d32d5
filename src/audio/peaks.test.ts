import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { frames, sampleRate } from '../base/units'
import { PeakBins } from './peakBins'
import { type PeakPyramid, PyramidBuilder, peaksBetween, pyramidOf } from './peaks'

const rate = sampleRate(48_000)

function noise(length: number, seed: number, gain = 2.4): Float32Array {
  const random = mulberry32(seed)
  return Float32Array.from({ length }, () => (random() - 0.5) * gain)
}

const peak = (sample: number): number => Math.round(Math.min(1, Math.max(-1, sample)) * 32767)

/** Smallest and largest of the samples in `[from, to)`, sample by sample, 0 where there are none. */
function slowPeak(samples: Float32Array, from: number, to: number): [number, number] {
  const part = samples.subarray(Math.max(0, from), Math.max(0, to))
  if (part.length === 0) return [0, 0]
  return [peak(part.reduce((a, b) => Math.min(a, b))), peak(part.reduce((a, b) => Math.max(a, b)))]
}

function draw(pyramid: PeakPyramid, start: number, end: number, columns: number): number[] {
  const out = new Int16Array(2 * columns)
  peaksBetween(pyramid, 0, start, end, columns, out)
  return [...out]
}

describe('PyramidBuilder', () => {
  it.each([1, 255, 256, 257, 5000, 70_001])(
    'holds the smallest and largest sample of every bin of %i frames',
    (length) => {
      const channels = [noise(length, 1), noise(length, 2, 0.1)]
      const { levels, filled } = pyramidOf({ rate, channels })
      expect(filled).toBe(length)
      expect(must(levels.at(-1), 'levels').framesPerBin).toBeGreaterThanOrEqual(length)
      for (const { framesPerBin, channels: peaks } of levels) {
        channels.forEach((samples, channel) => {
          for (let bin = 0; bin * framesPerBin < length; bin++) {
            const expected = slowPeak(samples, bin * framesPerBin, (bin + 1) * framesPerBin)
            expect([...must(peaks[channel], 'channel').subarray(2 * bin, 2 * bin + 2)]).toEqual(expected)
          }
        })
      }
    },
  )

  it('gives the same pyramid however the samples and bins are split', () => {
    const samples = noise(40_000, 3)
    const whole = pyramidOf({ rate, channels: [samples] })
    for (let seed = 1; seed <= 20; seed++) {
      const random = mulberry32(seed)
      const bins = new PeakBins()
      const builder = new PyramidBuilder(1, frames(samples.length))
      for (let at = 0; at < samples.length; ) {
        const length = Math.min(samples.length - at, Math.floor(random() ** 3 * 9000))
        bins.push(samples, at, 1, length)
        at += length
        if (random() < 0.5) builder.append([bins.take()])
      }
      bins.finish()
      builder.append([bins.take()])
      expect(builder.pyramid, `seed ${seed}`).toEqual(whole)
    }
  })

  it('says how much is filled, and draws nothing behind it', () => {
    const bins = new PeakBins()
    bins.push(new Float32Array(512).fill(0.5), 0, 1, 512)
    const builder = new PyramidBuilder(1, frames(1024))
    builder.append([bins.take()])
    expect(builder.pyramid.filled).toBe(512)
    expect(draw(builder.pyramid, 0, 1024, 4)).toEqual([16384, 16384, 16384, 16384, 0, 0, 0, 0])
    expect(draw(builder.pyramid, 0, 1024, 1)).toEqual([16384, 16384])
  })
})

describe('pyramidOf', () => {
  it('draws what is not a number as 0 and clips what is too loud', () => {
    const samples = Float32Array.of(Number.NaN, 3, Number.POSITIVE_INFINITY, -70_000, Number.NEGATIVE_INFINITY)
    expect([...must(pyramidOf({ rate, channels: [samples] }).levels[0]?.channels[0], 'level')]).toEqual([-32767, 32767])
    const bad = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY)
    expect([...must(pyramidOf({ rate, channels: [bad] }).levels[0]?.channels[0], 'level')]).toEqual([0, 0])
  })
})

describe('peaksBetween', () => {
  it('shows every sample under a column, and none further than a column or a bin away', () => {
    const samples = noise(100_000, 5)
    const pyramid = pyramidOf({ rate, channels: [samples] })
    const random = mulberry32(11)
    for (let turn = 0; turn < 300; turn++) {
      const start = random() * 120_000 - 10_000
      const width = 4 ** (random() * 8)
      const columns = 1 + Math.floor(random() * 30)
      const drawn = draw(pyramid, start, start + width * columns, columns)
      const slack = Math.max(256, width)
      const drawnAt = Array.from({ length: columns }, (_, column) => start + column * width)
      drawnAt.forEach((from, column) => {
        const outside = from + width <= 0 || from >= samples.length
        const least = slowPeak(samples, Math.ceil(from), Math.floor(from + width))
        const most = outside ? [0, 0] : slowPeak(samples, Math.floor(from - slack), Math.ceil(from + width + slack))
        const [low, high] = [must(drawn[2 * column], 'low'), must(drawn[2 * column + 1], 'high')]
        expect(low).toBeLessThanOrEqual(least[0])
        expect(high).toBeGreaterThanOrEqual(least[1])
        expect(low).toBeGreaterThanOrEqual(must(most[0], 'low'))
        expect(high).toBeLessThanOrEqual(must(most[1], 'high'))
      })
    }
  })

  it('draws nothing for a pyramid of nothing', () => {
    const pyramid = pyramidOf({ rate, channels: [new Float32Array(0)] })
    expect(draw(pyramid, 0, 1000, 2)).toEqual([0, 0, 0, 0])
  })
})
