import { must } from '../../base/assert'
import { JoinCache, type JoinRequest } from '../../workers/joinCache'
import { toWire } from '../../workers/protocol'
import { type AnalysisRequest, runAnalysis } from '../../workers/runAnalysis'
import type { Scheduler, Tab } from './scheduler'

type Answer = (reply: unknown) => void

/** What a worker does with each message. */
type Work = (message: MessageEvent, answer: Answer) => Promise<void>

function analysisWorker(): Work {
  return async ({ data }, answer) => {
    const request: AnalysisRequest = data
    // A clock that stands still: how often is reported does not depend on the machine.
    const result = await runAnalysis(
      request,
      (progress) => answer({ kind: 'progress', progress }),
      () => 0,
    )
    answer({ kind: 'done', result })
  }
}

function joinWorker(): Work {
  const cache = new JoinCache()
  return async ({ data }, answer) => {
    const request: JoinRequest = data
    try {
      if (request.kind === 'prepare') await cache.prepare(request.place)
      else answer({ id: request.id, kind: 'done', result: await cache.render(request) })
    } catch (error) {
      answer({ id: request.id, kind: 'failed', error: toWire(error) })
    }
  }
}

/** Begins to decode, and does not end before it is cancelled. */
function decodeWorker(): Work {
  return async ({ data }, answer) => {
    if (data === 'cancel') answer({ kind: 'failed', error: toWire(new DOMException('cancelled', 'AbortError')) })
    else answer({ kind: 'progress', progress: 0.5 })
  }
}

/** What starts a worker, by the name of its file. */
const starts: ReadonlyMap<string, () => Work> = new Map([
  ['analysis.worker.ts', analysisWorker],
  ['decode.worker.ts', decodeWorker],
  ['joinSession.worker.ts', joinWorker],
])

/** A worker in this thread: messages are cloned, and each arrives, both ways in order, when its turn comes. */
export class FakeWorker extends EventTarget {
  readonly tab: Tab | null
  /** Whether it was ever asked anything. */
  asked = false
  readonly #work: Work
  readonly #name: string
  readonly #lane = crypto.randomUUID()

  constructor(
    readonly scheduler: Scheduler,
    readonly alive: Set<FakeWorker>,
    script: string | URL,
  ) {
    super()
    this.#name = /[^/]*\.worker\.ts/.exec(String(script))?.[0] ?? String(script)
    this.#work = must(starts.get(this.#name), `no worker ${this.#name}`)()
    this.tab = scheduler.tab
    alive.add(this)
  }

  postMessage(request: unknown): void {
    this.asked = true
    const data = structuredClone(request)
    void this.#arrives('asked').then(() => {
      if (!this.alive.has(this)) return
      const message = new MessageEvent('message', { data })
      return this.scheduler.native(() => this.#work(message, (reply) => this.#answer(reply)))
    })
  }

  terminate(): void {
    this.alive.delete(this)
  }

  #answer(reply: unknown): void {
    const message = new MessageEvent('message', { data: structuredClone(reply) })
    const deliver = () => this.alive.has(this) && this.dispatchEvent(message)
    void this.#arrives('answers').then(() => this.scheduler.as(this.tab, deliver))
  }

  #arrives(what: string): Promise<void> {
    return this.scheduler.gate(`${this.#name} ${what}`, { lane: `${this.#lane} ${what}`, tab: this.tab })
  }
}
