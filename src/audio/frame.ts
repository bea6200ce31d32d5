import type { Chunk } from './chunk'

/** One stretch of a file to be written: new bytes, the bytes `[start, end)` of the source file, or all the samples. */
export type WavPart =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'copy'; readonly start: number; readonly end: number }
  | { readonly kind: 'samples' }

/** A file to be written: its parts in order, `samples` once among them, and the bytes of all of it. */
export interface WavFrame {
  readonly parts: readonly WavPart[]
  readonly size: number
}

/** What changes of a recording's chunks: a new body of the same length, or null for one that is left out. */
export type ChunkChanges = ReadonlyMap<Chunk, Uint8Array | null>

/** Bytes of a part in a file with `dataBytes` bytes of samples. */
export function partBytes(part: WavPart, dataBytes: number): number {
  if (part.kind === 'samples') return dataBytes
  return part.kind === 'bytes' ? part.bytes.length : part.end - part.start
}

/** The same parts with neighbouring ranges in one and empty ones gone. */
export function joined(parts: readonly WavPart[]): WavPart[] {
  const result: WavPart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.kind === 'copy' && part.start === part.end) continue
    if (part.kind === 'copy' && last?.kind === 'copy' && last.end === part.start) {
      result[result.length - 1] = { kind: 'copy', start: last.start, end: part.end }
    } else result.push(part)
  }
  return result
}
