import type { Worker } from 'node:worker_threads'
import { ServiceError } from '../../errors'
import type { SpeakJob } from './perform'
import type { ThreadAnswer, ThreadData } from './protocol'

/** Starts a worker thread that runs `flite.worker` with this data. */
export type StartThread = (data: ThreadData) => Worker

/** What a speaking thread is made of. */
export interface ThreadParts {
  readonly start: StartThread
  readonly load: () => Promise<WebAssembly.Module>
  /** How long one job may take. */
  readonly timeoutMs: number
  /** How many jobs may wait behind the one that is spoken. */
  readonly maxWaiting: number
}

/** One thread that speaks one job after another. A job that is aborted or takes too long ends the thread; the next job starts a new one. */
export class SpeakingThread {
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(private readonly parts: ThreadParts) {}

  /** Throws `ServiceError` where no more jobs may wait. Tells it before the work of reading one; `speak` asks again. */
  refuseIfFull(): void {
    if (this.#waiting > this.parts.maxWaiting) throw busy()
  }

  /** Speaks `job` after those before it. Rejects with `ServiceError`, or with AbortError once `signal` is aborted. */
  async speak(job: SpeakJob, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    this.refuseIfFull()
    this.#waiting++
    const turn = this.#last.then(() => {
      throwIfGone(signal)
      return this.#perform(job, signal)
    })
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }

  /** Ends the thread. Jobs under way fail. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #perform(job: SpeakJob, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const flite = await this.parts.load()
    throwIfGone(signal)
    const worker = this.#worker ?? this.#start(flite)
    worker.ref()
    try {
      const answer = await this.#exchange(worker, job, signal)
      if (answer.kind === 'spoken') return answer.bytes
      if (answer.kind === 'refused') throw new ServiceError(answer.refusal, answer.message)
      throw new Error(answer.message)
    } finally {
      worker.unref()
    }
  }

  #start(flite: WebAssembly.Module): Worker {
    const worker = this.parts.start({ flite })
    const forget = () => {
      if (this.#worker === worker) this.#worker = null
    }
    // A thread that fails between jobs is replaced at the next one.
    worker.on('error', forget).on('exit', forget)
    this.#worker = worker
    return worker
  }

  #exchange(worker: Worker, job: SpeakJob, signal: AbortSignal): Promise<ThreadAnswer> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      }
      const kill = (error: Error) => {
        end()
        reject(error)
        void this.close()
      }
      const onAbort = () => kill(clientLeft())
      const onError = (error: unknown) => kill(error instanceof Error ? error : new Error(String(error)))
      const onExit = () => kill(new Error('the speaking thread ended'))
      const onMessage = (answer: ThreadAnswer) => {
        end()
        resolve(answer)
      }
      const timer = setTimeout(() => kill(tooSlow(this.parts.timeoutMs)), this.parts.timeoutMs)
      signal.addEventListener('abort', onAbort, { once: true })
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
      worker.postMessage(job)
    })
  }
}

function throwIfGone(signal: AbortSignal): void {
  if (signal.aborted) throw clientLeft()
}

function clientLeft(): Error {
  return new DOMException('The client left.', 'AbortError')
}

function busy(): ServiceError {
  return new ServiceError(
    { status: 429, code: 'concurrency_limited', title: 'Busy', retryAfter: 2 },
    'The embedded voice is busy with other requests. Try again in a moment.',
  )
}

function tooSlow(timeoutMs: number): ServiceError {
  return new ServiceError(
    { status: 504, code: 'timed_out', title: 'Timed out' },
    `The embedded voice did not finish within ${Math.round(timeoutMs / 1000)} seconds. Try a shorter text, in plain words.`,
  )
}
