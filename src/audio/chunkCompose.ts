import { assert } from '../base/assert'
import { type Chunk, isCut } from './chunk'
import { roundUp } from './chunkWalk'
import { type ChunkChanges, joined, partBytes, type WavFrame, type WavPart } from './frame'

/** A chunk's bytes that follow from the length of the samples: `bytes` stand at `at` of its body. */
export interface ChunkPatch {
  readonly at: number
  readonly bytes: Uint8Array
}

/** How a container is written around its samples. */
export interface ComposeRules {
  /** Bytes of a chunk's id, which its size follows. */
  readonly idBytes: number
  /** Chunks are padded to multiples of this, counted from their own start. */
  readonly align: 2 | 8
  /** Whether the last chunk is padded, too. */
  readonly padLast: boolean
  /** The first bytes of a file of `size` bytes in all. */
  head(size: number): Uint8Array
  /** The size in a header, for a body of `bytes`. */
  sizeField(bytes: number): Uint8Array
  /** What changes of a chunk with the length, null for nothing. */
  patch(chunk: Chunk): ChunkPatch | null
}

/** The samples of a file to be written: the chunk that holds them, how much of its body stands before them, their bytes. */
export interface ComposedSamples {
  readonly chunk: Chunk
  readonly lead: number
  readonly bytes: number
}

/**
 * The file around the samples: `chunks` in order and byte for byte, with sizes and padding made right. Padding that is
 * there is kept as it is.
 */
export function composeChunks(
  chunks: readonly Chunk[],
  samples: ComposedSamples,
  rules: ComposeRules,
  changes: ChunkChanges,
): WavFrame {
  const kept = chunks.filter((chunk) => changes.get(chunk) !== null)
  const last = kept.at(-1)
  const parts: WavPart[] = []
  for (const chunk of kept) {
    const body = chunk === samples.chunk ? sampleBody(samples) : chunkBody(chunk, rules, changes.get(chunk) ?? null)
    const length = body.reduce((sum, part) => sum + partBytes(part, samples.bytes), 0)
    parts.push(...header(chunk, length, rules), ...body)
    if (chunk !== last || rules.padLast) parts.push(...padding(chunk, length, rules.align))
  }
  const headBytes = rules.head(0).length
  const size = parts.reduce((sum, part) => sum + partBytes(part, samples.bytes), headBytes)
  return { parts: joined([{ kind: 'bytes', bytes: rules.head(size) }, ...parts]), size }
}

/** The id as it stands in the source, and the size: as it stands there where it is right. */
function header(chunk: Chunk, length: number, rules: ComposeRules): WavPart[] {
  const sizeStart = chunk.offset + rules.idBytes
  const id: WavPart = { kind: 'copy', start: chunk.offset, end: sizeStart }
  if (length === chunk.sizeField) return [id, { kind: 'copy', start: sizeStart, end: chunk.bodyStart }]
  return [id, { kind: 'bytes', bytes: rules.sizeField(length) }]
}

function sampleBody({ chunk, lead }: ComposedSamples): WavPart[] {
  return [{ kind: 'copy', start: chunk.bodyStart, end: chunk.bodyStart + lead }, { kind: 'samples' }]
}

function chunkBody(chunk: Chunk, rules: ComposeRules, changed: Uint8Array | null): WavPart[] {
  const { bodyStart, bodyEnd } = chunk
  if (changed !== null) {
    assert(changed.length === bodyEnd - bodyStart, `a new body of ${changed.length} bytes for “${chunk.id}”`)
    return [{ kind: 'bytes', bytes: changed }]
  }
  const patch = isCut(chunk) ? null : rules.patch(chunk)
  if (patch === null) return [{ kind: 'copy', start: bodyStart, end: bodyEnd }]
  return [
    { kind: 'copy', start: bodyStart, end: bodyStart + patch.at },
    { kind: 'bytes', bytes: patch.bytes },
    { kind: 'copy', start: bodyStart + patch.at + patch.bytes.length, end: bodyEnd },
  ]
}

function padding(chunk: Chunk, length: number, align: number): WavPart[] {
  const headerBytes = chunk.bodyStart - chunk.offset
  const pad = roundUp(headerBytes + length, align) - headerBytes - length
  if (pad === 0) return []
  if (pad === chunk.end - chunk.bodyEnd) return [{ kind: 'copy', start: chunk.bodyEnd, end: chunk.end }]
  return [{ kind: 'bytes', bytes: new Uint8Array(pad) }]
}
