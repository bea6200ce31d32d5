import { toWire, type WorkerReply } from './protocol'
import { buffersOf, type JoinJob, type RenderedInsert, runJoin } from './runJoin'

const answer = (reply: WorkerReply<never, RenderedInsert>, transfer: ArrayBuffer[]): void =>
  self.postMessage(reply, transfer)

async function run(job: JoinJob): Promise<void> {
  try {
    const result = await runJoin(job)
    answer({ kind: 'done', result }, buffersOf(result))
  } catch (error) {
    answer({ kind: 'failed', error: toWire(error) }, [])
  }
}

self.addEventListener('message', ({ data }: MessageEvent<JoinJob>): void => void run(data))
