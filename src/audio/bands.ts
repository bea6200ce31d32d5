import type { Frames, SampleRate } from '../base/units'

/** Numbers per hop in `BandFilter.hops`: energy of speech, high and voice band, and how many values they sum. */
export const HOP_FIELDS = 4

/** Frames that are averaged to one value before filtering, so that 14–28 kHz are left (less for slower recordings). */
function decimationOf(rate: SampleRate): number {
  return Math.max(1, Math.floor(rate / 14_000))
}

/** One second-order section with a0 = 1. */
interface Biquad {
  readonly b0: number
  readonly b1: number
  readonly b2: number
  readonly a1: number
  readonly a2: number
}

/** A second-order Butterworth section by the bilinear transform (Bristow-Johnson, Audio EQ Cookbook, Q = 1/√2). */
function butterworth(kind: 'low' | 'high', hertz: number, rate: number): Biquad {
  const omega = (2 * Math.PI * Math.min(hertz, rate * 0.45)) / rate
  const cos = Math.cos(omega)
  const alpha = Math.sin(omega) * Math.SQRT1_2
  const a0 = 1 + alpha
  const edge = kind === 'low' ? 1 - cos : 1 + cos
  const b0 = edge / 2 / a0
  return { b0, b1: (kind === 'low' ? edge : -edge) / a0, b2: b0, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 }
}

/** Filter memories below this are set to 0 at the end of a hop: numbers that small only slow the arithmetic down. */
const TINY = 1e-25

/**
 * Measures the energy of one channel in three bands, hop by hop. The reference model of any faster version:
 *
 * 1. `d = decimationOf(rate)` frames are summed to one value (times 1/d): value `k` holds frames `[k*d, (k+1)*d)`.
 * 2. `speech` = Butterworth high-pass 80 Hz, 2nd order, of the values.
 * 3. `high` = Butterworth high-pass 3 kHz, 2nd order, of the values (at most 0.45 of their rate).
 * 4. `voice` = Butterworth low-pass 1 kHz, 2nd order, of `speech`.
 * 5. Value `k` belongs to hop `floor(k * d / hop)`; each hop keeps the sum of squares of each band and the count.
 *    A last value of fewer frames is their mean.
 *
 * Energy that the averaging folds down still counts as energy; nothing here is ever heard.
 */
export class BandFilter {
  /** Finished hops that were not dropped yet, `HOP_FIELDS` numbers each. Read by the envelope. */
  hops = new Float64Array(HOP_FIELDS * 64)
  /** How many hops `hops` holds. */
  count = 0

  readonly #step: number
  readonly #hop: Frames
  readonly #speech: Biquad
  readonly #high: Biquad
  readonly #voice: Biquad
  readonly #memory = new Float64Array(6)
  readonly #energy = new Float64Array(HOP_FIELDS)
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
    const slow = rate / this.#step
    this.#speech = butterworth('high', 80, slow)
    this.#high = butterworth('high', 3000, slow)
    this.#voice = butterworth('low', 1000, slow)
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

  /** Forgets all finished hops but the last. */
  dropAllButLast(): void {
    this.hops.copyWithin(0, HOP_FIELDS * (this.count - 1), HOP_FIELDS * this.count)
    this.count = Math.min(this.count, 1)
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
    const { b0: s0, b1: s1, a1: sa1, a2: sa2 } = this.#speech
    const { b0: h0, b1: h1, a1: ha1, a2: ha2 } = this.#high
    const { b0: v0, b1: v1, a1: va1, a2: va2 } = this.#voice
    const memory = this.#memory
    const energy = this.#energy
    let sx = memory[0] ?? 0
    let sy = memory[1] ?? 0
    let hx = memory[2] ?? 0
    let hy = memory[3] ?? 0
    let vx = memory[4] ?? 0
    let vy = memory[5] ?? 0
    let speechEnergy = energy[0] ?? 0
    let highEnergy = energy[1] ?? 0
    let voiceEnergy = energy[2] ?? 0
    for (let i = from; i < to; i++) {
      const x = values[i] ?? 0
      const speech = s0 * x + sx
      sx = s1 * x + sy - sa1 * speech
      sy = s0 * x - sa2 * speech
      const high = h0 * x + hx
      hx = h1 * x + hy - ha1 * high
      hy = h0 * x - ha2 * high
      const voice = v0 * speech + vx
      vx = v1 * speech + vy - va1 * voice
      vy = v0 * speech - va2 * voice
      speechEnergy += speech * speech
      highEnergy += high * high
      voiceEnergy += voice * voice
    }
    memory[0] = sx
    memory[1] = sy
    memory[2] = hx
    memory[3] = hy
    memory[4] = vx
    memory[5] = vy
    energy[0] = speechEnergy
    energy[1] = highEnergy
    energy[2] = voiceEnergy
    energy[3] = (energy[3] ?? 0) + to - from
  }

  #endHop(): void {
    const at = this.count * HOP_FIELDS
    if (at === this.hops.length) {
      const grown = new Float64Array(at * 2)
      grown.set(this.hops)
      this.hops = grown
    }
    this.hops.set(this.#energy, at)
    this.count++
    this.#energy.fill(0)
    this.#hopAt++
    this.#hopEnd = Math.ceil(((this.#hopAt + 1) * this.#hop) / this.#step)
    const memory = this.#memory
    for (let i = 0; i < memory.length; i++) if (Math.abs(memory[i] ?? 0) < TINY) memory[i] = 0
  }
}
