import type { WorkerPort } from './bridge'

/** Has one worker started before it is needed. A worker that cannot be loaded is dropped, and told by the one that is taken instead. */
export class SpareWorker {
  readonly #start: () => WorkerPort
  #spare: WorkerPort | null = null

  constructor(start: () => WorkerPort) {
    this.#start = start
  }

  /** Starts the spare worker, unless there is one. Never throws. */
  prepare(): void {
    if (this.#spare) return
    try {
      const worker = this.#start()
      worker.addEventListener('error', () => this.#drop(worker), {})
      this.#spare = worker
    } catch {
      // The same failure is told when a worker is taken.
    }
  }

  /** Gives the spare worker, or a new one. It is the caller's. */
  take(): WorkerPort {
    const worker = this.#spare ?? this.#start()
    this.#spare = null
    return worker
  }

  /** Ends the spare worker, if there is one. */
  release(): void {
    if (this.#spare) this.#drop(this.#spare)
  }

  #drop(worker: WorkerPort): void {
    if (this.#spare !== worker) return
    this.#spare = null
    worker.terminate()
  }
}
