import type { Encoded } from './encodeTypes'
import { toWire, type WorkerReply } from './protocol'
import { replaceFile } from './replaceFile'
import { type EncodeRequest, runEncode } from './runEncode'

const abort = new AbortController()
const answer = (reply: WorkerReply<number, Encoded>): void => self.postMessage(reply, [])
const onProgress = (progress: number): void => answer({ kind: 'progress', progress })

async function run(request: EncodeRequest): Promise<void> {
  try {
    let result: Encoded | null = null
    await replaceFile(request.path, async (file) => {
      result = await runEncode(request, file, { signal: abort.signal, onProgress })
    })
    if (result !== null) answer({ kind: 'done', result })
  } catch (error) {
    answer({ kind: 'failed', error: toWire(error) })
  }
}

self.addEventListener('message', ({ data }: MessageEvent<EncodeRequest | 'cancel'>): void => {
  if (data === 'cancel') abort.abort()
  else void run(data)
})
