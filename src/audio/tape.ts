import type { SampleRate } from '../base/units'
import type { Pcm } from './pcm'

/** How much of what came last the level is taken of, in seconds. */
const levelSeconds = 0.1

/**
 * Collects blocks of one channel as they come, while it is running, up to `most` frames; knows the level of what comes at any
 * time. Times are frames at `rate`.
 */
export class Tape {
  readonly #blocks: Float32Array[] = []
  #frames = 0
  #running = false
  #peak = 0
  #peakAge = 0

  constructor(
    readonly rate: SampleRate,
    readonly most: number,
  ) {}

  /** Frames collected since it was started last. */
  get frames(): number {
    return this.#frames
  }

  /** Whether it holds as much as it may. */
  get full(): boolean {
    return this.#frames >= this.most
  }

  /** The loudest sample of the last tenth of a second, whether it is running or not; 1 is full scale. */
  get peak(): number {
    return this.#peak
  }

  /** Collects from now on, with nothing of before. */
  start(): void {
    this.#blocks.length = 0
    this.#frames = 0
    this.#running = true
  }

  /** Takes in one block, which it keeps. What is not a number is silence. */
  add(block: Float32Array): void {
    let peak = 0
    for (let i = 0; i < block.length; i++) {
      const sample = block[i] ?? 0
      if (!Number.isFinite(sample)) block[i] = 0
      else peak = Math.max(peak, Math.abs(sample))
    }
    this.#hear(peak, block.length)
    if (!this.#running || this.full) return
    const kept = block.subarray(0, this.most - this.#frames)
    this.#blocks.push(kept)
    this.#frames += kept.length
  }

  /** Collects no more and gives away what it has: it is empty then. */
  stop(): Pcm {
    this.#running = false
    const samples = new Float32Array(this.#frames)
    let at = 0
    for (const block of this.#blocks) {
      samples.set(block, at)
      at += block.length
    }
    this.#blocks.length = 0
    this.#frames = 0
    return { rate: this.rate, channels: [samples] }
  }

  #hear(peak: number, frames: number): void {
    this.#peakAge += frames
    if (peak < this.#peak && this.#peakAge < levelSeconds * this.rate) return
    this.#peak = peak
    this.#peakAge = 0
  }
}
