import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../base/assert'
import { ServiceError } from '../errors'
import { performInfill } from './embedded/perform'
import type { ThreadAnswer, ThreadData, ThreadRequest } from './embedded/protocol'

// The speaking thread: it can be terminated in the middle of a sentence, which a synthesizer in WebAssembly cannot.

const port = must(parentPort, 'the speaking thread runs as a worker thread')
const { flite }: ThreadData = workerData

async function answer(job: ThreadRequest): Promise<ThreadAnswer> {
  try {
    return { kind: 'spoken', bytes: await performInfill(flite, job) }
  } catch (error) {
    if (error instanceof ServiceError) return { kind: 'refused', refusal: error.refusal, message: error.message }
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

port.on('message', (job: ThreadRequest) => {
  void answer(job).then((said) => port.postMessage(said, said.kind === 'spoken' ? [said.bytes.buffer] : []))
})
