import { clamp } from '../base/units'

/** Frames in one bin of the finest level. */
export const PEAK_BASE = 256

/** Full scale of a peak: 1.0 is written 32767, and so is everything louder. */
const FULL = 32767
/** Makes every rounded sample positive, so that cutting off its fraction rounds down. Room for samples up to ±64. */
const BIAS = 2 ** 22
const BIAS_HALF = BIAS + 0.5
/** Beyond every biased sample, and with room for the difference of two in 32 bits. */
const BEYOND = 2 ** 29

/** Finished bins that nobody took yet. */
export class BinList {
  #bins = new Int16Array(512)
  #count = 0

  /** Adds a bin: its smallest and largest sample, 32767 at full scale. */
  add(low: number, high: number): void {
    if (2 * this.#count === this.#bins.length) {
      const grown = new Int16Array(this.#bins.length * 2)
      grown.set(this.#bins)
      this.#bins = grown
    }
    this.#bins[2 * this.#count] = low
    this.#bins[2 * this.#count + 1] = high
    this.#count++
  }

  /** The bins added since the last call, as smallest and largest in turn. The array is the caller's. */
  take(): Int16Array<ArrayBuffer> {
    const taken = this.#bins.slice(0, 2 * this.#count)
    this.#count = 0
    return taken
  }
}

/** Smallest and largest sample of each `PEAK_BASE` frames of one channel, from blocks of any size. */
export class PeakBins {
  readonly #bins = new BinList()
  #low = BEYOND
  #high = -BEYOND
  #inBin = 0

  /**
   * Takes the next `length` samples: `samples[offset + i * stride]`, within ±64.
   * Compares without branches, which on real sound a processor would mostly guess wrong.
   */
  push(samples: Float32Array, offset: number, stride: number, length: number): void {
    let at = offset
    let left = length
    while (left > 0) {
      const take = Math.min(left, PEAK_BASE - this.#inBin)
      const end = at + take * stride
      let low = this.#low
      let high = this.#high
      for (; at < end; at += stride) {
        const level = ((samples[at] ?? 0) * FULL + BIAS_HALF) | 0
        const under = (level - low) | 0
        low = (low + (under & (under >> 31))) | 0
        const over = (high - level) | 0
        high = (high - (over & (over >> 31))) | 0
      }
      this.#low = low
      this.#high = high
      this.#inBin += take
      left -= take
      if (this.#inBin === PEAK_BASE) this.#endBin()
    }
  }

  /** Ends the last bin, which may hold fewer frames. */
  finish(): void {
    if (this.#inBin > 0) this.#endBin()
  }

  /** The bins finished since the last call, as smallest and largest in turn. The array is the caller's. */
  take(): Int16Array<ArrayBuffer> {
    return this.#bins.take()
  }

  #endBin(): void {
    this.#bins.add(clamp(this.#low - BIAS, -FULL, FULL), clamp(this.#high - BIAS, -FULL, FULL))
    this.#low = BEYOND
    this.#high = -BEYOND
    this.#inBin = 0
  }
}
