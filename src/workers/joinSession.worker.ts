import { JoinCache, type JoinRequest } from './joinCache'
import type { JoinReply } from './joinSession'
import { toWire } from './protocol'
import { buffersOf } from './runJoin'

const cache = new JoinCache()

const answer = (reply: JoinReply, transfer: ArrayBuffer[]): void => self.postMessage(reply, transfer)

async function run(request: JoinRequest): Promise<void> {
  const { id } = request
  try {
    if (request.kind === 'prepare') {
      await cache.prepare(request.place)
      return
    }
    const result = await cache.render(request)
    answer({ id, kind: 'done', result }, buffersOf(result))
  } catch (error) {
    answer({ id, kind: 'failed', error: toWire(error) }, [])
  }
}

self.addEventListener('message', ({ data }: MessageEvent<JoinRequest>): void => void run(data))
