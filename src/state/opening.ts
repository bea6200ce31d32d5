import { startAnalysisWorker } from '../workers/analysis'
import { SpareWorker } from '../workers/spareWorker'

/** The opening of a recording that was begun last. One at a time: a later one wins. */
export class Opening {
  #turn = 0
  #stop = new AbortController()
  /** Started as a recording is chosen, so that it is there when the pass begins. */
  readonly analysts = new SpareWorker(startAnalysisWorker)
  #changes: Promise<unknown> = Promise.resolve()

  /** Tells openings apart: one whose turn this is not any more has lost. */
  get turn(): number {
    return this.#turn
  }

  /** Begins another one; the one before is stopped. `signal` aborts when it is stopped in turn. */
  begin(): { readonly turn: number; readonly signal: AbortSignal } {
    this.stop()
    this.#stop = new AbortController()
    return { turn: ++this.#turn, signal: this.#stop.signal }
  }

  /** Gives up the opening while it is being decoded. */
  stop(): void {
    this.#stop.abort()
  }

  /** Runs what leaves one recording and goes to another after all of the like: none stands in the way of the next one then. */
  inOrder<Value>(change: () => Promise<Value>): Promise<Value> {
    const changed = this.#changes.then(change)
    this.#changes = changed.catch(() => undefined)
    return changed
  }
}
