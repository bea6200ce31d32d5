import type { DecodeOutcome } from './decodeTypes'
import { type DecodeRequest, largeOutcome, openTrack } from './openTrack'
import { toWire, type WorkerReply } from './protocol'
import { replaceFile } from './replaceFile'
import { runDecode } from './runDecode'

const abort = new AbortController()
const answer = (reply: WorkerReply<number, DecodeOutcome>): void => self.postMessage(reply, [])

/** Thrown to have the file removed again. */
class Refused extends Error {
  constructor(readonly outcome: DecodeOutcome) {
    super(outcome.kind)
  }
}

async function run(request: DecodeRequest): Promise<DecodeOutcome> {
  const opened = await openTrack(request)
  try {
    const large = largeOutcome(opened)
    if (large !== null) return large
    let outcome: DecodeOutcome | null = null
    await replaceFile(request.path, async (file) => {
      outcome = await runDecode(opened, file, abort.signal, (progress) => answer({ kind: 'progress', progress }))
      if (outcome.kind === 'large') throw new Refused(outcome)
    })
    return outcome ?? Promise.reject(new Error('nothing was decoded'))
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  } finally {
    opened.dispose()
  }
}

self.addEventListener('message', ({ data }: MessageEvent<DecodeRequest | 'cancel'>): void => {
  if (data === 'cancel') return abort.abort()
  void run(data).then(
    (result) => answer({ kind: 'done', result }),
    (error: unknown) => answer({ kind: 'failed', error: toWire(error) }),
  )
})
