import { must } from '../../base/assert'
import type { Frames } from '../../base/units'
import type { Chunk } from '../chunk'
import { composeChunks } from '../chunkCompose'
import type { ChunkChanges, WavFrame } from '../frame'
import { RecordingError } from '../riff/errors'
import { latin1Bytes, viewOf } from '../riff/littleEndian'
import type { AiffLayout } from './layout'

/**
 * The file around `frames` frames of samples in the recording's format: every other chunk in order and byte for byte,
 * with sizes, padding and the frame count in `COMM` made right. `changes` as in `ChunkChanges`.
 * Throws `too-long` past 4 GB, which AIFF cannot say.
 */
export function composeAiff(layout: AiffLayout, frames: Frames, changes: ChunkChanges = new Map()): WavFrame {
  const { chunks, container, format, dataStart } = layout
  const first = (id: string): Chunk | undefined => chunks.find((chunk) => chunk.id === id)
  const counted = new Set(['COMM', 'SSND'])
  const kept = chunks.filter((chunk) => !counted.has(chunk.id) || chunk === first(chunk.id))
  const chunk = must(first('SSND'), 'a layout without an SSND chunk')
  const samples = { chunk, lead: dataStart - chunk.bodyStart, bytes: frames * format.bytesPerFrame }
  const rules = {
    idBytes: 4,
    align: 2 as const,
    padLast: true,
    head: (size: number) => head(container, size),
    sizeField: (bytes: number) => u32(bytes),
    patch: ({ id }: Chunk) => (id === 'COMM' ? { at: 2, bytes: u32(frames) } : null),
  }
  const frame = composeChunks(kept, samples, rules, changes)
  if (frame.size - 8 > 0xffffffff) {
    throw new RecordingError(
      'too-long',
      'The corrected file is past 4 GB, which an AIFF file cannot be. Export it as a WAV instead.',
      { size: frame.size },
    )
  }
  return frame
}

function head(container: 'AIFF' | 'AIFC', size: number): Uint8Array {
  const bytes = new Uint8Array(12)
  bytes.set(latin1Bytes('FORM'))
  bytes.set(u32(Math.max(0, size - 8)), 4)
  bytes.set(latin1Bytes(container), 8)
  return bytes
}

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value)
  return bytes
}
