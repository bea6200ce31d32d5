/** What writing needs of an OPFS file held open: the part of FileSystemSyncAccessHandle used here. */
export interface SyncFile {
  /** Writes at byte `at` and returns how many bytes were taken. */
  write(bytes: Uint8Array, options: { readonly at: number }): number
  truncate(size: number): void
  /** Returns once what was written is on disk. */
  flush(): void
  close(): void
}

/** Told how many bytes are written so far. */
export type OnWritten = (written: number) => void

/** Bytes between two flushes of a long copy, so that its last step does not wait for a whole file to reach the disk. */
const flushEvery = 256 * 2 ** 20

/** Bytes between two looks at the worker's messages, which a fast source would never let through. */
const listenEvery = 16 * 2 ** 20

/** Writes `bytes` at byte `at`. Throws a QuotaExceededError when there is no room for all of them. */
export function writeAt(file: SyncFile, bytes: Uint8Array, at: number): void {
  const taken = file.write(bytes, { at })
  if (taken === bytes.length) return
  throw new DOMException(`only ${taken} of ${bytes.length} bytes were written`, 'QuotaExceededError')
}

const crosses = (before: number, after: number, step: number): boolean =>
  Math.floor(before / step) < Math.floor(after / step)

/**
 * Replaces the content of `file` by `parts` and returns once it is on disk. The file stays open.
 * Throws a QuotaExceededError when there is no room for all of it.
 */
export function writeParts(file: SyncFile, parts: readonly Uint8Array[]): void {
  file.truncate(0)
  let at = 0
  for (const part of parts) {
    writeAt(file, part, at)
    at += part.length
  }
  file.flush()
}

/**
 * Replaces the content of `file` by `chunks` and returns how many bytes are on disk. The file stays open.
 * Throws a QuotaExceededError when there is no room for all of it, and the reason of `signal` when it aborts.
 */
export async function writeChunks(
  file: SyncFile,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  onWritten: OnWritten,
): Promise<number> {
  file.truncate(0)
  let at = 0
  for await (const chunk of chunks) {
    const before = at
    writeAt(file, chunk, at)
    at += chunk.length
    onWritten(at)
    if (crosses(before, at, flushEvery)) file.flush()
    if (crosses(before, at, listenEvery)) await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  signal.throwIfAborted()
  file.flush()
  return at
}

/**
 * The bytes of `blob` from its start, in order. Each chunk is only good until the next one is asked for.
 * Throws a NotReadableError when the blob ends before its size, as a file on disk does that was changed.
 */
export async function* chunksOf(blob: Blob, chunkSize = 2 * 2 ** 20): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader({ mode: 'byob' })
  let buffer = new ArrayBuffer(chunkSize)
  let left = blob.size
  try {
    while (left > 0) {
      const { value } = await reader.read(new Uint8Array(buffer))
      if (value === undefined || value.length === 0) {
        throw new DOMException(`${left} of ${blob.size} bytes could not be read`, 'NotReadableError')
      }
      yield value
      left -= value.length
      buffer = value.buffer
    }
  } finally {
    await reader.cancel()
  }
}
