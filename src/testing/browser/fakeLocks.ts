import type { Scheduler, Tab } from './scheduler'

interface Request {
  readonly tab: Tab | null
  readonly mode: LockMode
  readonly grant: () => void
  /** Takes a lock that is held away. */
  readonly lose: (reason: unknown) => void
}

type Granted = (lock: Lock | null) => unknown

const taken = (): DOMException => new DOMException('another one has stolen the lock', 'AbortError')

/** The locks of an origin, after the Web Locks specification, shared by all tabs. */
export class FakeLocks {
  readonly #held = new Map<string, Request[]>()
  readonly #queues = new Map<string, Request[]>()
  /** Tabs that a lock was stolen from. */
  readonly robbed = new Set<Tab>()

  constructor(readonly scheduler: Scheduler) {}

  /** Names of the locks that a tab holds or waits for. */
  of(tab: Tab): readonly string[] {
    return [...this.#held, ...this.#queues].flatMap(([name, requests]) =>
      requests.some((request) => request.tab === tab) ? [name] : [],
    )
  }

  /** What the browser does with the locks of a tab that is gone. */
  drop(tab: Tab): void {
    for (const requests of [...this.#held.values(), ...this.#queues.values()]) {
      requests.splice(0, requests.length, ...requests.filter((request) => request.tab !== tab))
    }
    for (const name of this.#queues.keys()) this.#next(name)
  }

  /** As `navigator.locks.request`. */
  async request(name: string, options: LockOptions | Granted, callback?: Granted): Promise<unknown> {
    const granted = typeof options === 'function' ? options : callback
    if (granted === undefined) throw new TypeError('a lock is asked for with a callback')
    const {
      mode = 'exclusive',
      ifAvailable = false,
      steal = false,
      signal,
    } = typeof options === 'function' ? {} : options
    const { tab } = this.scheduler
    await this.scheduler.gate(`lock ${name}`, signal === undefined ? {} : { signal })
    const held = this.#of(this.#held, name)
    if (ifAvailable && !this.#free(name, mode)) return granted(null)
    return new Promise((resolve, reject) => {
      const request: Request = {
        tab,
        mode,
        lose: reject,
        grant: () => {
          held.push(request)
          const release = () => {
            const at = held.indexOf(request)
            if (at >= 0) held.splice(at, 1)
            this.#next(name)
          }
          const work = async () => this.scheduler.as(tab, () => granted({ name, mode }))
          work().then(resolve, reject).finally(release)
        },
      }
      if (steal) {
        for (const other of held.splice(0)) {
          if (other.tab !== null) this.robbed.add(other.tab)
          other.lose(taken())
        }
        return request.grant()
      }
      const queue = this.#of(this.#queues, name)
      queue.push(request)
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(request)
        if (at < 0) return
        queue.splice(at, 1)
        reject(signal.reason)
      })
      this.#next(name)
    })
  }

  #of(requests: Map<string, Request[]>, name: string): Request[] {
    const there = requests.get(name)
    if (there !== undefined) return there
    const none: Request[] = []
    requests.set(name, none)
    return none
  }

  #free(name: string, mode: LockMode): boolean {
    const held = this.#of(this.#held, name)
    return held.length === 0 || (mode === 'shared' && held.every((other) => other.mode === 'shared'))
  }

  #next(name: string): void {
    const queue = this.#of(this.#queues, name)
    while (queue[0] !== undefined && this.#free(name, queue[0].mode)) queue.shift()?.grant()
  }
}

/** What tabs tell each other by name, each message when its turn comes. */
export class FakeChannels {
  readonly open = new Set<FakeChannel>()

  constructor(readonly scheduler: Scheduler) {}

  /** How many channels a tab has open. */
  of(tab: Tab): number {
    return [...this.open].filter((channel) => channel.tab === tab).length
  }

  /** As `new BroadcastChannel`. */
  channel(name: string): FakeChannel {
    const channel = new FakeChannel(this, name, this.scheduler.tab)
    this.open.add(channel)
    return channel
  }
}

/** One end of a channel. */
class FakeChannel extends EventTarget {
  constructor(
    readonly channels: FakeChannels,
    readonly name: string,
    readonly tab: Tab | null,
  ) {
    super()
  }

  postMessage(data: unknown): void {
    const { scheduler, open } = this.channels
    for (const other of open) {
      if (other === this || other.name !== this.name) continue
      const deliver = () => scheduler.as(other.tab, () => other.dispatchEvent(new MessageEvent('message', { data })))
      void scheduler.gate(`message on ${this.name}`, { tab: other.tab }).then(() => open.has(other) && deliver())
    }
  }

  close(): void {
    this.channels.open.delete(this)
  }
}
