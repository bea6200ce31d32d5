import { must } from '../../base/assert'
import type { Frames } from '../../base/units'
import type { Chunk } from '../chunk'
import { type ChunkPatch, composeChunks } from '../chunkCompose'
import type { ChunkChanges, WavFrame } from '../frame'
import { repeatedNumbers } from '../riff/formatChunk'
import { latin1Bytes, viewOf, writeU64 } from '../riff/littleEndian'
import { chunkGuid, riffTail } from './guids'
import type { W64Layout } from './layout'

/**
 * The file around `frames` frames of samples in the recording's format: every other chunk in order and byte for byte,
 * with sizes, padding, `fact` and the numbers that `fmt ` repeats made right. `changes` as in `ChunkChanges`.
 */
export function composeW64(layout: W64Layout, frames: Frames, changes: ChunkChanges = new Map()): WavFrame {
  const { chunks, format } = layout
  const first = (id: string): Chunk | undefined => chunks.find((chunk) => chunk.id === id)
  const counted = new Set(['data', 'fmt '])
  const kept = chunks.filter((chunk) => !counted.has(chunk.id) || chunk === first(chunk.id))
  const chunk = must(first('data'), 'a layout without a data chunk')
  const samples = { chunk, lead: 0, bytes: frames * format.bytesPerFrame }
  const rules = {
    idBytes: 16,
    align: 8 as const,
    padLast: layout.padLast,
    head,
    sizeField: (bytes: number) => u64(bytes + 24),
    patch: (chunk: Chunk) => patchOf(chunk, layout, frames),
  }
  return composeChunks(kept, samples, rules, changes)
}

function patchOf(chunk: Chunk, { format, factBytes, chunks }: W64Layout, frames: Frames): ChunkPatch | null {
  if (chunk.id === 'fmt ') return repeatedNumbers(format)
  if (chunk.id !== 'fact' || factBytes === null || chunk !== chunks.find(({ id }) => id === 'fact')) return null
  return { at: 0, bytes: u64(frames).subarray(0, factBytes) }
}

function head(size: number): Uint8Array {
  const bytes = new Uint8Array(40)
  bytes.set(latin1Bytes(`riff${riffTail}`))
  writeU64(viewOf(bytes), 16, size)
  bytes.set(chunkGuid('wave'), 24)
  return bytes
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  writeU64(viewOf(bytes), 0, value)
  return bytes
}
