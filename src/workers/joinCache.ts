import { PickupError } from '../base/errors'
import type { JoinSettings } from '../edit/joinSettings'
import {
  type JoinPlace,
  type PreparedInsert,
  type PreparedPlace,
  prepareInsert,
  preparePlace,
  type RenderedInsert,
  renderPrepared,
} from './runJoin'

/** How many prepared joins are kept, the ones used last: the fix at hand and its takes. With their places, about 20 MB each. */
export const keptJoins = 4

/** What a long-lived join worker is asked. */
export type JoinRequest = RenderRequest | PrepareRequest

/** To render `key` with `settings`, out of `take` when it does not know it. */
export interface RenderRequest {
  readonly id: number
  readonly kind: 'render'
  /** Stands for one take in one place: equal keys have equal takes and places. */
  readonly key: string
  readonly place: JoinPlace
  /** `kept` where the key was sent before and is kept; `null` closes the gap. */
  readonly take: Uint8Array | 'kept' | null
  readonly settings: JoinSettings
}

/** To measure a place to which takes will go. */
export interface PrepareRequest {
  readonly id: number
  readonly kind: 'prepare'
  readonly place: JoinPlace
}

/** Which keys are kept, the one used last at the end. Both sides of a worker run one, so both know what the other knows. */
export class KeptKeys {
  readonly #keys: string[] = []

  /** Whether `key` is kept. */
  has(key: string): boolean {
    return this.#keys.includes(key)
  }

  /** Marks `key` as used last; gives the key that goes for it, or null. */
  use(key: string): string | null {
    const at = this.#keys.indexOf(key)
    if (at >= 0) this.#keys.splice(at, 1)
    this.#keys.push(key)
    return this.#keys.length > keptJoins ? (this.#keys.shift() ?? null) : null
  }

  /** Forgets `key`. */
  drop(key: string): void {
    const at = this.#keys.indexOf(key)
    if (at >= 0) this.#keys.splice(at, 1)
  }
}

/** Renders inserts in one recording and keeps what no setting changes, so that a setting costs only what it changes. */
export class JoinCache {
  readonly #keys = new KeptKeys()
  readonly #prepared = new Map<string, Promise<PreparedInsert>>()
  readonly #places = new Map<string, Promise<PreparedPlace>>()

  /**
   * Throws what `prepareInsert` and `renderPrepared` throw, and an error that `isNeverSent` tells for a take that is not kept. A key
   * whose request failed is dropped and sent again: the page does the same when it hears of it.
   */
  async render({ key, place, take, settings }: RenderRequest): Promise<RenderedInsert> {
    const gone = this.#keys.use(key)
    if (gone !== null) this.#prepared.delete(gone)
    if (take !== 'kept') this.#prepared.set(key, prepareInsert(take, this.prepare(place)))
    try {
      const prepared = this.#prepared.get(key)
      if (prepared === undefined) throw new PickupError(neverSent, `join ${key} was never sent`, {})
      return renderPrepared(await prepared, settings)
    } catch (error) {
      this.#keys.drop(key)
      this.#prepared.delete(key)
      throw error
    }
  }

  /** Measures a place, unless it is kept. Rejects as `preparePlace` does; it is measured anew then when it is asked for again. */
  prepare(place: JoinPlace): Promise<PreparedPlace> {
    const key = `${place.replaced.start} ${place.replaced.end}`
    const kept = this.#places.get(key)
    this.#places.delete(key)
    const prepared = kept ?? preparePlace(place)
    this.#places.set(key, prepared)
    const [oldest] = this.#places.keys()
    if (this.#places.size > keptJoins && oldest !== undefined) this.#places.delete(oldest)
    prepared.catch(() => {
      if (this.#places.get(key) === prepared) this.#places.delete(key)
    })
    return prepared
  }
}

const neverSent = 'never-sent'

/** Whether the worker did not have what the page thought it kept: a request of the same key failed while this one was on its way. */
export function isNeverSent(error: unknown): boolean {
  return error instanceof PickupError && error.code === neverSent
}
