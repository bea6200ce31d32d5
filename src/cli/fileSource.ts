import { type FileHandle, open } from 'node:fs/promises'
import type { ByteSource } from '../audio/source'
import { CliError } from './cliError'

/** A file that is open for reading until `close`. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>
}

/** Opens a file. Throws CliError `refused` when it cannot be read. */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await reading(path)
  const info = await handle.stat()
  if (!info.isFile()) {
    await handle.close()
    throw new CliError('refused', `${path} is not a file.`, { path })
  }
  return {
    size: info.size,
    close: () => handle.close(),
    async read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, info.size) - start))
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
  }
}

async function reading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw new CliError('refused', `${path} cannot be read: ${reasonOf(error)}.`, { path }, { cause: error })
  }
}

/** What the system says of a failure, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'it is not there'
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be touched'
  if (code === 'ENOSPC') return 'the disk is full'
  return error instanceof Error ? error.message : String(error)
}
