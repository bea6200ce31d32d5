import { createHash } from 'node:crypto'
import { vi } from 'vitest'
import { Scope } from '../../base/scope'
import { FakeChannels, FakeLocks } from './fakeLocks'
import { FakeRequest, FakeService } from './fakeService'
import { FakeWorker } from './fakeWorker'
import type { Scheduler, Tab } from './scheduler'

/** What a page listens to on its window and document. */
class Window extends EventTarget {
  readonly visibilityState = 'visible'
  /** Listeners that are not taken off. */
  listening = 0

  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void {
    super.addEventListener(type, listener, options)
    this.listening++
    const signal = typeof options === 'object' ? options.signal : undefined
    signal?.addEventListener('abort', () => this.listening--, { once: true })
  }
}

/**
 * What a page finds in a browser, put in the place of the real thing until the scope ends: workers, locks, channels, the
 * service, timers, the clock, and reading files. Each is shared by all tabs, knows which one asks, and answers when its turn comes.
 * Whoever is not run as a tab finds what was there before.
 */
export class FakeBrowser {
  readonly scope = new Scope()
  readonly workers = new Set<FakeWorker>()
  readonly locks: FakeLocks
  readonly channels: FakeChannels
  readonly service: FakeService
  /** What was exported last. */
  exported: Blob | null = null
  readonly #windows = new Map<Tab, Window>()

  constructor(readonly scheduler: Scheduler) {
    this.locks = new FakeLocks(scheduler)
    this.channels = new FakeChannels(scheduler)
    this.service = new FakeService(scheduler)
    this.#installPage()
    this.#installTime()
    this.#installBytes()
    // What a test stubs goes before this browser does: put back later, it would bring this browser's parts back to stay.
    this.scope.add(() => vi.unstubAllGlobals())
  }

  /** The window of a tab. */
  window(tab: Tab): Window {
    const window = this.#windows.get(tab) ?? new Window()
    this.#windows.set(tab, window)
    return window
  }

  /** What a tab holds of the browser, workers in spare not counted. A page that shows no recording holds nothing. */
  heldBy(tab: Tab): readonly string[] {
    return [
      ...[...this.workers].filter((worker) => worker.tab === tab && worker.asked).map(() => 'a worker'),
      ...this.locks.of(tab).map((name) => `the lock ${name}`),
      ...Array.from({ length: this.channels.of(tab) }, () => 'a channel'),
    ]
  }

  /** Ends a tab as a crash does: what it waits for never comes, and its locks are free. */
  kill(tab: Tab): void {
    tab.alive = false
    for (const worker of this.workers) if (worker.tab === tab) worker.terminate()
    for (const channel of this.channels.open) if (channel.tab === tab) channel.close()
    this.locks.drop(tab)
  }

  #installPage(): void {
    const { scheduler, workers, locks, channels, service } = this
    const storage = {
      estimate: async () => ({ usage: 0, quota: 10_000_000_000 }),
      persisted: async () => true,
      persist: async () => true,
    }
    this.#putGlobal('navigator', { storage, locks })
    this.#define(globalThis, 'document', { configurable: true, get: () => this.#ownWindow() })
    this.#putGlobal('addEventListener', (type: string, listener: EventListener, options?: AddEventListenerOptions) =>
      this.#ownWindow()?.addEventListener(type, listener, options),
    )
    class BrowserRequest extends FakeRequest {
      constructor() {
        super(service)
      }
    }
    this.#putGlobal('fetch', async (path: string) => {
      await scheduler.gate(`fetch ${path}`)
      throw new TypeError('Failed to fetch')
    })
    this.#putGlobal('XMLHttpRequest', BrowserRequest)
    this.#putGlobal('showSaveFilePicker', () => this.#saveFile())
    class BrowserWorker extends FakeWorker {
      constructor(script: string | URL) {
        super(scheduler, workers, script)
      }
    }
    this.#putGlobal('Worker', BrowserWorker)
    this.#putGlobal('BroadcastChannel', function BroadcastChannel(name: string) {
      return channels.channel(name)
    })
  }

  #installTime(): void {
    const { scheduler } = this
    const real = { setTimeout, clearTimeout, now: Date.now, timeout: AbortSignal.timeout.bind(AbortSignal) }
    this.#putGlobal('setTimeout', (run: () => void, ms = 0) =>
      scheduler.tab === null ? real.setTimeout(run, ms) : scheduler.after(ms, run),
    )
    this.#putGlobal('clearTimeout', (timer: unknown) => {
      if (typeof timer === 'function') timer()
      else if (typeof timer === 'object' && timer !== null) real.clearTimeout(Number(timer))
    })
    this.#put(Date, 'now', () => (scheduler.tab === null ? real.now() : scheduler.now))
    this.#put(AbortSignal, 'timeout', (ms: number) => {
      if (scheduler.tab === null) return real.timeout(ms)
      const timeout = new AbortController()
      scheduler.after(ms, () => timeout.abort(new DOMException('it took too long', 'TimeoutError')))
      return timeout.signal
    })
  }

  /** Hashing is done at once: threads of the machine would come back in an order of their own. */
  #installBytes(): void {
    const { scheduler } = this
    const read: unknown = Reflect.get(Blob.prototype, 'arrayBuffer')
    const readNow = async (blob: Blob): Promise<unknown> =>
      typeof read === 'function' ? Reflect.apply(read, blob, []) : null
    this.#put(Blob.prototype, 'arrayBuffer', async function arrayBuffer(this: Blob) {
      if (scheduler.tab === null) return readNow(this)
      await scheduler.gate('read')
      return scheduler.native(() => readNow(this))
    })
    this.#put(crypto.subtle, 'digest', async (_name: string, bytes: Uint8Array) => {
      const hash = createHash('sha256').update(bytes).digest()
      return new Uint8Array(hash).buffer
    })
  }

  #ownWindow(): Window | undefined {
    const { tab } = this.scheduler
    return tab === null ? undefined : this.window(tab)
  }

  async #saveFile() {
    const { scheduler } = this
    await scheduler.gate('save dialog')
    const parts: Uint8Array<ArrayBuffer>[] = []
    const createWritable = async () => {
      await scheduler.gate('open file')
      const writing = new AbortController()
      const ended = () => writing.abort()
      void scheduler.native(() => new Promise((resolve) => writing.signal.addEventListener('abort', resolve)))
      return new WritableStream<Uint8Array<ArrayBuffer>>({
        write: (chunk) => void parts.push(chunk.slice()),
        close: () => {
          this.exported = new Blob(parts)
          ended()
        },
        abort: ended,
      })
    }
    return { name: 'fixed.wav', createWritable, isSameEntry: async () => false }
  }

  #putGlobal(name: string, value: unknown): void {
    this.#put(globalThis, name, value)
  }

  #put(target: object, name: string, value: unknown): void {
    this.#define(target, name, { configurable: true, writable: true, value })
  }

  #define(target: object, name: string, property: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(target, name)
    Object.defineProperty(target, name, property)
    this.scope.add(() => {
      if (before === undefined) Reflect.deleteProperty(target, name)
      else Object.defineProperty(target, name, before)
    })
  }
}
