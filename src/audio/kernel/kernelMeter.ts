import { bandRecursions, decimationOf } from '../bands'
import { hopOf } from '../envelope'
import type { AudioFormat, Encoding } from '../format'
import { HOP_FIELDS, HopList } from '../hopList'
import { BinList } from '../peakBins'
import type { SampleMeter } from '../sampleMeter'
import { type OnNonFinite, Unpacker } from '../unpack'

/** A number that the kernel exports. */
interface KernelNumber {
  readonly value: number
}

/** What an instance of the kernel exports: kernel.as says what each does. One instance serves one meter. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly MOST: KernelNumber
  readonly FOUND: KernelNumber
  readonly INPUT: KernelNumber
  readonly BINS: KernelNumber
  readonly HOPS: KernelNumber
  readonly BAD: KernelNumber
  readonly COEFFICIENTS: KernelNumber
  begin(code: number, channels: number, step: number, hop: number): void
  take(frames: number): void
  finish(): void
}

const exported = ['memory', 'MOST', 'FOUND', 'INPUT', 'BINS', 'HOPS', 'BAD', 'COEFFICIENTS', 'begin', 'take', 'finish']

/** Whether these are the exports of an instance of `kernelBinary`. */
export function isKernel(exports: object): exports is Kernel {
  return exported.every((name) => name in exports)
}

/** Encodings that the kernel unpacks itself. It gets the samples of the others as `f32`. */
const codes: ReadonlyMap<Encoding, number> = new Map([
  ['s16', 1],
  ['s24', 2],
  ['f32', 3],
])
const F32 = 3

/** Finds what `ModelMeter` finds, to the bit, several times as fast. */
export class KernelMeter implements SampleMeter {
  readonly most: number
  readonly hops: readonly HopList[]
  readonly #kernel: Kernel
  readonly #format: AudioFormat
  readonly #input: Uint8Array
  /** Unpacks what the kernel cannot into its input; null where it can. */
  readonly #unpacker: Unpacker | null
  readonly #bins: readonly BinList[]
  readonly #found: Int32Array
  readonly #foundBins: Int16Array
  readonly #foundHops: Float64Array
  readonly #foundBad: Uint32Array

  /** `kernel` is the meter's own from now on. */
  constructor(kernel: Kernel, format: AudioFormat) {
    const { channels, rate, encoding } = format
    const { buffer } = kernel.memory
    const most = kernel.MOST.value
    this.most = most
    this.#kernel = kernel
    this.#format = format
    this.#input = new Uint8Array(buffer, kernel.INPUT.value, 4 * most)
    const code = codes.get(encoding)
    this.#unpacker =
      code === undefined ? new Unpacker(format, new Float32Array(buffer, kernel.INPUT.value, most)) : null
    this.#bins = Array.from({ length: channels }, () => new BinList())
    this.hops = Array.from({ length: channels }, () => new HopList())
    this.#found = new Int32Array(buffer, kernel.FOUND.value, 3)
    this.#foundBins = new Int16Array(buffer, kernel.BINS.value)
    this.#foundHops = new Float64Array(buffer, kernel.HOPS.value)
    this.#foundBad = new Uint32Array(buffer, kernel.BAD.value)
    const { speech, high, voice } = bandRecursions(rate)
    const coefficients = [speech, high, voice].flatMap(({ a1, a2, power }) => [a1, a2, power])
    new Float64Array(buffer, kernel.COEFFICIENTS.value).set(coefficients)
    kernel.begin(code ?? F32, channels, decimationOf(rate), hopOf(rate))
  }

  take(bytes: Uint8Array, onNonFinite: OnNonFinite): void {
    if (this.#unpacker) this.#unpacker.unpack(bytes, onNonFinite)
    else this.#input.set(bytes)
    this.#kernel.take(bytes.length / this.#format.bytesPerFrame)
    this.#drain()
    const badCount = this.#found[2] ?? 0
    for (let i = 0; i < badCount; i++) onNonFinite(this.#foundBad[i] ?? 0)
  }

  takePeaks(): Int16Array<ArrayBuffer>[] {
    return this.#bins.map((bins) => bins.take())
  }

  finish(): void {
    this.#kernel.finish()
    this.#drain()
  }

  #drain(): void {
    const { channels } = this.#format
    const [binCount = 0, hopCount = 0] = this.#found
    const bins = this.#foundBins
    const hops = this.#foundHops
    for (let channel = 0; channel < channels; channel++) {
      const ownBins = this.#bins[channel]
      for (let i = 0, at = 2 * channel; i < binCount; i++, at += 2 * channels) {
        ownBins?.add(bins[at] ?? 0, bins[at + 1] ?? 0)
      }
      const ownHops = this.hops[channel]
      for (let i = 0, at = HOP_FIELDS * channel; i < hopCount; i++, at += HOP_FIELDS * channels) {
        ownHops?.add(hops[at] ?? 0, hops[at + 1] ?? 0, hops[at + 2] ?? 0, hops[at + 3] ?? 0)
      }
    }
  }
}
