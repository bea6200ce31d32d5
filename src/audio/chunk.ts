import { RecordingError } from './riff/errors'

/** Where one chunk of a file lies. All offsets are bytes from the start of the file. */
export interface Chunk {
  /** Four characters, one a byte; for a W64 chunk with a GUID of its own all sixteen. */
  readonly id: string
  /** The header of the chunk. */
  readonly offset: number
  /** The first byte behind the header. */
  readonly bodyStart: number
  /** The first byte behind the body, clamped to the file. */
  readonly bodyEnd: number
  /** The first byte behind the padding that follows the body; `bodyEnd` where there is none. */
  readonly end: number
  /** Bytes that the header says the body has, looked up in `ds64` where it says so. Can be a lie. */
  readonly declaredSize: number
  /** The size in the header itself, as a count of body bytes. */
  readonly sizeField: number
}

/** Whether the file ends before the chunk does. */
export function isCut(chunk: Chunk): boolean {
  return chunk.bodyEnd - chunk.bodyStart < chunk.declaredSize
}

/** More chunks than any writer makes. */
export const maxChunks = 100_000

/** The error for a file of more than `maxChunks` chunks. */
export function tooManyChunks(): RecordingError {
  return new RecordingError(
    'too-many-chunks',
    `This file is cut into more than ${maxChunks} chunks, which no recorder does. Save it again from another editor.`,
  )
}
