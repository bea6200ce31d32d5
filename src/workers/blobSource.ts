import type { ByteSource } from '../audio/source'
import { PickupError } from '../base/errors'

/** Why the bytes of a dropped file could not be read. */
export type FileReadErrorCode = 'file-unreadable'

/**
 * Reads a dropped file by ranges.
 * A read rejects with `file-unreadable` when the file was moved, deleted or changed on disk since it was dropped.
 */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer())
      } catch (cause) {
        throw new PickupError<FileReadErrorCode>(
          'file-unreadable',
          'The recording can no longer be read: it was moved, renamed or changed on disk. Put it back as it was, or open it again.',
          { start, end },
          { cause },
        )
      }
    },
  }
}
