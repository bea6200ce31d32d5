import type { SampleRate } from '../base/units'
import { complexZeros, Fft } from './fft'
import type { Bands } from './thirdOctave'
import { thirdOctaves } from './thirdOctave'

/**
 * The gain of each bin of a transform of `bands.size`, `size / 2 + 1` of them, from gains (ratios of amplitudes) at the centres of
 * `bands`: linear between centres over the logarithm of frequency, level below the first and above the last.
 */
export function binGains(bands: Bands, gains: ArrayLike<number>, rate: SampleRate): Float64Array {
  const { size, centres } = bands
  const out = new Float64Array(size / 2 + 1)
  let band = 0
  for (let bin = 0; bin < out.length; bin++) {
    const hertz = Math.max(1, (bin * rate) / size)
    while (band + 1 < centres.length && (centres[band + 1] ?? 0) < hertz) band++
    const low = centres[band] ?? hertz
    const high = centres[band + 1] ?? low
    const share = high > low ? Math.min(1, Math.max(0, Math.log(hertz / low) / Math.log(high / low))) : 0
    out[bin] = (gains[band] ?? 1) * (1 - share) + (gains[band + 1] ?? gains[band] ?? 1) * share
  }
  return out
}

/**
 * `samples` through a filter without delay, given by the gain of each band of a third of an octave at `rate`. Short-time spectra of
 * 20 ms, overlapping by half under square roots of Hann windows (M. R. Portnoff, "Implementation of the digital phase vocoder
 * using the fast Fourier transform", 1976, in its simplest form). What lies outside `samples` is taken to be its mirror image.
 */
export function filterBands(samples: Float32Array, rate: SampleRate, gains: ArrayLike<number>): Float32Array {
  const bands = thirdOctaves(rate)
  const { size } = bands
  const hop = size / 2
  const gain = binGains(bands, gains, rate)
  const fft = new Fft(size)
  const data = complexZeros(size)
  const { re, im } = data
  const window = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size))
  const out = new Float32Array(samples.length)
  const scale = 1 / size
  // Two windows at once, one as the real and one as the imaginary part: gains are real, so they stay apart.
  for (let at = -hop; at < samples.length; at += size) {
    for (let i = 0; i < size; i++) {
      const weight = window[i] ?? 0
      re[i] = weight * mirroredAt(samples, at + i)
      im[i] = weight * mirroredAt(samples, at + hop + i)
    }
    fft.forward(data)
    for (let k = 0; k < size; k++) {
      const factor = gain[k <= hop ? k : size - k] ?? 1
      re[k] = (re[k] ?? 0) * factor
      im[k] = (im[k] ?? 0) * factor
    }
    fft.inverse(data)
    for (let i = 0; i < size; i++) {
      const weight = (window[i] ?? 0) * scale
      const first = at + i
      if (first >= 0 && first < out.length) out[first] = (out[first] ?? 0) + (re[i] ?? 0) * weight
      const second = first + hop
      if (second >= 0 && second < out.length) out[second] = (out[second] ?? 0) + (im[i] ?? 0) * weight
    }
  }
  return out
}

function mirroredAt(samples: Float32Array, at: number): number {
  const { length } = samples
  if (at >= 0 && at < length) return samples[at] ?? 0
  if (length < 2) return samples[0] ?? 0
  const period = 2 * length - 2
  const folded = ((at % period) + period) % period
  return samples[folded < length ? folded : period - folded] ?? 0
}
