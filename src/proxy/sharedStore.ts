import { once } from 'node:events'
import type { Redis } from 'ioredis'
import type { Log } from './log'

/** Redis or Valkey, as several instances share it. It may go away at any time: then values are missing, and calls do not fail. */
export interface SharedStore {
  /** For the limiters, which handle failures themselves. */
  readonly client: Redis
  /** In front of every key. */
  readonly prefix: string
  readonly isUp: () => boolean
  /** Resolves once it is up, cannot be reached or `mostMs` have passed. */
  settled(mostMs: number): Promise<void>
  get(key: string): Promise<Buffer | null>
  /** Whether it was kept. */
  put(key: string, value: Buffer, seconds: number): Promise<boolean>
  close(): void
}

const prefix = 'pickup'
const slowestMs = 1000

/** Opens the store at `url` (redis:// or rediss://). Does not wait for it and never fails: it connects when it can, and says in the log when it comes and goes. */
export async function openSharedStore(url: string, log: Log): Promise<SharedStore> {
  // Loaded only where it is used: it takes 20 MB.
  const { Redis: Client } = await import('ioredis')
  const client = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: slowestMs,
    retryStrategy: (attempt) => Math.min(200 * attempt, 5000),
  })
  let told: 'up' | 'down' | null = null
  const tell = (state: 'up' | 'down') => {
    if (told === state) return
    const first = told === null
    told = state
    if (state === 'down') {
      log.warn('redis_lost', {
        effect: 'each instance counts limits and budget for itself and keeps its own cache until it is back',
      })
    } else log.info(first ? 'redis_connected' : 'redis_back', {})
  }
  client.on('ready', () => tell('up'))
  client.on('error', () => tell('down'))
  client.on('close', () => tell('down'))
  return {
    client,
    prefix,
    isUp: () => client.status === 'ready',
    async settled(mostMs) {
      if (client.status === 'ready') return
      await once(client, 'ready', { signal: AbortSignal.timeout(mostMs) }).catch(() => undefined)
    },
    get: (key) => client.getBuffer(`${prefix}:${key}`).catch(() => null),
    put: (key, value, seconds) =>
      client.set(`${prefix}:${key}`, value, 'EX', seconds).then(
        () => true,
        () => false,
      ),
    close: () => {
      client.removeAllListeners('close')
      client.disconnect()
    },
  }
}
