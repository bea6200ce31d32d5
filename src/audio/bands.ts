import type { Frames, SampleRate } from '../base/units'
import { HopList } from './hopList'

/** Frames that are averaged to one value before filtering, so that 14–28 kHz are left (less for slower recordings). */
export function decimationOf(rate: SampleRate): number {
  return Math.max(1, Math.floor(rate / 14_000))
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

/** The filters for a recording of `rate`. That of the voice band takes what the speech filter leaves without its gain. */
export function bandRecursions(rate: SampleRate): BandRecursions {
  const slow = rate / decimationOf(rate)
  const speech = butterworth('high', 80, slow)
  const voice = butterworth('low', 1000, slow)
  const high = butterworth('high', 3000, slow)
  return { speech, high, voice: { ...voice, power: voice.power * speech.power } }
}

/** Outputs of filters below this are set to 0 at the end of a hop: numbers that small only slow the arithmetic down. */
const TINY = 1e-25

/**
 * Measures the energy of one channel in three bands, hop by hop. The model of the faster version in kernel/:
 *
 * 1. `d = decimationOf(rate)` frames are summed to one value (times 1/d): value `k` holds frames `[k*d, (k+1)*d)`.
 * 2. `speech` = Butterworth high-pass 80 Hz, 2nd order, of the values.
 * 3. `high` = Butterworth high-pass 3 kHz, 2nd order, of the values (at most 0.45 of their rate).
 * 4. `voice` = Butterworth low-pass 1 kHz, 2nd order, of `speech`.
 * 5. Value `k` belongs to hop `floor(k * d / hop)`; each hop keeps the sum of squares of each band and the count.
 *    A last value of fewer frames is their mean.
 *
 * The gains of the filters are left to the energies, and outputs are fed back directly: the next one waits for one
 * product and one difference only. Energy that the averaging folds down still counts as energy; nothing here is heard.
 */
export class BandFilter {
  /** The finished hops. */
  readonly hops = new HopList()

  readonly #step: number
  readonly #hop: Frames
  readonly #bands: BandRecursions
  /** The last two values, and the last two outputs of the speech, high and voice filter. */
  readonly #memory = new Float64Array(8)
  readonly #energy = new Float64Array(4)
  #values = new Float64Array(4096)
  #sum = 0
  #summed = 0
  /** Values filtered so far, the hop the next value belongs to, and the first value of the hop after it. */
  #at = 0
  #hopAt = 0
  #hopEnd: number

  constructor(rate: SampleRate, hop: Frames) {
    this.#step = decimationOf(rate)
    this.#hop = hop
    this.#bands = bandRecursions(rate)
    this.#hopEnd = Math.ceil(hop / this.#step)
  }

  /** Takes the next `length` samples of the channel: `samples[offset + i * stride]`, all finite. */
  push(samples: Float32Array, offset: number, stride: number, length: number): void {
    const count = this.#decimate(samples, offset, stride, length)
    let from = 0
    while (from < count) {
      const to = Math.min(count, from + this.#hopEnd - this.#at)
      this.#filter(this.#values, from, to)
      this.#at += to - from
      from = to
      if (this.#at === this.#hopEnd) this.#endHop()
    }
  }

  /** Ends the last value and the last hop, which may hold fewer frames. */
  finish(): void {
    if (this.#summed > 0) {
      this.#values[0] = this.#sum / this.#summed
      this.#summed = 0
      this.#filter(this.#values, 0, 1)
    }
    if ((this.#energy[3] ?? 0) > 0) this.#endHop()
  }

  #decimate(samples: Float32Array, offset: number, stride: number, length: number): number {
    const step = this.#step
    const scale = 1 / step
    if (this.#values.length < length / step + 1) this.#values = new Float64Array(Math.ceil(length / step) + 1)
    const values = this.#values
    let sum = this.#sum
    let summed = this.#summed
    let count = 0
    let at = offset
    const end = offset + length * stride
    if (step === 3) {
      while (summed !== 0 && at < end) {
        sum += samples[at] ?? 0
        at += stride
        if (++summed === 3) {
          values[count++] = sum * scale
          sum = 0
          summed = 0
        }
      }
      const last = end - 3 * stride
      for (; at <= last; at += 3 * stride) {
        values[count++] = ((samples[at] ?? 0) + (samples[at + stride] ?? 0) + (samples[at + 2 * stride] ?? 0)) * scale
      }
    }
    for (; at < end; at += stride) {
      sum += samples[at] ?? 0
      if (++summed === step) {
        values[count++] = sum * scale
        sum = 0
        summed = 0
      }
    }
    this.#sum = sum
    this.#summed = summed
    return count
  }

  #filter(values: Float64Array, from: number, to: number): void {
    const { a1: sa1, a2: sa2 } = this.#bands.speech
    const { a1: ha1, a2: ha2 } = this.#bands.high
    const { a1: va1, a2: va2 } = this.#bands.voice
    const energy = this.#energy
    let [x1 = 0, x2 = 0, s1 = 0, s2 = 0, h1 = 0, h2 = 0, v1 = 0, v2 = 0] = this.#memory
    let [speechEnergy = 0, highEnergy = 0, voiceEnergy = 0] = energy
    let rise1 = x1 - x2
    let sum1 = s1 + s2
    for (let i = from; i < to; i++) {
      const x = values[i] ?? 0
      const rise = x - x1
      const curve = rise - rise1
      const speech = curve - sa2 * s2 - sa1 * s1
      const high = curve - ha2 * h2 - ha1 * h1
      const sum = speech + s1
      const voice = sum + sum1 - va2 * v2 - va1 * v1
      speechEnergy += speech * speech
      highEnergy += high * high
      voiceEnergy += voice * voice
      x2 = x1
      x1 = x
      rise1 = rise
      s2 = s1
      s1 = speech
      h2 = h1
      h1 = high
      v2 = v1
      v1 = voice
      sum1 = sum
    }
    this.#memory.set([x1, x2, s1, s2, h1, h2, v1, v2])
    energy.set([speechEnergy, highEnergy, voiceEnergy, (energy[3] ?? 0) + to - from])
  }

  #endHop(): void {
    const { speech, high, voice } = this.#bands
    const [speechEnergy = 0, highEnergy = 0, voiceEnergy = 0, count = 0] = this.#energy
    this.hops.add(speechEnergy * speech.power, highEnergy * high.power, voiceEnergy * voice.power, count)
    this.#energy.fill(0)
    this.#hopAt++
    this.#hopEnd = Math.ceil(((this.#hopAt + 1) * this.#hop) / this.#step)
    const memory = this.#memory
    for (let i = 2; i < memory.length; i++) if (Math.abs(memory[i] ?? 0) < TINY) memory[i] = 0
  }
}
