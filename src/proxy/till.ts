import type { AnswerCache, StoredAnswer } from './answerCache'
import type { BillItem } from './engine'
import type { Limits, Refund } from './limits'

/** How a purchase ended: answered (and kept for a repeated request), not billed, or nobody knows. */
export type Outcome = { readonly kind: 'answered'; readonly answer: StoredAnswer | null } | 'free' | 'unknown'

/** What the till says: the answer that was paid for before, or that the request may go on. */
export type Receipt =
  | { readonly kind: 'repeated'; readonly answer: StoredAnswer }
  /** `settle` must be called once, however the request ends. */
  | { readonly kind: 'new'; readonly settle: (outcome: Outcome) => Promise<void> }

/** Keeps the budget, and answers from the cache what was paid for before. */
export class Till {
  /** Requests under way, by key: an equal one waits for the first instead of being billed beside it. */
  readonly #flights = new Map<string, Promise<void>>()

  constructor(
    private readonly limits: Limits,
    private readonly cache: AnswerCache,
  ) {}

  /** Throws `ServiceError` where the budget does not allow it, and AbortError once `signal` is aborted. */
  async buy(client: string, { key, credits }: BillItem, signal: AbortSignal): Promise<Receipt> {
    const land = key === null ? nothing : await this.#takeOff(key, signal)
    let refund: Refund
    try {
      const answer = key === null ? null : await this.cache.get(key)
      if (answer !== null) {
        land()
        return { kind: 'repeated', answer }
      }
      refund = await this.limits.spend(client, credits)
      if (signal.aborted) {
        await refund()
        signal.throwIfAborted()
      }
    } catch (error) {
      land()
      throw error
    }
    const settle = async (outcome: Outcome) => {
      try {
        if (outcome === 'free') await refund()
        else if (outcome !== 'unknown' && outcome.answer !== null && key !== null) {
          await this.cache.put(key, outcome.answer)
        }
      } finally {
        land()
      }
    }
    return { kind: 'new', settle }
  }

  async #takeOff(key: string, signal: AbortSignal): Promise<() => void> {
    for (let other = this.#flights.get(key); other !== undefined; other = this.#flights.get(key)) {
      await untilAborted(other, signal)
    }
    const flight = new AbortController()
    const landed = new Promise<void>((resolve) => {
      flight.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    this.#flights.set(key, landed)
    return () => {
      this.#flights.delete(key)
      flight.abort()
    }
  }
}

const nothing = () => undefined

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const stop = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('The client left.', 'AbortError')), {
      signal: stop.signal,
    })
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    stop.abort()
  }
}
