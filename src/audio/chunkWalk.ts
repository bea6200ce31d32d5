import { type Chunk, maxChunks, tooManyChunks } from './chunk'
import type { HeaderWindow } from './riff/window'

/** How a container writes its chunks. */
export interface ChunkRules {
  /** First byte of the first chunk. */
  readonly start: number
  /** Bytes of a chunk's header. */
  readonly headerBytes: number
  /** Chunks begin at multiples of this, counted from their own start. */
  readonly align: 2 | 8
  /** Id of the chunk that holds the samples, and how many bytes of its body stand before them. */
  readonly sampleId: string
  readonly sampleLead: number
  /** Reads a header, or gives null for what cannot be one. `size` counts body bytes; null where it is left open. */
  readHeader(bytes: Uint8Array): { readonly id: string; readonly size: number | null } | null
}

/** The chunks of a file, in file order, and what was odd about them. */
export interface WalkedChunks {
  readonly chunks: readonly Chunk[]
  /** `streamed`: the header leaves the length of the samples open. `cut`: the file ends before the samples do. */
  readonly samples: 'whole' | 'streamed' | 'cut'
  /** The first byte behind the last chunk. What follows belongs to no chunk. */
  readonly end: number
}

/** Finds the chunks of a file by their headers; no body is read. Throws `too-many-chunks`. */
export async function walkChunks(window: HeaderWindow, rules: ChunkRules): Promise<WalkedChunks> {
  const chunks: Chunk[] = []
  let samples: WalkedChunks['samples'] = 'whole'
  let seen = false
  let at = rules.start
  while (at + rules.headerBytes <= window.size) {
    const header = rules.readHeader(await window.at(at, rules.headerBytes))
    if (header === null) break
    if (chunks.length === maxChunks) throw tooManyChunks()
    const bodyStart = at + rules.headerBytes
    let declared = header.size ?? window.size - bodyStart
    if (header.id === rules.sampleId && !seen) {
      seen = true
      if (header.size === null || (await isOpen(window, rules, bodyStart, header.size))) {
        samples = 'streamed'
        declared = window.size - bodyStart
      } else if (bodyStart + header.size > window.size) samples = 'cut'
    }
    const bodyEnd = Math.min(bodyStart + declared, window.size)
    const end = Math.min(at + roundUp(bodyEnd - at, rules.align), window.size)
    chunks.push({
      id: header.id,
      offset: at,
      bodyStart,
      bodyEnd,
      end,
      declaredSize: declared,
      sizeField: header.size ?? 0,
    })
    at = end
  }
  return { chunks, samples, end: at }
}

/** Whether a writer that could not go back left the size of the samples at nothing: bytes follow that are no chunk. */
async function isOpen(window: HeaderWindow, rules: ChunkRules, bodyStart: number, size: number): Promise<boolean> {
  const next = bodyStart + roundUp(size, rules.align)
  if (size > rules.sampleLead || next >= window.size) return false
  const header = rules.readHeader(await window.at(next, rules.headerBytes))
  return header === null || next + rules.headerBytes + (header.size ?? 0) > window.size
}

/** `value` or the next multiple of `step` above it. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}
