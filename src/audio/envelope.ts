import { must } from '../base/assert'
import { clamp, type Frames, frames, type SampleRate } from '../base/units'
import { BandFilter, bandRecursions, hopOf, hopsIn } from './bands'
import { roughPowerToDb } from './decibel'
import { HOP_FIELDS, type HopList } from './hopList'
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
  readonly speech: Float32Array<ArrayBuffer>
  /** Above 3 kHz: what is left of s, f, t and k. */
  readonly high: Float32Array<ArrayBuffer>
  /** 80 Hz to 1 kHz: where every voiced sound is strong, and breath and hiss are not. */
  readonly voice: Float32Array<ArrayBuffer>
}

/** How many levels the envelope of `length` frames has. */
export function levelsIn(rate: SampleRate, length: number): number {
  return Math.max(Math.min(1, length), hopsIn(rate, length) - 1)
}

/** The levels of the three bands of an envelope, or of a part of it. */
export interface BandLevels {
  readonly speech: Float32Array
  readonly high: Float32Array
  readonly voice: Float32Array
}

/** The levels of an envelope, as they come. */
export class EnvelopeLevels {
  readonly #rate: SampleRate
  /** Levels so far: speech, high and voice band. */
  #levels: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>]
  #count = 0

  /** `expected` frames, when known, saves growing the lists. */
  constructor(rate: SampleRate, expected: number) {
    this.#rate = rate
    const room = Math.max(1, levelsIn(rate, expected))
    this.#levels = [new Float32Array(room), new Float32Array(room), new Float32Array(room)]
  }

  /** Takes the next levels. */
  add({ speech, high, voice }: BandLevels): void {
    const count = this.#count + speech.length
    while (count > this.#levels[0].length) this.#grow()
    this.#levels[0].set(speech, this.#count)
    this.#levels[1].set(high, this.#count)
    this.#levels[2].set(voice, this.#count)
    this.#count = count
  }

  #grow(): void {
    this.#levels = [twice(this.#levels[0]), twice(this.#levels[1]), twice(this.#levels[2])]
  }

  /** How many levels there are so far. */
  get count(): number {
    return this.#count
  }

  /** The levels from the one numbered `from` on, lent until more are taken. */
  since(from: number): BandLevels {
    const [speech, high, voice] = this.#levels
    return {
      speech: speech.subarray(from, this.#count),
      high: high.subarray(from, this.#count),
      voice: voice.subarray(from, this.#count),
    }
  }

  /** The envelope of `length` frames, all of whose levels have come. Call once. */
  finish(length: Frames): Envelope {
    const [speech, high, voice] = this.#levels.map((levels) =>
      levels.length === this.#count ? levels : levels.slice(0, this.#count),
    )
    return {
      rate: this.#rate,
      hop: hopOf(this.#rate),
      frames: length,
      speech: must(speech, 'speech band'),
      high: must(high, 'high band'),
      voice: must(voice, 'voice band'),
    }
  }
}

const { fround } = Math

/** Turns the hops of the channels, as they finish, into the levels of an envelope. The model of the kernel's. */
export class HopLevels {
  readonly #channels: readonly HopList[]
  /** Of speech, high and voice band. */
  readonly #powers: readonly number[]
  #any = false

  /** `channels` have hops of a recording of `rate`. */
  constructor(rate: SampleRate, channels: readonly HopList[]) {
    const { speech, high, voice } = bandRecursions(rate)
    this.#powers = [speech.power, high.power, voice.power].map(fround)
    this.#channels = channels
  }

  /** The levels over the hops that finished. With the `last` one a recording of a single hop has its level. */
  take(last: boolean): BandLevels {
    const hops = this.#channels[0]?.count ?? 0
    const only = last && !this.#any && hops === 1
    const levels = Math.max(0, only ? 1 : hops - 1)
    const band = (field: number): Float32Array => this.#levels(field, levels, only ? 0 : HOP_FIELDS)
    const taken = { speech: band(0), high: band(1), voice: band(2) }
    this.#any ||= levels > 0
    if (levels > 0) for (const list of this.#channels) list.dropAllButLast()
    return taken
  }

  /** Levels of a band, each over a hop of each channel and that which stands `apart` numbers after it. */
  #levels(field: number, count: number, apart: number): Float32Array {
    const levels = new Float32Array(count)
    const power = this.#powers[field] ?? 0
    for (let i = 0; i < count; i++) {
      const a = i * HOP_FIELDS
      const b = a + apart
      let loudest = 0
      for (const { values } of this.#channels) {
        const energy = fround((values[a + field] ?? 0) + (values[b + field] ?? 0))
        const length = fround((values[a + 3] ?? 0) + (values[b + 3] ?? 0))
        loudest = Math.max(loudest, fround(energy / length))
      }
      levels[i] = clamp(roughPowerToDb(loudest * power), SILENCE_DB, 40)
    }
    return levels
  }
}

function twice(list: Float32Array): Float32Array<ArrayBuffer> {
  const grown = new Float32Array(list.length * 2)
  grown.set(list)
  return grown
}

/** Builds an envelope from blocks of any size. How the blocks were split does not change the result. */
export class EnvelopeBuilder {
  readonly #filters: readonly BandFilter[]
  readonly #hops: HopLevels
  readonly #levels: EnvelopeLevels
  #frames = 0

  /** `expected` frames, when known, saves growing the lists. */
  constructor(rate: SampleRate, channels: number, expected = 0) {
    this.#filters = Array.from({ length: channels }, () => new BandFilter(rate))
    this.#hops = new HopLevels(
      rate,
      this.#filters.map(({ hops }) => hops),
    )
    this.#levels = new EnvelopeLevels(rate, expected)
  }

  /** Takes the next `length` frames, one sample after another for all channels in turn. All must be finite. */
  pushInterleaved(samples: Float32Array, length: number): void {
    const stride = this.#filters.length
    for (let channel = 0; channel < stride; channel++) {
      this.#filters[channel]?.push(samples, channel, stride, length)
    }
    this.#frames += length
    this.#levels.add(this.#hops.take(false))
  }

  /** Takes the next frames, one array for each channel. All must be finite. */
  pushPlanar(channels: readonly Float32Array[]): void {
    this.#filters.forEach((filter, channel) => {
      const samples = channels[channel]
      if (samples) filter.push(samples, 0, 1, samples.length)
    })
    this.#frames += channels[0]?.length ?? 0
    this.#levels.add(this.#hops.take(false))
  }

  /** The envelope of everything pushed. Call once, at the end. */
  finish(): Envelope {
    for (const filter of this.#filters) filter.finish()
    this.#levels.add(this.#hops.take(true))
    return this.#levels.finish(frames(this.#frames))
  }
}

const finite = (sample: number): number => (Number.isFinite(sample) ? sample : 0)

/** The envelope of audio in memory, for example of an insert. Samples that are not finite count as 0. */
export function envelopeOf(pcm: Pcm): Envelope {
  const builder = new EnvelopeBuilder(pcm.rate, pcm.channels.length, pcmFrames(pcm))
  builder.pushPlanar(pcm.channels.map((samples) => samples.map(finite)))
  return builder.finish()
}
