import { type Frames, frames, type SampleRate } from '../base/units'
import { HOP_FIELDS, HopList } from './hopList'

/** The frames of 5 ms at `rate`, at least 1. */
export function hopOf(rate: SampleRate): Frames {
  return frames(Math.max(1, Math.round(rate * 0.005)))
}

/** Frames that are summed to one value before filtering, so that 14–28 kHz are left (less for slower recordings). */
export function decimationOf(rate: SampleRate): number {
  return Math.max(1, Math.floor(rate / 14_000))
}

/** How many hops `length` frames make: as many as have values. */
export function hopsIn(rate: SampleRate, length: number): number {
  const step = decimationOf(rate)
  return length === 0 ? 0 : Math.floor(((Math.ceil(length / step) - 1) * step) / hopOf(rate)) + 1
}

/** One recursive filter: `y[n] = u[n] - a1 y[n-1] - a2 y[n-2]`, whose energy counts `power` times. */
export interface Recursion {
  readonly a1: number
  readonly a2: number
  readonly power: number
}

/** The recursions of the three bands. */
export interface BandRecursions {
  readonly speech: Recursion
  readonly high: Recursion
  readonly voice: Recursion
}

/**
 * A second-order Butterworth section by the bilinear transform (Bristow-Johnson, Audio EQ Cookbook, Q = 1/√2), for an
 * input through `1 - 2z⁻¹ + z⁻²` (high-pass) or `1 + 2z⁻¹ + z⁻²` (low-pass), which leaves its gain for the energy.
 */
function butterworth(kind: 'low' | 'high', hertz: number, rate: number): Recursion {
  const omega = (2 * Math.PI * Math.min(hertz, rate * 0.45)) / rate
  const cos = Math.cos(omega)
  const alpha = Math.sin(omega) * Math.SQRT1_2
  const a0 = 1 + alpha
  const gain = (kind === 'low' ? 1 - cos : 1 + cos) / 2 / a0
  return { a1: (-2 * cos) / a0, a2: (1 - alpha) / a0, power: gain * gain }
}

/**
 * The filters for a recording of `rate`, whose powers make up for the sums of frames as well. That of the voice band takes
 * what the speech filter leaves without its gain.
 */
export function bandRecursions(rate: SampleRate): BandRecursions {
  const step = decimationOf(rate)
  const slow = rate / step
  const speech = butterworth('high', 80, slow)
  const voice = butterworth('low', 1000, slow)
  const high = butterworth('high', 3000, slow)
  const mean = 1 / (step * step)
  return {
    speech: { ...speech, power: mean * speech.power },
    high: { ...high, power: mean * high.power },
    voice: { ...voice, power: mean * voice.power * speech.power },
  }
}

/** How a recording is cut into strips, each of which is filtered by itself, so that several can be at the same time. */
export interface Strips {
  /** Hops of a strip: as many as make whole values. */
  readonly hops: number
  /** Values of a strip. */
  readonly values: number
  /** Values that are filtered before it, from rest, without being measured. */
  readonly before: number
}

/** Hops of a strip at least, and before it: 40 ms, in which what a filter was left with falls by 123 dB. */
const STRIP_HOPS = 64
const HOPS_BEFORE = 8

/** The strips of a recording of `rate`. */
export function stripsOf(rate: SampleRate): Strips {
  const step = decimationOf(rate)
  const hop = hopOf(rate)
  const hops = step * Math.ceil(STRIP_HOPS / step)
  return { hops, values: (hops * hop) / step, before: Math.floor((HOPS_BEFORE * hop) / step) }
}

/** Outputs of filters below this are set to 0 at the end of a hop: numbers that small only slow the arithmetic down. */
const TINY = 1e-15

const { fround } = Math

/**
 * Measures the energy of one channel in three bands, hop by hop. The model of the faster version in kernel/:
 *
 * 1. `d = decimationOf(rate)` frames are summed to one value: value `k` holds frames `[k*d, (k+1)*d)`.
 *    A last value of fewer frames is as many times their mean.
 * 2. A curve is the second difference of the values, as a 32-bit float, as is everything after it.
 * 3. `speech` = Butterworth high-pass 80 Hz, 2nd order, of the values.
 * 4. `high` = Butterworth high-pass 3 kHz, 2nd order, of the values (at most 0.45 of their rate).
 * 5. `voice` = Butterworth low-pass 1 kHz, 2nd order, of `speech`.
 * 6. Value `k` belongs to hop `floor(k * d / hop)`; each hop keeps the sum of squares of each band and the count.
 * 7. Each strip (`stripsOf`) is filtered from rest, beginning with the values before it. Where it begins does not depend
 *    on how the samples came.
 *
 * The gains of the filters are left to the energies, and outputs are fed back directly: the next one waits for one
 * product and one difference only. Energy that the sums fold down still counts as energy; nothing here is heard.
 */
export class BandFilter {
  /** The hops of the strips that have ended. */
  readonly hops = new HopList()

  readonly #step: number
  readonly #hop: number
  readonly #strips: Strips
  readonly #bands: BandRecursions
  /** The curves before the open strip and those in it. */
  readonly #curves: Float32Array
  readonly #outputs = new Float32Array(6)
  readonly #energy = new Float32Array(HOP_FIELDS)
  /** The open value and how many frames it has, the last value and how far it was above the one before. */
  #sum = 0
  #summed = 0
  #last = 0
  #rise = 0
  /** Values in the open strip. */
  #count = 0

  constructor(rate: SampleRate) {
    this.#step = decimationOf(rate)
    this.#hop = hopOf(rate)
    this.#strips = stripsOf(rate)
    this.#bands = bandRecursions(rate)
    this.#curves = new Float32Array(this.#strips.before + this.#strips.values)
  }

  /** Takes the next `length` samples of the channel: `samples[offset + i * stride]`, all finite. */
  push(samples: Float32Array, offset: number, stride: number, length: number): void {
    let sum = this.#sum
    let summed = this.#summed
    for (let i = 0, at = offset; i < length; i++, at += stride) {
      sum += samples[at] ?? 0
      if (++summed < this.#step) continue
      this.#add(sum)
      sum = 0
      summed = 0
    }
    this.#sum = sum
    this.#summed = summed
  }

  /** Ends the last value, the last hop, which may hold fewer frames, and the last strip. */
  finish(): void {
    if (this.#summed > 0) this.#add((this.#sum / this.#summed) * this.#step)
    this.#summed = 0
    this.#endStrip()
  }

  #add(value: number): void {
    const { before, values } = this.#strips
    const rise = value - this.#last
    this.#curves[before + this.#count++] = rise - this.#rise
    this.#last = value
    this.#rise = rise
    if (this.#count === values) this.#endStrip()
  }

  #endStrip(): void {
    const { before } = this.#strips
    const end = before + this.#count
    this.#outputs.fill(0)
    this.#filter(0, before)
    let from = before
    for (let hop = 1; from < end; hop++) {
      const to = Math.min(end, before + Math.ceil((hop * this.#hop) / this.#step))
      this.#energy.fill(0)
      this.#filter(from, to)
      this.#energy[3] = to - from
      this.hops.add(this.#energy)
      const outputs = this.#outputs
      for (let i = 0; i < outputs.length; i++) if (Math.abs(outputs[i] ?? 0) < TINY) outputs[i] = 0
      from = to
    }
    this.#curves.copyWithin(0, this.#count, end)
    this.#count = 0
  }

  #filter(from: number, to: number): void {
    const [sa1, sa2] = coefficients(this.#bands.speech)
    const [ha1, ha2] = coefficients(this.#bands.high)
    const [va1, va2] = coefficients(this.#bands.voice)
    const curves = this.#curves
    let [s1 = 0, s2 = 0, h1 = 0, h2 = 0, v1 = 0, v2 = 0] = this.#outputs
    let [speechEnergy = 0, highEnergy = 0, voiceEnergy = 0] = this.#energy
    let sum1 = fround(s1 + s2)
    for (let i = from; i < to; i++) {
      const curve = curves[i] ?? 0
      const speech = fround(fround(curve - fround(sa2 * s2)) - fround(sa1 * s1))
      const high = fround(fround(curve - fround(ha2 * h2)) - fround(ha1 * h1))
      const sum = fround(speech + s1)
      const voice = fround(fround(fround(sum + sum1) - fround(va2 * v2)) - fround(va1 * v1))
      speechEnergy = fround(speechEnergy + fround(speech * speech))
      highEnergy = fround(highEnergy + fround(high * high))
      voiceEnergy = fround(voiceEnergy + fround(voice * voice))
      s2 = s1
      s1 = speech
      h2 = h1
      h1 = high
      v2 = v1
      v1 = voice
      sum1 = sum
    }
    this.#outputs.set([s1, s2, h1, h2, v1, v2])
    this.#energy.set([speechEnergy, highEnergy, voiceEnergy])
  }
}

function coefficients({ a1, a2 }: Recursion): [number, number] {
  return [fround(a1), fround(a2)]
}
