import type { SampleRate } from '../base/units'
import { complexZeros, Fft, powerOfTwo } from './fft'

/** Bands of a third of an octave, and how much of each bin of a spectrum falls into them. */
export interface Bands {
  /** Size of the transform the bins are of. */
  readonly size: number
  /** Centre frequencies in Hz, rising. */
  readonly centres: readonly number[]
  /** For each band its first bin and the one after its last. Every band holds at least one bin. */
  readonly bins: readonly (readonly [from: number, to: number])[]
}

/** Shortest window that a spectrum is measured in, in seconds: a third of an octave at 250 Hz is 58 Hz wide. */
const windowSeconds = 0.02

/**
 * Bands of a third of an octave (IEC 61260-1, base ten) from 100 Hz up to where they leave the Nyquist frequency, for windows of
 * 20 ms or a little more. Low bands narrower than a bin are taken together with their neighbours.
 */
export function thirdOctaves(rate: SampleRate): Bands {
  const size = powerOfTwo(windowSeconds * rate)
  const centres: number[] = []
  const bins: [number, number][] = []
  let from = Math.round((100 * 10 ** -0.05 * size) / rate)
  for (let step = 0; from < size / 2; step++) {
    const centre = 100 * 10 ** (step / 10)
    const to = Math.min(size / 2 + 1, Math.round((centre * 10 ** 0.05 * size) / rate))
    if (centre > 0.5 * rate) break
    if (to <= Math.max(1, from)) continue
    centres.push(centre)
    bins.push([Math.max(1, from), to])
    from = to
  }
  return { size, centres, bins }
}

/**
 * Measures the power of windows of sound in each band, full scale = 1: the sum over the bands is the mean square of a window, as far
 * as it lies in them.
 */
export class BandMeter {
  readonly bands: Bands
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #data
  #last: { readonly weights: Float64Array; readonly scale: number } | null = null

  constructor(rate: SampleRate) {
    this.bands = thirdOctaves(rate)
    const { size } = this.bands
    this.#fft = new Fft(size)
    this.#data = complexZeros(size)
    this.#window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size))
  }

  /** The powers of the `length` samples from `start` (at most the size of the transform), added to `into`. */
  add(samples: Float32Array, start: number, length: number, into: Float64Array): void {
    const { re, im } = this.#data
    const { size, bins } = this.bands
    const { weights, scale } = this.#fitted(length)
    im.fill(0)
    re.fill(0, length)
    for (let i = 0; i < length; i++) re[i] = (weights[i] ?? 0) * (samples[start + i] ?? 0)
    this.#fft.forward(this.#data)
    bins.forEach(([from, to], band) => {
      let sum = 0
      for (let bin = from; bin < to; bin++) sum += (re[bin] ?? 0) ** 2 + (im[bin] ?? 0) ** 2
      into[band] = (into[band] ?? 0) + (2 * sum) / (size * scale)
    })
  }

  /** The window for `length` samples and its power. Kept, since one length comes many times in a row. */
  #fitted(length: number): { readonly weights: Float64Array; readonly scale: number } {
    if (this.#last?.weights.length === length) return this.#last
    const { size } = this.bands
    const weights = Float64Array.from({ length }, (_, i) => {
      const at = Math.floor(((i + 0.5) * size) / length)
      return this.#window[Math.min(size - 1, at)] ?? 0
    })
    this.#last = { weights, scale: weights.reduce((sum, weight) => sum + weight * weight, 0) }
    return this.#last
  }

  /** The mean powers of all windows that fit into the frames `[start, end)` of `samples`, at least one. */
  mean(samples: Float32Array, start: number, end: number): { readonly powers: Float64Array; readonly windows: number } {
    const powers = new Float64Array(this.bands.bins.length)
    const length = Math.min(this.bands.size, end - start)
    if (length < 2) return { powers, windows: 0 }
    let windows = 0
    for (let at = start; at + length <= end; at += Math.ceil(length / 2)) {
      this.add(samples, at, length, powers)
      windows++
    }
    return { powers: powers.map((power) => power / windows), windows }
  }
}
