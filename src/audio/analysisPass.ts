import { type Frames, frames, type RecordingRange } from '../base/units'
import { type Envelope, EnvelopeBuilder } from './envelope'
import type { AudioFormat } from './format'
import { PeakBins } from './peakBins'
import { RangeList } from './rangeList'
import { alignmentOf, unpackSamples } from './unpack'

/** Samples decoded at a time: 32 KB of them, which stay in the processor's first cache. */
const BLOCK = 8192

/** What a pass knows at its end, beside the peaks. */
export interface PassResult {
  readonly envelope: Envelope
  /** Frames with a sample that is NaN or infinite; when there are very many, with good frames between them. */
  readonly nonFinite: readonly RecordingRange[]
}

/**
 * One pass over the bytes of a recording's samples: finest peaks and envelope together, in memory that does not depend on
 * the blocks. How the bytes were split does not change the result. Samples that are not finite count as 0.
 */
export class AnalysisPass {
  readonly #format: AudioFormat
  readonly #peaks: readonly PeakBins[]
  readonly #envelope: EnvelopeBuilder
  readonly #nonFinite = new RangeList()
  readonly #samples: Float32Array
  readonly #aligned: Uint8Array
  #done = 0

  /** `expected` frames of `format` are to come. */
  constructor(format: AudioFormat, expected: Frames) {
    this.#format = format
    this.#peaks = Array.from({ length: format.channels }, () => new PeakBins())
    this.#envelope = new EnvelopeBuilder(format.rate, format.channels, expected)
    this.#samples = new Float32Array(BLOCK)
    this.#aligned = new Uint8Array(Math.floor(BLOCK / format.channels) * format.bytesPerFrame)
  }

  /** Frames taken so far. */
  get done(): Frames {
    return frames(this.#done)
  }

  /** Takes the whole frames of the next bytes and returns how many bytes these are; the rest comes again with more. */
  push(bytes: Uint8Array): number {
    const { bytesPerFrame, channels } = this.#format
    const whole = bytes.length - (bytes.length % bytesPerFrame)
    const step = Math.floor(BLOCK / channels) * bytesPerFrame
    for (let from = 0; from < whole; from += step) this.#block(bytes.subarray(from, Math.min(whole, from + step)))
    return whole
  }

  /** The finest peaks finished since the last call, one array for each channel, the caller's to keep. */
  takePeaks(): Int16Array<ArrayBuffer>[] {
    return this.#peaks.map((bins) => bins.take())
  }

  /** Ends the pass. The last peaks can be taken afterwards. */
  finish(): PassResult {
    for (const bins of this.#peaks) bins.finish()
    return { envelope: this.#envelope.finish(), nonFinite: this.#nonFinite.ranges() }
  }

  #block(bytes: Uint8Array): void {
    const { channels } = this.#format
    const count = unpackSamples(this.#align(bytes), this.#format, this.#samples, this.#report)
    const length = count / channels
    for (let channel = 0; channel < channels; channel++) {
      this.#peaks[channel]?.push(this.#samples, channel, channels, length)
    }
    this.#envelope.pushInterleaved(this.#samples, length)
    this.#done += length
  }

  #align(bytes: Uint8Array): Uint8Array {
    if (bytes.byteOffset % alignmentOf(this.#format) === 0) return bytes
    this.#aligned.set(bytes)
    return this.#aligned.subarray(0, bytes.length)
  }

  readonly #report = (sample: number): void => {
    this.#nonFinite.add(this.#done + Math.floor(sample / this.#format.channels))
  }
}
