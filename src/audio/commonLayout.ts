import type { Frames } from '../base/units'
import type { Chunk } from './chunk'
import type { AudioFormat } from './format'
import type { LayoutNote } from './riff/layoutNotes'

/** What is known of every file of plain samples, whatever its container. */
export interface CommonLayout {
  readonly format: AudioFormat
  /** Whole frames that are there. At least 1. */
  readonly frames: Frames
  /** First byte of the samples in the file. */
  readonly dataStart: number
  /** In file order, those of the samples and of the format among them; the first of each is the one that counts. */
  readonly chunks: readonly Chunk[]
  /** What the user is told; the file was opened all the same. */
  readonly notes: readonly LayoutNote[]
}
