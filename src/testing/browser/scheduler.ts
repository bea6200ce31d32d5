import { AsyncLocalStorage } from 'node:async_hooks'
import { must } from '../../base/assert'

/** One tab. What it waits for never comes once it is gone. */
export interface Tab {
  readonly name: string
  alive: boolean
}

/** How a wait is ordered among others. */
export interface GateOptions {
  /** Waits of one lane go on in the order in which they began. */
  readonly lane?: string
  /** Aborting it ends the wait, which then rejects with the reason. */
  readonly signal?: AbortSignal
  /** Whose wait it is; the tab that is running when not given. */
  readonly tab?: Tab | null
}

interface Waiting {
  readonly label: string
  readonly tab: Tab
  readonly lane: string | null
  readonly open: () => void
}

interface Timer {
  readonly due: number
  readonly tab: Tab
  readonly run: () => void
}

const running = new AsyncLocalStorage<Tab | null>()

/** The real one, whatever is put in its place. */
const immediate = globalThis.setImmediate

/**
 * Decides what comes first. Everything asynchronous that a tab begins waits at a gate, and each `turn` opens one of them, or
 * lets the next timer ring; which one follows from a source of random numbers alone, so that a run can be had again.
 */
export class Scheduler {
  /** Milliseconds since 1970. */
  now = Date.UTC(2024, 0, 2)
  /** What was let go on, in order. */
  readonly log: string[] = []
  readonly #waiting = new Set<Waiting>()
  readonly #timers = new Set<Timer>()
  #native = 0

  constructor(readonly random: () => number) {}

  /** Runs `work` as something the tab does; what it begins belongs to the tab. */
  as<Value>(tab: Tab | null, work: () => Value): Value {
    return running.run(tab, work)
  }

  /** The tab that is running, or null: then nothing waits. */
  get tab(): Tab | null {
    return running.getStore() ?? null
  }

  /** Waits for its turn. Outside of any tab it goes on at once. */
  gate(label: string, { lane, signal, tab = this.tab }: GateOptions = {}): Promise<void> {
    if (tab === null) return Promise.resolve()
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const waiting: Waiting = { label, tab, lane: lane === undefined ? null : `${tab.name} ${lane}`, open: resolve }
      this.#waiting.add(waiting)
      signal?.addEventListener('abort', () => this.#waiting.delete(waiting) && reject(signal.reason), { once: true })
    })
  }

  /** Rings after `ms` of a clock that moves on only when nothing sooner rings. The returned function cancels. */
  after(ms: number, run: () => void): () => void {
    const timer = { due: this.now + Math.max(0, ms), tab: must(this.tab, 'the tab of a timer'), run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Does something that the machine does in its own time; no gate opens meanwhile. */
  async native<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#native++
    try {
      return await this.as(null, work)
    } finally {
      this.#native--
    }
  }

  /** Lets one thing happen and all that follows from it at once. Gives false when there is nothing to come. */
  async turn(): Promise<boolean> {
    await this.#still()
    this.#forgetTheGone()
    const ready = this.#ready()
    const timer = [...this.#timers].sort((a, b) => a.due - b.due)[0]
    if (timer !== undefined && (ready.length === 0 || this.random() < 0.05)) this.#ring(timer)
    else if (ready.length > 0) this.#open(must(ready[Math.floor(this.random() * ready.length)], 'a gate'))
    else return false
    await this.#still()
    return true
  }

  /** Lets everything happen that is under way. Throws when there is no end to it. */
  async settle(most = 20_000): Promise<void> {
    for (let turns = 0; await this.turn(); turns++) {
      if (turns > most) throw new Error(`no end after ${most} turns: ${this.log.slice(-10).join(', ')}`)
    }
  }

  /** What is waited for now, timers not counted. */
  get pending(): readonly string[] {
    return [...this.#waiting].filter(({ tab }) => tab.alive).map(({ tab, label }) => `${tab.name}: ${label}`)
  }

  #ready(): Waiting[] {
    const lanes = new Set<string>()
    return [...this.#waiting].filter(({ lane }) => {
      if (lane === null) return true
      const first = !lanes.has(lane)
      lanes.add(lane)
      return first
    })
  }

  #open(waiting: Waiting): void {
    this.#waiting.delete(waiting)
    this.log.push(`${waiting.tab.name}: ${waiting.label}`)
    waiting.open()
  }

  #ring(timer: Timer): void {
    this.#timers.delete(timer)
    this.now = Math.max(this.now, timer.due)
    this.log.push(`${timer.tab.name}: timer`)
    this.as(timer.tab, timer.run)
  }

  #forgetTheGone(): void {
    for (const waiting of this.#waiting) if (!waiting.tab.alive) this.#waiting.delete(waiting)
    for (const timer of this.#timers) if (!timer.tab.alive) this.#timers.delete(timer)
  }

  async #still(): Promise<void> {
    do await new Promise((resolve) => immediate(resolve))
    while (this.#native > 0)
  }
}
