import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { overSeeds } from '../testing/seeds'
import {
  levelStep,
  lowestLevel,
  marginOf,
  type SpectrumGrid,
  SpectrumMeter,
  spectrumGrid,
  spectrumPlace,
  spectrumRows,
  spectrumTop,
} from './spectrum'

const rate = sampleRate(48_000)
const decibelOf = (level: number): number => lowestLevel + level * levelStep

/** Levels of `columns` columns of a signal that is given by the frame, counted from the first column on. */
function measure(signal: (frame: number) => number, grid: SpectrumGrid, columns: number): number[][] {
  const margin = marginOf(grid)
  const samples = Float32Array.from({ length: columns * grid.hop + 2 * margin }, (_, i) => signal(i - margin))
  const levels = new SpectrumMeter().levels({ rate, channels: [samples], grid, columns })
  return Array.from({ length: columns }, (_, column) => [
    ...levels.subarray(column * spectrumRows, (column + 1) * spectrumRows),
  ])
}

const sine = (hertz: number, amplitude: number) => (frame: number) =>
  amplitude * Math.sin((2 * Math.PI * hertz * frame) / rate)
const rowOf = (hertz: number): number => Math.floor(spectrumPlace(hertz, rate) * spectrumRows)

describe('the spectrum', () => {
  it('has a sine at its frequency and level, and next to nothing elsewhere', () => {
    for (const [hertz, amplitude] of [
      [3000, 1],
      [1000, 0.5],
      [9000, 0.01],
    ] as const) {
      const [column = []] = measure(sine(hertz, amplitude), { hop: 256, size: 1024 }, 1)
      const wanted = 20 * Math.log10(amplitude)
      const loudest = column.indexOf(Math.max(...column))
      expect(Math.abs(loudest - rowOf(hertz))).toBeLessThanOrEqual(2)
      // Between two bins a Hann window loses 1.42 dB.
      expect(decibelOf(column[loudest] ?? 0)).toBeGreaterThan(wanted - 1.7)
      expect(decibelOf(column[loudest] ?? 0)).toBeLessThan(wanted + 0.5)
      const far = column.filter((_, row) => Math.abs(row - loudest) > 24)
      expect(decibelOf(Math.max(...far))).toBeLessThan(wanted - 50)
    }
  })

  it('has a click in its column at every frequency, however long the column is', () => {
    for (const grid of [
      { hop: 64, size: 256 },
      { hop: 4096, size: 1024 },
    ]) {
      const columns = 24
      const place = 10 * grid.hop + Math.floor(0.37 * grid.hop)
      const levels = measure((frame) => (frame === place ? 1 : 0), grid, columns)
      expect(Math.min(...(levels[10] ?? []))).toBeGreaterThan(0)
      const reach = Math.ceil(grid.size / 2 / grid.hop)
      levels.forEach((column, index) => {
        const isNear = Math.abs(index - 10) <= reach
        expect(isNear || Math.max(...column) === 0).toBe(true)
      })
    }
  })

  it('is that of a transform written out, and of the loudest channel (seeded)', () => {
    overSeeds(5, (random) => {
      const grid = { hop: 8, size: 64 }
      const margin = marginOf(grid)
      const channels = [0, 1].map(() => Float32Array.from({ length: 8 + 2 * margin }, () => random() - 0.5))
      const levels = new SpectrumMeter().levels({ rate, channels, grid, columns: 1 })
      const powers = channels.map((samples) => slowPowers(samples.subarray(4, 68)))
      const power = Array.from({ length: 33 }, (_, bin) => Math.max(...powers.map((of) => of[bin] ?? 0)))
      // Rows at the top hold single bins: 12 kHz is bin 16 of 64.
      const top = decibelOf(levels[spectrumRows - 1] ?? 0)
      const low = 10 * Math.log10(Math.min(power[15] ?? 0, power[16] ?? 0) / 256)
      const high = 10 * Math.log10(Math.max(power[15] ?? 0, power[16] ?? 0) / 256)
      expect(top).toBeGreaterThan(low - levelStep)
      expect(top).toBeLessThan(high + levelStep)
    })
  })

  it('takes what is not a number for silence', () => {
    const [column = []] = measure((frame) => (frame % 7 === 0 ? Number.NaN : 0), { hop: 64, size: 256 }, 1)
    expect(Math.max(...column)).toBe(0)
  })
})

describe('the grid', () => {
  it('has columns no wider than asked for, and transforms of 5 to 21 ms', () => {
    expect(spectrumGrid(300, rate)).toEqual({ hop: 256, size: 1024 })
    expect(spectrumGrid(40, rate)).toEqual({ hop: 32, size: 256 })
    expect(spectrumGrid(0.02, rate)).toEqual({ hop: 8, size: 256 })
    expect(spectrumGrid(2000, rate)).toEqual({ hop: 1024, size: 1024 })
    expect(spectrumGrid(300, sampleRate(8000))).toEqual({ hop: 256, size: 256 })
    expect(spectrumGrid(300, sampleRate(192_000))).toEqual({ hop: 256, size: 2048 })
  })

  it('ends at 12 kHz or where the recording does', () => {
    expect([8000, 16_000, 48_000].map((hertz) => spectrumTop(sampleRate(hertz)))).toEqual([4000, 8000, 12_000])
    expect(spectrumPlace(12_000, rate)).toBe(1)
    expect(spectrumPlace(0, rate)).toBe(0)
  })
})

/** |X|² of a Hann window over the samples, by the definition. */
function slowPowers(samples: Float32Array): number[] {
  const { length } = samples
  return Array.from({ length: length / 2 + 1 }, (_, bin) => {
    let re = 0
    let im = 0
    samples.forEach((sample, i) => {
      const windowed = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))
      re += windowed * Math.cos((2 * Math.PI * bin * i) / length)
      im -= windowed * Math.sin((2 * Math.PI * bin * i) / length)
    })
    return re * re + im * im
  })
}
