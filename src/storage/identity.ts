import { hex, sha256 } from './bytes'

/** By what a file is known again without reading all of it. */
export interface RecordingIdentity {
  /** Bytes. */
  readonly size: number
  /** SHA-256 over the size and 16 samples spread over the file, as 64 hexadecimal digits. */
  readonly sampledHash: string
}

const samples = 16
const sampleBytes = 64 * 1024

/**
 * The byte ranges that are hashed of a file of `size` bytes: 16 of 64 KiB at even distances, the first at the start and
 * the last at the end; the whole of a file that is no longer than that.
 */
export function sampledRanges(size: number): readonly { readonly start: number; readonly end: number }[] {
  if (size <= samples * sampleBytes) return [{ start: 0, end: size }]
  const step = (size - sampleBytes) / (samples - 1)
  return Array.from({ length: samples }, (_, i) => {
    const start = Math.floor(i * step)
    return { start, end: start + sampleBytes }
  })
}

/**
 * Reads at most 1 MiB of `file` to know it again. The size goes in as 8 bytes, little endian, before the samples.
 * Rejects with a NotReadableError when the file was moved or changed since it was picked.
 */
export async function identityOf(file: Blob): Promise<RecordingIdentity> {
  const ranges = sampledRanges(file.size)
  const bytes = new Uint8Array(8 + ranges.reduce((sum, { start, end }) => sum + end - start, 0))
  new DataView(bytes.buffer).setBigUint64(0, BigInt(file.size), true)
  const parts = await Promise.all(ranges.map(({ start, end }) => file.slice(start, end).arrayBuffer()))
  let at = 8
  for (const part of parts) {
    bytes.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return { size: file.size, sampledHash: hex(await sha256(bytes)) }
}

/** Whether two identities are of one file. */
export function sameIdentity(a: RecordingIdentity, b: RecordingIdentity): boolean {
  return a.size === b.size && a.sampledHash === b.sampledHash
}
