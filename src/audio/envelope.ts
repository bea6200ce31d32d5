import { clamp, type Frames, frames, type SampleRate } from '../base/units'
import { BandFilter, HOP_FIELDS } from './bands'
import { type Pcm, pcmFrames } from './pcm'

/** What a level reads at the lowest, in dBFS. Digital silence has this level. */
export const SILENCE_DB = -120

/**
 * How loud a recording is over time, in three bands, in dBFS (mean square: a full-scale sine reads −3.01 dB).
 * Level `i` covers the recording's frames `[i * hop, (i + 2) * hop)`: 10 ms every 5 ms. A recording of `h` hops,
 * the last of which may be cut, has `h - 1` levels, at least one unless it is empty. In each band the loudest channel counts. Levels are held
 * between `SILENCE_DB` and +40. How the bands are measured: `BandFilter`.
 */
export interface Envelope {
  readonly rate: SampleRate
  /** Frames from one level to the next: `hopOf(rate)`. */
  readonly hop: Frames
  /** Frames of the recording that were measured. */
  readonly frames: Frames
  /** Above 80 Hz. */
  readonly speech: Float32Array
  /** Above 3 kHz: what is left of s, f, t and k. */
  readonly high: Float32Array
  /** 80 Hz to 1 kHz: where every voiced sound is strong, and breath and hiss are not. */
  readonly voice: Float32Array
}

/** The frames of 5 ms at `rate`, at least 1. */
export function hopOf(rate: SampleRate): Frames {
  return frames(Math.max(1, Math.round(rate * 0.005)))
}

/** Builds an envelope from blocks of any size. How the blocks were split does not change the result. */
export class EnvelopeBuilder {
  readonly #rate: SampleRate
  readonly #hop: Frames
  readonly #filters: readonly BandFilter[]
  /** Levels so far, band after band: `[speech, high, voice]`. */
  #levels: [Float32Array, Float32Array, Float32Array]
  #count = 0
  #frames = 0

  /** `expected` frames, when known, saves growing the lists. */
  constructor(rate: SampleRate, channels: number, expected = 0) {
    this.#rate = rate
    this.#hop = hopOf(rate)
    this.#filters = Array.from({ length: channels }, () => new BandFilter(rate, this.#hop))
    const room = Math.max(16, Math.ceil(expected / this.#hop))
    this.#levels = [new Float32Array(room), new Float32Array(room), new Float32Array(room)]
  }

  /** Takes the next `length` frames, one sample after another for all channels in turn. All must be finite. */
  pushInterleaved(samples: Float32Array, length: number): void {
    const stride = this.#filters.length
    for (let channel = 0; channel < stride; channel++) {
      this.#filters[channel]?.push(samples, channel, stride, length)
    }
    this.#frames += length
    this.#drain()
  }

  /** Takes the next frames, one array for each channel. All must be finite. */
  pushPlanar(channels: readonly Float32Array[]): void {
    this.#filters.forEach((filter, channel) => {
      const samples = channels[channel]
      if (samples) filter.push(samples, 0, 1, samples.length)
    })
    this.#frames += channels[0]?.length ?? 0
    this.#drain()
  }

  /** The envelope of everything pushed. Call once, at the end. */
  finish(): Envelope {
    for (const filter of this.#filters) filter.finish()
    this.#drain()
    if (this.#count === 0 && (this.#filters[0]?.count ?? 0) > 0) this.#append(0, 0)
    const [speech, high, voice] = this.#levels
    return {
      rate: this.#rate,
      hop: this.#hop,
      frames: frames(this.#frames),
      speech: speech.slice(0, this.#count),
      high: high.slice(0, this.#count),
      voice: voice.slice(0, this.#count),
    }
  }

  #drain(): void {
    const hops = this.#filters[0]?.count ?? 0
    if (hops < 2) return
    for (let hop = 1; hop < hops; hop++) this.#append(hop - 1, hop)
    for (const filter of this.#filters) filter.dropAllButLast()
  }

  /** Adds the level over the finished hops `first` and `second` of each channel. */
  #append(first: number, second: number): void {
    for (let band = 0; band < 3; band++) {
      let loudest = 0
      for (const { hops } of this.#filters) {
        const a = first * HOP_FIELDS
        const b = second * HOP_FIELDS
        const energy = (hops[a + band] ?? 0) + (hops[b + band] ?? 0)
        loudest = Math.max(loudest, energy / ((hops[a + 3] ?? 0) + (hops[b + 3] ?? 0)))
      }
      const levels = this.#levels[band] ?? this.#levels[0]
      levels[this.#count] = loudest > 0 ? clamp(10 * Math.log10(loudest), SILENCE_DB, 40) : SILENCE_DB
    }
    this.#count++
    if (this.#count === this.#levels[0].length) this.#grow()
  }

  #grow(): void {
    this.#levels = [twice(this.#levels[0]), twice(this.#levels[1]), twice(this.#levels[2])]
  }
}

function twice(list: Float32Array): Float32Array {
  const grown = new Float32Array(list.length * 2)
  grown.set(list)
  return grown
}

const finite = (sample: number): number => (Number.isFinite(sample) ? sample : 0)

/** The envelope of audio in memory, for example of an insert. Samples that are not finite count as 0. */
export function envelopeOf(pcm: Pcm): Envelope {
  const builder = new EnvelopeBuilder(pcm.rate, pcm.channels.length, pcmFrames(pcm))
  builder.pushPlanar(pcm.channels.map((samples) => samples.map(finite)))
  return builder.finish()
}
