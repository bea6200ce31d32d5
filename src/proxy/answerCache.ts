import type { SharedStore } from './sharedStore'

/** An answer that was paid for. */
export interface StoredAnswer {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
  /** The vendor's name for the request. */
  readonly requestId?: string
}

/** Keeps answers for a while, as many as fit. */
export interface AnswerCache {
  get(key: string): Promise<StoredAnswer | null>
  put(key: string, answer: StoredAnswer): Promise<void>
}

const keepMs = 24 * 60 * 60_000

/** A cache in this process: the answers used last, at most `maxBytes` of them, for a day. 0 keeps none. */
export function memoryCache(maxBytes: number, now: () => number = Date.now): AnswerCache {
  const kept = new Map<string, { readonly answer: StoredAnswer; readonly until: number }>()
  let size = 0
  const drop = (key: string) => {
    size -= kept.get(key)?.answer.bytes.length ?? 0
    kept.delete(key)
  }
  return {
    async get(key) {
      const found = kept.get(key)
      if (found === undefined) return null
      drop(key)
      if (found.until < now()) return null
      size += found.answer.bytes.length
      kept.set(key, found)
      return found.answer
    },
    async put(key, answer) {
      drop(key)
      if (answer.bytes.length > maxBytes / 2) return
      size += answer.bytes.length
      kept.set(key, { answer, until: now() + keepMs })
      for (const oldest of kept.keys()) {
        if (size <= maxBytes) break
        drop(oldest)
      }
    },
  }
}

const largestShared = 8 * 1024 * 1024

/** A cache that several instances share, with this process's own for while the store is away. */
export function sharedCache(store: SharedStore, own: AnswerCache): AnswerCache {
  return {
    async get(key) {
      const bytes = await store.get(`answer:${key}`)
      return bytes === null ? own.get(key) : unpack(bytes)
    },
    async put(key, answer) {
      const packed = pack(answer)
      const shared = packed.length <= largestShared && (await store.put(`answer:${key}`, packed, keepMs / 1000))
      if (!shared) await own.put(key, answer)
    },
  }
}

/** One line of JSON, then the bytes. */
function pack({ bytes, ...head }: StoredAnswer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes])
}

function unpack(packed: Buffer): StoredAnswer | null {
  const end = packed.indexOf(10)
  try {
    const head: unknown = JSON.parse(packed.toString('utf8', 0, end))
    if (typeof head !== 'object' || head === null) return null
    const contentType: unknown = Reflect.get(head, 'contentType')
    const requestId: unknown = Reflect.get(head, 'requestId')
    if (typeof contentType !== 'string') return null
    const bytes = new Uint8Array(packed.subarray(end + 1))
    return { bytes, contentType, ...(typeof requestId === 'string' ? { requestId } : {}) }
  } catch {
    return null
  }
}
