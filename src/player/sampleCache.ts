import { isAbort } from '../base/errors'
import { timelineRange } from '../base/units'
import type { WaveformSource } from './waveformSource'

/** Frames of one cached block. */
export const cacheBlock = 16_384

/** Samples of all channels that are kept at most. */
export const cacheLimit = 6_000_000

/** The samples on screen of one timeline, read in blocks as they are needed and forgotten when others are. */
export class SampleCache {
  readonly #blocks = new Map<number, readonly Float32Array[]>()
  readonly #loading = new Map<number, Promise<void>>()
  readonly #failed = new Set<number>()
  #disposed = false

  constructor(
    readonly source: WaveformSource,
    readonly onLoaded: (start: number, end: number) => void,
    readonly onFailed: (error: unknown) => void,
  ) {}

  /** Copies the samples `[start, start + out.length)` of a channel, 0 outside the timeline; false while some are missing. */
  copy(channel: number, start: number, out: Float32Array): boolean {
    const from = Math.max(0, start)
    const end = Math.min(this.source.length, start + out.length)
    out.fill(0)
    for (let index = Math.floor(from / cacheBlock); index * cacheBlock < end; index++) {
      const samples = this.#blocks.get(index)?.[channel]
      if (!samples) return false
      const blockStart = index * cacheBlock
      const a = Math.max(from, blockStart)
      const b = Math.min(end, blockStart + samples.length)
      if (b > a) out.set(samples.subarray(a - blockStart, b - blockStart), a - start)
    }
    return true
  }

  /** Reads what is missing of `[start, end)`. Resolves when it is there, or could not be read; never rejects. */
  async load(start: number, end: number): Promise<void> {
    const first = Math.max(0, Math.floor(start / cacheBlock))
    const last = Math.ceil(Math.min(end, this.source.length) / cacheBlock)
    const waiting: Promise<void>[] = []
    for (let index = first; index < last; index++) {
      const held = this.#blocks.get(index)
      const loading = this.#loading.get(index)
      if (held) this.#touch(index, held)
      else if (loading) waiting.push(loading)
      else if (!this.#failed.has(index)) {
        let stop = index + 1
        while (stop < last && this.#isMissing(stop)) stop++
        const reading = this.#read(index, stop)
        for (let block = index; block < stop; block++) this.#loading.set(block, reading)
        waiting.push(reading)
        index = stop - 1
      }
    }
    await Promise.all(waiting)
  }

  /** Reads nothing more and tells nothing more. */
  dispose(): void {
    this.#disposed = true
    this.#blocks.clear()
  }

  #isMissing(index: number): boolean {
    return !this.#blocks.has(index) && !this.#loading.has(index) && !this.#failed.has(index)
  }

  #touch(index: number, block: readonly Float32Array[]): void {
    this.#blocks.delete(index)
    this.#blocks.set(index, block)
  }

  async #read(first: number, stop: number): Promise<void> {
    const start = first * cacheBlock
    const end = Math.min(stop * cacheBlock, this.source.length)
    try {
      const { channels } = await this.source.samples(timelineRange(start, end))
      if (this.#disposed) return
      for (let index = first; index < stop; index++) {
        const from = (index - first) * cacheBlock
        this.#blocks.set(
          index,
          channels.map((samples) => samples.slice(from, from + cacheBlock)),
        )
      }
      this.#shed()
    } catch (error) {
      if (this.#disposed) return
      for (let index = first; index < stop; index++) this.#failed.add(index)
      if (!isAbort(error)) this.onFailed(error)
      return
    } finally {
      for (let index = first; index < stop; index++) this.#loading.delete(index)
    }
    this.onLoaded(start, end)
  }

  #shed(): void {
    const limit = Math.max(1, Math.floor(cacheLimit / (cacheBlock * this.source.channels)))
    for (const index of this.#blocks.keys()) {
      if (this.#blocks.size <= limit) return
      this.#blocks.delete(index)
    }
  }
}
