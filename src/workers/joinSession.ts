import { BugError } from '../base/assert'
import type { JoinSettings } from '../edit/joinSettings'
import type { WorkerPort } from './bridge'
import { type JoinRequest, KeptKeys } from './joinCache'
import { fromWire, type WireError } from './protocol'
import type { JoinJob, RenderedInsert } from './runJoin'

/** What a long-lived join worker answers. */
export type JoinReply =
  | { readonly id: number; readonly kind: 'done'; readonly result: RenderedInsert }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError }

const startWorker = (): WorkerPort =>
  new Worker(new URL('./joinSession.worker.ts', import.meta.url), { type: 'module' })

interface Waiting {
  readonly resolve: (insert: RenderedInsert) => void
  readonly reject: (error: unknown) => void
}

/**
 * One join worker that stays, for a person who turns a control: a take is sent and measured once, and then rendered with one setting
 * after another. Starts its worker when first used. `dispose` ends it; what is under way then rejects with an AbortError.
 */
export class JoinSession {
  readonly #start: () => WorkerPort
  readonly #waiting = new Map<number, Waiting>()
  #keys = new KeptKeys()
  #worker: WorkerPort | null = null
  #listening = new AbortController()
  #next = 0

  constructor(start: () => WorkerPort = startWorker) {
    this.#start = start
  }

  /**
   * The insert of `key` with `settings`. `load` gives what it is made of, and is called only when the worker does not have it.
   * Rejects as `renderInsert` does.
   */
  async render(
    key: string,
    load: () => Promise<Omit<JoinJob, 'settings'>>,
    settings: JoinSettings,
    signal: AbortSignal,
  ): Promise<RenderedInsert> {
    signal.throwIfAborted()
    const job = this.#keys.has(key) ? null : await load()
    signal.throwIfAborted()
    const worker = this.#running()
    this.#keys.use(key)
    const request: JoinRequest = { id: this.#next++, key, job, settings }
    const ended = new AbortController()
    try {
      return await new Promise<RenderedInsert>((resolve, reject) => {
        this.#waiting.set(request.id, { resolve, reject })
        signal.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal })
        worker.postMessage(request, [])
      })
    } catch (error) {
      if (job !== null && !signal.aborted) this.#keys.drop(key)
      throw error
    } finally {
      ended.abort()
      this.#waiting.delete(request.id)
    }
  }

  /** Ends the worker. The session can be used again, from the start. */
  dispose(): void {
    this.#end(new DOMException('the join was ended', 'AbortError'))
  }

  #running(): WorkerPort {
    if (this.#worker) return this.#worker
    const worker = this.#start()
    const during = { signal: this.#listening.signal }
    worker.addEventListener('error', () => this.#end(new BugError('a join worker failed')), during)
    worker.addEventListener('messageerror', () => this.#end(new BugError('an insert could not be read')), during)
    worker.addEventListener(
      'message',
      (event) => {
        if (event instanceof MessageEvent) this.#answer(event.data)
      },
      during,
    )
    this.#worker = worker
    return worker
  }

  #answer(reply: JoinReply): void {
    const waiting = this.#waiting.get(reply.id)
    if (reply.kind === 'done') waiting?.resolve(reply.result)
    else waiting?.reject(fromWire(reply.error))
  }

  #end(reason: unknown): void {
    this.#listening.abort()
    this.#listening = new AbortController()
    this.#worker?.terminate()
    this.#worker = null
    this.#keys = new KeptKeys()
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }
}
