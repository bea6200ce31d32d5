import { assert } from '../base/assert'
import { clamp, type SampleRate } from '../base/units'
import { complexZeros, Fft, powerOfTwo } from './fft'

/** A stretch of audio whose spectrum is asked for, column by column. */
export interface SpectrumJob {
  readonly rate: SampleRate
  /** `margin` frames, the stretch, `margin` frames: of every channel. */
  readonly channels: readonly Float32Array[]
  readonly grid: SpectrumGrid
  /** How many columns of `grid.hop` frames the stretch has. */
  readonly columns: number
}

/** How finely a spectrum is looked at. */
export interface SpectrumGrid {
  /** Frames of one column: a power of two. */
  readonly hop: number
  /** Frames of one transform: a power of two. */
  readonly size: number
}

/** Rows of every column, from the lowest frequency to the highest. */
export const spectrumRows = 160

/** The highest frequency that is looked at, in Hz: above it speech, breath and clicks show nothing of their own. */
const highest = 12_000

/** What level 0 stands for, in dB of a sine at full scale; level 255 is 0 dB. */
export const lowestLevel = -120
/** From one level to the next, in dB. */
export const levelStep = -lowestLevel / 255

/** Seconds of the longest transform, which tells voices, and how much shorter the shortest is, which tells clicks. */
const longestSeconds = 0.02
const shorterBy = 4

/** The margin that a transform of the first and last column reaches into, in frames. */
export const marginOf = ({ size }: SpectrumGrid): number => size / 2

/** The grid for columns of about `frames` frames (they have 8–8192): the finer the zoom, the shorter the transforms, down to 5 ms. */
export function spectrumGrid(frames: number, rate: SampleRate): SpectrumGrid {
  const hop = clamp(2 ** Math.floor(Math.log2(Math.max(1, frames))), 8, 8192)
  const longest = powerOfTwo(longestSeconds * rate)
  return { hop, size: clamp(8 * hop, longest / shorterBy, longest) }
}

/** The highest frequency that is shown of a recording, in Hz. */
export const spectrumTop = (rate: SampleRate): number => Math.min(highest, rate / 2)

/** Where a frequency lies between the lowest row and the highest one, 0 to 1: by the mel scale (O'Shaughnessy 1987). */
export const spectrumPlace = (hertz: number, rate: SampleRate): number => mel(hertz) / mel(spectrumTop(rate))

const mel = (hertz: number): number => Math.log1p(hertz / 700)

/** Measures spectra, and keeps what every stretch of one grid needs. */
export class SpectrumMeter {
  #fft = new Fft(2)
  #data = complexZeros(2)
  #window = new Float64Array(2)
  #power = new Float64Array(2)
  #rows = new Float64Array(spectrumRows + 1)
  #rate = 0

  /**
   * The loudest level of every row in every column, of any channel: one byte each, column by column, by `lowestLevel` and
   * `levelStep`. Hann windows, half a window apart where a column is longer than that, so that no click is missed.
   */
  levels({ rate, channels, grid, columns }: SpectrumJob): Uint8Array<ArrayBuffer> {
    const { hop, size } = grid
    this.#prepare(size, rate)
    const levels = new Uint8Array(columns * spectrumRows)
    const turns = Math.max(1, Math.ceil(hop / (size / 2)))
    for (let column = 0; column < columns; column++) {
      this.#power.fill(0)
      for (let turn = 0; turn < turns; turn++) {
        // The window's middle, counted from the margin's beginning, less half its length: its first frame.
        const from = Math.round(column * hop + ((turn + 0.5) * hop) / turns)
        for (const samples of channels) this.#add(samples, from)
      }
      this.#write(levels.subarray(column * spectrumRows, (column + 1) * spectrumRows))
    }
    return levels
  }

  #prepare(size: number, rate: SampleRate): void {
    if (size === this.#fft.size && rate === this.#rate) return
    this.#fft = new Fft(size)
    this.#data = complexZeros(size)
    this.#power = new Float64Array(size / 2 + 1)
    this.#window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
    // The edges of the rows, in bins.
    const top = mel(spectrumTop(rate))
    this.#rows = Float64Array.from({ length: spectrumRows + 1 }, (_, row) => {
      const hertz = 700 * Math.expm1((row / spectrumRows) * top)
      return (hertz * size) / rate
    })
    this.#rate = rate
  }

  /** Adds one window of a channel: the loudest of each bin stays. */
  #add(samples: Float32Array, from: number): void {
    const { re, im } = this.#data
    const power = this.#power
    assert(from >= 0 && from + re.length <= samples.length, 'a window reaches past its samples')
    im.fill(0)
    for (let i = 0; i < re.length; i++) {
      const sample = samples[from + i] ?? 0
      re[i] = Number.isFinite(sample) ? sample * (this.#window[i] ?? 0) : 0
    }
    this.#fft.forward(this.#data)
    for (let bin = 0; bin < power.length; bin++) {
      const a = re[bin] ?? 0
      const b = im[bin] ?? 0
      const here = a * a + b * b
      if (here > (power[bin] ?? 0)) power[bin] = here
    }
  }

  #write(levels: Uint8Array): void {
    // A sine at full scale has a quarter of the window's length in its bin: half from the sine, half from Hann's mean.
    const full = (this.#fft.size / 4) ** 2
    for (let row = 0; row < spectrumRows; row++) {
      const power = this.#between(this.#rows[row] ?? 0, this.#rows[row + 1] ?? 0)
      const decibel = 10 * Math.log10(Math.max(power / full, 1e-13))
      levels[row] = clamp(Math.round((decibel - lowestLevel) / levelStep), 0, 255)
    }
  }

  /** The loudest bin of a row; between two bins where it holds none. */
  #between(from: number, to: number): number {
    const power = this.#power
    let loudest = -1
    for (let bin = Math.ceil(from); bin < to; bin++) loudest = Math.max(loudest, power[bin] ?? 0)
    if (loudest >= 0) return loudest
    const middle = (from + to) / 2
    const bin = Math.floor(middle)
    return (power[bin] ?? 0) + ((power[bin + 1] ?? 0) - (power[bin] ?? 0)) * (middle - bin)
  }
}
