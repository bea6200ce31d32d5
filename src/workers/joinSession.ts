import { BugError } from '../base/assert'
import type { JoinSettings } from '../edit/joinSettings'
import type { WorkerPort } from './bridge'
import { isNeverSent, type JoinRequest, KeptKeys, type RenderRequest } from './joinCache'
import { fromWire, type WireError } from './protocol'
import type { JoinPlace, RenderedInsert } from './runJoin'

/** What a long-lived join worker answers. */
export type JoinReply =
  | { readonly id: number; readonly kind: 'done'; readonly result: RenderedInsert }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError }

const startWorker = (): WorkerPort =>
  new Worker(new URL('./joinSession.worker.ts', import.meta.url), { type: 'module' })

/** One take in one place. */
export interface JoinSubject {
  /** Equal keys have equal takes and places. */
  readonly key: string
  readonly place: JoinPlace
  /** Gives the bytes of the take, or null to close the gap. Called only when the worker does not have them. */
  readonly load: () => Promise<Uint8Array | null>
}

interface Waiting {
  readonly key: string
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
   * The insert of `subject` with `settings`. Rejects as `runJoin` and `load` do, and with an AbortError when the session is disposed
   * meanwhile.
   */
  async render(subject: JoinSubject, settings: JoinSettings, signal: AbortSignal): Promise<RenderedInsert> {
    signal.throwIfAborted()
    const { key, place, load } = subject
    const { signal: session } = this.#listening
    const take = this.#keys.has(key) ? 'kept' : await load()
    signal.throwIfAborted()
    session.throwIfAborted()
    try {
      return await this.#ask({ id: this.#next++, kind: 'render', key, place, take, settings }, signal)
    } catch (error) {
      if (!isNeverSent(error)) throw error
      return await this.render(subject, settings, signal)
    }
  }

  /** Has a place measured before there is a take for it. What fails is told by `render`. */
  prepare(place: JoinPlace): void {
    this.#running().postMessage({ id: this.#next++, kind: 'prepare', place } satisfies JoinRequest, [])
  }

  /** Ends the worker. The session can be used again, from the start. */
  dispose(): void {
    this.#end(new DOMException('the join was ended', 'AbortError'))
  }

  async #ask(request: RenderRequest, signal: AbortSignal): Promise<RenderedInsert> {
    const worker = this.#running()
    const { id, key } = request
    const ended = new AbortController()
    try {
      return await new Promise<RenderedInsert>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal })
        this.#keys.use(key)
        this.#waiting.set(id, { key, resolve, reject })
        this.#post(worker, request)
      })
    } finally {
      ended.abort()
    }
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

  /** What cannot be sent is not waited for. */
  #post(worker: WorkerPort, request: RenderRequest): void {
    try {
      worker.postMessage(request, [])
    } catch (error) {
      this.#waiting.delete(request.id)
      this.#keys.drop(request.key)
      throw error
    }
  }

  /** Also for a request that nobody waits for any more: the worker has dropped the key of every one that failed. */
  #answer(reply: JoinReply): void {
    const waiting = this.#waiting.get(reply.id)
    if (waiting === undefined) return
    this.#waiting.delete(reply.id)
    if (reply.kind === 'done') return waiting.resolve(reply.result)
    this.#keys.drop(waiting.key)
    waiting.reject(fromWire(reply.error))
  }

  #end(reason: unknown): void {
    this.#listening.abort(reason)
    this.#listening = new AbortController()
    this.#worker?.terminate()
    this.#worker = null
    this.#keys = new KeptKeys()
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }
}
