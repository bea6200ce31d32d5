import { assert } from '../base/assert'

/** A spectrum, or any complex sequence: real and imaginary parts of equal length. */
export interface Complex {
  readonly re: Float64Array
  readonly im: Float64Array
}

/**
 * The discrete Fourier transform of one size, done in place on buffers the caller owns.
 * Iterative radix 2 after J. W. Cooley and J. W. Tukey (1965). Not scaled: `inverse` of `forward` is `size` times the input.
 */
export class Fft {
  readonly #reversed: Uint32Array
  readonly #cos: Float64Array
  readonly #sin: Float64Array

  /** Asserts that `size` is a power of two, 2 or more. */
  constructor(readonly size: number) {
    assert(size >= 2 && Number.isInteger(Math.log2(size)), `no transform of size ${size}`)
    const bits = Math.log2(size)
    this.#reversed = Uint32Array.from({ length: size }, (_, i) => {
      let turned = 0
      for (let bit = 0; bit < bits; bit++) turned |= ((i >> bit) & 1) << (bits - 1 - bit)
      return turned
    })
    const angle = (_: unknown, i: number) => (2 * Math.PI * i) / size
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos(angle(_, i)))
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin(angle(_, i)))
  }

  /** X[k] = Σ x[n] e^(−2πikn/size), over `data`, whose parts are `size` long. */
  forward(data: Complex): void {
    this.#run(data.re, data.im)
  }

  /** x[n] = Σ X[k] e^(+2πikn/size), over `data`: `size` times the sequence that `forward` had. */
  inverse(data: Complex): void {
    this.#run(data.im, data.re)
  }

  #run(re: Float64Array, im: Float64Array): void {
    const { size } = this
    const reversed = this.#reversed
    const cosines = this.#cos
    const sines = this.#sin
    for (let i = 0; i < size; i++) {
      const j = reversed[i] ?? 0
      if (j <= i) continue
      const real = re[i] ?? 0
      re[i] = re[j] ?? 0
      re[j] = real
      const imaginary = im[i] ?? 0
      im[i] = im[j] ?? 0
      im[j] = imaginary
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let k = 0; k < half; k++) {
        const cos = cosines[k * stride] ?? 0
        const sin = sines[k * stride] ?? 0
        for (let low = k; low < size; low += 2 * half) {
          const high = low + half
          const a = re[high] ?? 0
          const b = im[high] ?? 0
          const real = a * cos + b * sin
          const imaginary = b * cos - a * sin
          re[high] = (re[low] ?? 0) - real
          im[high] = (im[low] ?? 0) - imaginary
          re[low] = (re[low] ?? 0) + real
          im[low] = (im[low] ?? 0) + imaginary
        }
      }
    }
  }
}

/** Buffers of zeros for a transform of `size`; the caller owns them. */
export function complexZeros(size: number): Complex {
  return { re: new Float64Array(size), im: new Float64Array(size) }
}

/** The smallest power of two that is `least` or more, at least 2. */
export function powerOfTwo(least: number): number {
  return 2 ** Math.max(1, Math.ceil(Math.log2(least)))
}
