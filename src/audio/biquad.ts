import type { SampleRate } from '../base/units'

/** One second-order filter section with `a0` = 1: y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
export interface Biquad {
  readonly b0: number
  readonly b1: number
  readonly b2: number
  readonly a1: number
  readonly a2: number
}

/** A Butterworth high pass of second order at `hertz`, held under 0.45 of the rate (Bristow-Johnson, Audio EQ Cookbook). */
export function highPass(hertz: number, rate: SampleRate): Biquad {
  const omega = (2 * Math.PI * Math.min(hertz, 0.45 * rate)) / rate
  const alpha = Math.sin(omega) * Math.SQRT1_2
  const a0 = 1 + alpha
  const b0 = (1 + Math.cos(omega)) / 2 / a0
  return { b0, b1: -2 * b0, b2: b0, a1: (-2 * Math.cos(omega)) / a0, a2: (1 - alpha) / a0 }
}

/** `samples` through `section`, from rest, as new samples of double precision (transposed direct form II). */
export function filterSamples(samples: ArrayLike<number>, section: Biquad): Float64Array<ArrayBuffer> {
  const { b0, b1, b2, a1, a2 } = section
  const out = new Float64Array(samples.length)
  let first = 0
  let second = 0
  for (let i = 0; i < out.length; i++) {
    const x = samples[i] ?? 0
    const y = b0 * x + first
    first = b1 * x - a1 * y + second
    second = b2 * x - a2 * y
    out[i] = y
  }
  return out
}
