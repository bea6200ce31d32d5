import { BandFilter } from './bands'
import { type BandLevels, HopLevels } from './envelope'
import type { AudioFormat } from './format'
import { PeakBins } from './peakBins'
import { type OnNonFinite, Unpacker } from './unpack'

/** 32 KB of samples, which stay in the processor's first cache. */
const BLOCK = 8192

/** Measures the samples of a recording block by block. How they were split does not change what it finds. */
export interface SampleMeter {
  /** Samples of a block at most, all channels together. */
  readonly most: number
  /** Takes the next whole frames, at most `most` samples, and calls `onNonFinite` as `unpackSamples` does. */
  take(bytes: Uint8Array, onNonFinite: OnNonFinite): void
  /** The finest peaks finished since the last call, one array for each channel, the caller's to keep. */
  takePeaks(): Int16Array<ArrayBuffer>[]
  /** The levels of the envelope that `take` and `finish` found since the last call, lent until the next of these. */
  takeLevels(): BandLevels
  /** Ends the last bin and the last hop. The last peaks and levels can be taken afterwards. */
  finish(): void
}

/** The meter that runs everywhere, and says what any other one must find. */
export class ModelMeter implements SampleMeter {
  readonly most = BLOCK
  readonly #hops: HopLevels
  #ended = false
  readonly #channels: number
  readonly #unpacker: Unpacker
  readonly #peaks: readonly PeakBins[]
  readonly #filters: readonly BandFilter[]
  readonly #samples = new Float32Array(BLOCK)

  constructor(format: AudioFormat) {
    const { channels, rate } = format
    this.#channels = channels
    this.#unpacker = new Unpacker(format, this.#samples)
    this.#peaks = Array.from({ length: channels }, () => new PeakBins())
    this.#filters = Array.from({ length: channels }, () => new BandFilter(rate))
    this.#hops = new HopLevels(
      rate,
      this.#filters.map(({ hops }) => hops),
    )
  }

  take(bytes: Uint8Array, onNonFinite: OnNonFinite): void {
    const channels = this.#channels
    const length = this.#unpacker.unpack(bytes, onNonFinite) / channels
    for (let channel = 0; channel < channels; channel++) {
      this.#peaks[channel]?.push(this.#samples, channel, channels, length)
      this.#filters[channel]?.push(this.#samples, channel, channels, length)
    }
  }

  takePeaks(): Int16Array<ArrayBuffer>[] {
    return this.#peaks.map((bins) => bins.take())
  }

  takeLevels(): BandLevels {
    return this.#hops.take(this.#ended)
  }

  finish(): void {
    this.#ended = true
    for (const bins of this.#peaks) bins.finish()
    for (const filter of this.#filters) filter.finish()
  }
}
