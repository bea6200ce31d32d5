import { statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ByteSource } from '../audio/source'

/** A source over a file on disk, opened anew for every read. Size as it is now. */
export function fileSource(path: string): ByteSource {
  return {
    size: statSync(path).size,
    async read(start, end) {
      const handle = await open(path)
      try {
        const bytes = new Uint8Array(Math.max(0, end - start))
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start)
        return bytes.subarray(0, bytesRead)
      } finally {
        await handle.close()
      }
    },
  }
}
