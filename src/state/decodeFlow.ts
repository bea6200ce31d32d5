import { sizeWords } from '../base/sizeWords'
import { StorageError } from '../storage/errors'
import { decodeRecording } from '../workers/decode'
import type { App } from './app'
import { ask } from './ask'

/** A compressed recording, decoded to a file of plain samples in the browser's storage. */
export interface DecodedRecording {
  readonly file: Blob
  /** What was odd about it, in sentences for the user. */
  readonly notes: readonly string[]
}

/**
 * Decodes a compressed recording once, to `path` in the browser's storage, and says how far it is. When that takes much room
 * the user is asked first. Rejects with AbortError when it was cancelled or the answer was no.
 */
export async function decodeToStorage(
  app: App,
  file: File,
  path: string,
  signal: AbortSignal,
): Promise<DecodedRecording> {
  const onProgress = (share: number) => app.store.patch({ decoding: { name: file.name, share } })
  try {
    let outcome = await decodeRecording(file, path, { signal, onProgress })
    if (outcome.kind === 'large') {
      const { bytes, free, seconds } = outcome
      const minutes = Math.round(seconds / 60)
      const room = free === null ? '' : ` ${sizeWords(free)} are free.`
      const yes = await ask(app, {
        signal,
        title: 'Decode this recording?',
        text: `“${file.name}” is ${minutes} min long and takes ${sizeWords(bytes)} in this browser’s storage once it is decoded.${room}`,
        yes: 'Decode it',
      })
      if (!yes) throw new DOMException('not decoded', 'AbortError')
      outcome = await decodeRecording(file, path, { signal, onProgress, allowBytes: Math.ceil(bytes * 1.1) })
    }
    if (outcome.kind === 'large') {
      const message = `There is not enough room in this browser’s storage: the decoded recording takes ${sizeWords(outcome.bytes)}. Free space, then open it again.`
      throw new StorageError('no-space', message, { bytes: outcome.bytes })
    }
    const decoded = await app.files.file(path)
    if (!decoded) throw new StorageError('missing', 'The decoded recording is gone. Open the file again.', { path })
    return { file: decoded, notes: outcome.notes }
  } finally {
    app.store.patch({ decoding: null })
  }
}
