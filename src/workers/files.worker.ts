import type { FilesReply, FilesRequest } from './files'
import { replaceFile } from './replaceFile'
import { chunksOf, writeChunks, writeParts } from './syncFile'

const running = new Map<number, AbortController>()
const answer = (reply: FilesReply): void => self.postMessage(reply, [])

async function run(request: Exclude<FilesRequest, { kind: 'cancel' }>): Promise<void> {
  const { id } = request
  const abort = new AbortController()
  running.set(id, abort)
  try {
    await replaceFile(request.path, (file) => {
      if (request.kind === 'write') return writeParts(file, request.parts)
      return writeChunks(file, chunksOf(request.blob), abort.signal, (written) =>
        answer({ kind: 'progress', id, written }),
      )
    })
    answer({ kind: 'done', id })
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    answer({ kind: 'failed', id, name, message })
  } finally {
    running.delete(id)
  }
}

self.addEventListener('message', ({ data }: MessageEvent<FilesRequest>): void => {
  if (data.kind === 'cancel') running.get(data.id)?.abort()
  else void run(data)
})
