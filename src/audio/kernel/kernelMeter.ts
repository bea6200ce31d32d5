import { bandRecursions, decimationOf, hopOf, stripsOf } from '../bands'
import { powerSteps } from '../decibel'
import type { BandLevels } from '../envelope'
import type { AudioFormat, Encoding } from '../format'
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
  readonly BAD: KernelNumber
  readonly COEFFICIENTS: KernelNumber
  readonly DECIBELS: KernelNumber
  readonly LONGEST_STEP: KernelNumber
  begin(code: number, channels: number, step: number, hop: number, stripHops: number, before: number): void
  levelsOf(band: number): number
  take(frames: number): void
  finish(): void
}

const numbers = ['MOST', 'FOUND', 'INPUT', 'BINS', 'BAD', 'COEFFICIENTS', 'DECIBELS', 'LONGEST_STEP']
const exported = ['memory', ...numbers, 'begin', 'levelsOf', 'take', 'finish']

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

/** Whether `kernel` can measure a recording of `format`: one of any usual rate, up to some 450 kHz. */
export function canMeasure(kernel: Kernel, { rate }: AudioFormat): boolean {
  return decimationOf(rate) <= kernel.LONGEST_STEP.value
}

/** Finds what `ModelMeter` finds, to the bit, several times as fast. */
export class KernelMeter implements SampleMeter {
  readonly most: number
  readonly #kernel: Kernel
  readonly #format: AudioFormat
  readonly #input: Uint8Array
  /** Unpacks what the kernel cannot into its input; null where it can. */
  readonly #unpacker: Unpacker | null
  readonly #bins: readonly BinList[]
  readonly #found: Int32Array
  readonly #foundBins: Int16Array
  readonly #foundLevels: BandLevels
  readonly #foundBad: Uint32Array

  /** `kernel` is the meter's own from now on. It must be able to measure this format. */
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
    this.#found = new Int32Array(buffer, kernel.FOUND.value, 3)
    this.#foundBins = new Int16Array(buffer, kernel.BINS.value)
    this.#foundBad = new Uint32Array(buffer, kernel.BAD.value)
    const { speech, high, voice } = bandRecursions(rate)
    const bands = [speech, high, voice]
    const coefficients = [...bands.flatMap(({ a1, a2 }) => [a1, a2]), ...bands.map(({ power }) => power), 0]
    new Float32Array(buffer, kernel.COEFFICIENTS.value).set(coefficients)
    new Float64Array(buffer, kernel.DECIBELS.value).set(powerSteps)
    const { hops, before } = stripsOf(rate)
    kernel.begin(code ?? F32, channels, decimationOf(rate), hopOf(rate), hops, before)
    const levelsOf = (band: number): Float32Array => new Float32Array(buffer, kernel.levelsOf(band))
    this.#foundLevels = { speech: levelsOf(0), high: levelsOf(1), voice: levelsOf(2) }
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

  takeLevels(): BandLevels {
    const { speech, high, voice } = this.#foundLevels
    const count = this.#found[1] ?? 0
    return { speech: speech.subarray(0, count), high: high.subarray(0, count), voice: voice.subarray(0, count) }
  }

  finish(): void {
    this.#kernel.finish()
    this.#drain()
  }

  #drain(): void {
    const { channels } = this.#format
    const [binCount = 0] = this.#found
    const bins = this.#foundBins
    for (let channel = 0; channel < channels; channel++) {
      const ownBins = this.#bins[channel]
      for (let i = 0, at = 2 * channel; i < binCount; i++, at += 2 * channels) {
        ownBins?.add(bins[at] ?? 0, bins[at + 1] ?? 0)
      }
    }
  }
}
