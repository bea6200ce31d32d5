import type { ByteSource } from '../source'
import { RecordingError } from './errors'

const windowBytes = 64 * 1024

/**
 * Reads small pieces of a source through one buffered window of 64 KiB, so that a header of many chunks costs few reads.
 * Memory stays at one window however large the file is.
 */
export class HeaderWindow {
  /** Bytes of the whole source. */
  readonly size: number
  readonly #source: ByteSource
  #start = 0
  #bytes: Uint8Array = new Uint8Array(0)

  constructor(source: ByteSource) {
    this.#source = source
    this.size = source.size
  }

  /**
   * The bytes `[start, start + length)`, fewer only where the source ends. `length` is at most 64 KiB.
   * The answer is a view that stays valid. Throws `file-changed` when the source gives less than it promised.
   */
  async at(start: number, length: number): Promise<Uint8Array> {
    const end = Math.min(start + length, this.size)
    if (end <= start) return new Uint8Array(0)
    if (start < this.#start || end > this.#start + this.#bytes.length) await this.#fill(start)
    return this.#bytes.subarray(start - this.#start, end - this.#start)
  }

  async #fill(start: number): Promise<void> {
    const end = Math.min(start + windowBytes, this.size)
    const bytes = await this.#source.read(start, end)
    if (bytes.length !== end - start) throw fileChanged()
    this.#start = start
    this.#bytes = bytes
  }
}

/** The error for a source that holds less than its size says. */
export function fileChanged(): RecordingError {
  return new RecordingError(
    'file-changed',
    'The recording was moved or changed while it was open. Put it back as it was, or open it again.',
  )
}
