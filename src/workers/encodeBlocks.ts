import type { FileLayout } from '../audio/layout'
import { fileChanged } from '../audio/riff/window'
import type { Tags } from '../audio/tags'
import type { Encoded } from './encodeTypes'
import type { SyncFile } from './syncFile'

/** Who may cancel, and who is told the share done, 0 to 1. */
export interface EncodeHooks {
  readonly signal: AbortSignal
  readonly onProgress: (share: number) => void
}

/** What is to be compressed, and where to. */
export interface CompressJob {
  readonly blob: Blob
  readonly layout: FileLayout
  readonly tags: Tags
  readonly file: SyncFile
  readonly hooks: EncodeHooks
}

/** Frames given to an encoder at a time. */
const blockFrames = 65_536

/** Where the random numbers of the dither begin: one recording is always dithered in one way. */
export const ditherSeed = 1

/** Some frames of a file. */
export interface Block {
  readonly bytes: Uint8Array
  /** Frames before it, and in it. */
  readonly at: number
  readonly frames: number
}

/** The samples of a file, block by block. Rejects with the reason of the signal, and with a `RecordingError` where the file has changed. */
export async function* blocksOf(
  blob: Blob,
  { format, frames, dataStart }: FileLayout,
  hooks: EncodeHooks,
): AsyncGenerator<Block> {
  for (let at = 0; at < frames; at += blockFrames) {
    hooks.signal.throwIfAborted()
    const length = Math.min(blockFrames, frames - at)
    const start = dataStart + at * format.bytesPerFrame
    const bytes = new Uint8Array(await blob.slice(start, start + length * format.bytesPerFrame).arrayBuffer())
    if (bytes.length !== length * format.bytesPerFrame) throw fileChanged()
    yield { bytes, at, frames: length }
    hooks.onProgress(Math.min(0.99, (at + length) / frames))
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/** Ends the writing of `size` bytes; `exact` says whether they hold the very samples. */
export function finishEncoding(
  file: SyncFile,
  size: number,
  exact: boolean,
  { signal, onProgress }: EncodeHooks,
): Encoded {
  signal.throwIfAborted()
  file.flush()
  onProgress(1)
  return { size, exact }
}
