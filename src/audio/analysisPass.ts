import { type Frames, frames, type RecordingRange } from '../base/units'
import { hopOf } from './bands'
import { type Envelope, EnvelopeLevels, levelsIn } from './envelope'
import type { AudioFormat } from './format'
import { canMeasure, type Kernel, KernelMeter } from './kernel/kernelMeter'
import { RangeList } from './rangeList'
import { ModelMeter, type SampleMeter } from './sampleMeter'
import { type Around, AroundBuilder } from './sounds'

/** What a pass knows at its end, beside the peaks. */
export interface PassResult {
  readonly envelope: Envelope
  /** What is around each moment of the envelope. */
  readonly around: Around
  /** Frames with a sample that is NaN or infinite; when there are very many, with good frames between them. */
  readonly nonFinite: readonly RecordingRange[]
}

/**
 * One pass over the bytes of a recording's samples: finest peaks and envelope together, in memory that does not depend on
 * the blocks. How the bytes were split does not change the result. Samples that are not finite count as 0.
 */
export class AnalysisPass {
  readonly #format: AudioFormat
  readonly #meter: SampleMeter
  readonly #envelope: EnvelopeLevels
  readonly #around: AroundBuilder
  #levels = 0
  readonly #nonFinite = new RangeList()
  #done = 0

  /** `expected` frames of `format` are to come. `kernel`, where there is one, makes it faster and changes nothing else. */
  constructor(format: AudioFormat, expected: Frames, kernel: Kernel | null = null) {
    this.#format = format
    this.#meter = kernel && canMeasure(kernel, format) ? new KernelMeter(kernel, format) : new ModelMeter(format)
    this.#envelope = new EnvelopeLevels(format.rate, expected)
    this.#around = new AroundBuilder(levelsIn(format.rate, expected), format.rate / hopOf(format.rate))
  }

  /** Frames taken so far. */
  get done(): Frames {
    return frames(this.#done)
  }

  /** Takes the whole frames of the next bytes and returns how many bytes these are; the rest comes again with more. */
  push(bytes: Uint8Array): number {
    const { bytesPerFrame, channels } = this.#format
    const whole = bytes.length - (bytes.length % bytesPerFrame)
    const step = Math.floor(this.#meter.most / channels) * bytesPerFrame
    for (let from = 0; from < whole; from += step) {
      const block = bytes.subarray(from, Math.min(whole, from + step))
      this.#meter.take(block, this.#report)
      this.#envelope.add(this.#meter.takeLevels())
      this.#done += block.length / bytesPerFrame
    }
    this.#lookAround()
    return whole
  }

  /** The finest peaks finished since the last call, one array for each channel, the caller's to keep. */
  takePeaks(): Int16Array<ArrayBuffer>[] {
    return this.#meter.takePeaks()
  }

  /** Ends the pass, for which all frames must have come. The last peaks can be taken afterwards. */
  finish(): PassResult {
    this.#meter.finish()
    this.#envelope.add(this.#meter.takeLevels())
    const envelope = this.#envelope.finish(this.done)
    this.#lookAround()
    return { envelope, around: this.#around.finish(), nonFinite: this.#nonFinite.ranges() }
  }

  #lookAround(): void {
    this.#around.add(this.#envelope.since(this.#levels))
    this.#levels = this.#envelope.count
  }

  readonly #report = (sample: number): void => {
    this.#nonFinite.add(this.#done + Math.floor(sample / this.#format.channels))
  }
}
