import { type Chunk, isCut } from './chunk'
import type { WalkedChunks } from './chunkWalk'
import type { AudioFormat } from './format'
import {
  cutChunk,
  cutSamples,
  type LayoutNote,
  missingPad,
  openLength,
  partialFrame,
  secondChunk,
  trailingBytes,
  wrongSizes,
} from './riff/layoutNotes'

/** What was found in a file of chunks, for telling what is odd about it. */
export interface Found {
  readonly walked: WalkedChunks
  readonly format: AudioFormat
  /** The chunk with the samples. */
  readonly samples: Chunk
  /** Bytes of samples that its header promises, and those that are there. */
  readonly promisedBytes: number
  readonly heldBytes: number
  /** Whether every number that repeats a length is right. */
  readonly sizesRight: boolean
  /** Whether the last chunk lacks padding that the container asks for. */
  readonly padMissing: boolean
  /** Ids of which one chunk counts. */
  readonly single: readonly string[]
  /** Bytes of the file. */
  readonly size: number
}

/** Everything that keeps an unchanged export from being the same file, in words. For containers other than RIFF. */
export function notesOf(found: Found): LayoutNote[] {
  const { walked, format, samples, heldBytes, size } = found
  const notes: LayoutNote[] = []
  if (walked.samples === 'cut') notes.push(cutSamples(found.promisedBytes, heldBytes, format))
  else if (walked.samples === 'streamed') notes.push(openLength)
  const spare = heldBytes % format.bytesPerFrame
  if (spare > 0 && walked.samples !== 'cut') notes.push(partialFrame(spare))
  const last = walked.chunks.at(-1)
  if (last !== undefined && last !== samples && isCut(last)) notes.push(cutChunk(last))
  if (found.padMissing && last !== undefined) notes.push(missingPad(`the “${last.id}” chunk`))
  for (const id of found.single) {
    if (walked.chunks.filter((chunk) => chunk.id === id).length > 1) notes.push(secondChunk(id.trim()))
  }
  if (walked.end < size) notes.push(trailingBytes(size - walked.end))
  if (notes.length === 0 && !found.sizesRight) notes.push(wrongSizes)
  return notes
}
