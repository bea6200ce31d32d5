/** Bytes that can be read by range: a file in the browser, on disk, or in memory. Never read whole. */
export interface ByteSource {
  /** Bytes, 0 or more. */
  readonly size: number
  /** The bytes `[start, end)`, fewer where the source ends before. Rejects when the file was moved or changed. */
  read(start: number, end: number): Promise<Uint8Array>
}

/** A source over bytes already in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, end) => Promise.resolve(bytes.slice(start, end)) }
}
