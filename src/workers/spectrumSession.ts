import type { SpectrumJob } from '../audio/spectrum'
import { BugError } from '../base/assert'
import type { WorkerPort } from './bridge'
import { fromWire, type WireError } from './protocol'

/** What the spectrum worker is asked. */
export interface SpectrumRequest {
  readonly id: number
  readonly job: SpectrumJob
}

/** What it answers. */
export type SpectrumReply =
  | { readonly id: number; readonly kind: 'done'; readonly levels: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError }

const startWorker = (): WorkerPort => new Worker(new URL('./spectrum.worker.ts', import.meta.url), { type: 'module' })

interface Waiting {
  readonly resolve: (levels: Uint8Array<ArrayBuffer>) => void
  readonly reject: (error: unknown) => void
}

/** One worker that stays and measures spectra, one stretch after another. It starts when first asked. */
export class SpectrumSession {
  readonly #start: () => WorkerPort
  readonly #waiting = new Map<number, Waiting>()
  #worker: WorkerPort | null = null
  #listening = new AbortController()
  #next = 0

  constructor(start: () => WorkerPort = startWorker) {
    this.#start = start
  }

  /**
   * The levels of a stretch, as `SpectrumMeter` gives them. The samples are given away. Rejects with an AbortError when the session
   * is disposed meanwhile, and with a `BugError` when the worker dies; the next stretch then has a new one.
   */
  measure(job: SpectrumJob): Promise<Uint8Array<ArrayBuffer>> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      const worker = this.#running()
      this.#waiting.set(id, { resolve, reject })
      const request: SpectrumRequest = { id, job }
      const transfer = job.channels.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
      worker.postMessage(request, transfer)
    })
  }

  /** Ends the worker. */
  dispose(): void {
    this.#end(new DOMException('the spectrum is no longer wanted', 'AbortError'))
  }

  #running(): WorkerPort {
    if (this.#worker) return this.#worker
    const worker = this.#start()
    const during = { signal: this.#listening.signal }
    worker.addEventListener('error', () => this.#end(new BugError('a spectrum worker failed')), during)
    worker.addEventListener('messageerror', () => this.#end(new BugError('a spectrum could not be read')), during)
    worker.addEventListener('message', (event) => event instanceof MessageEvent && this.#answer(event.data), during)
    this.#worker = worker
    return worker
  }

  #answer(reply: SpectrumReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.kind === 'done') waiting?.resolve(reply.levels)
    else waiting?.reject(fromWire(reply.error))
  }

  #end(reason: unknown): void {
    this.#listening.abort(reason)
    this.#listening = new AbortController()
    this.#worker?.terminate()
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }
}
