import { PickupError } from '../base/errors'
import type { JoinSettings } from '../edit/joinSettings'
import type { PreparedJoin } from '../infill/join/prepare'
import { type JoinJob, prepareJob, type RenderedInsert, renderPrepared } from './runJoin'

/** How many prepared joins are kept, the ones used last: the fix at hand and its takes. About 20 MB each. */
export const keptJoins = 4

/** What a long-lived join worker is asked: to render `key` with `settings`, out of `job` when it does not know it. */
export interface JoinRequest {
  readonly id: number
  /** Stands for one take in one place: equal keys have equal jobs. */
  readonly key: string
  /** `null` where the key was sent before and is kept. */
  readonly job: Omit<JoinJob, 'settings'> | null
  readonly settings: JoinSettings
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

/** Renders inserts and keeps what no setting changes, so that a setting costs only what it changes. */
export class JoinCache {
  readonly #keys = new KeptKeys()
  readonly #prepared = new Map<string, Promise<PreparedJoin>>()

  /**
   * Throws what `prepareJob` and `renderPrepared` throw, and an error that `isNeverSent` tells for a job that is not kept. A key
   * whose request failed is dropped and sent again: the page does the same when it hears of it.
   */
  async render({ key, job, settings }: JoinRequest): Promise<RenderedInsert> {
    const gone = this.#keys.use(key)
    if (gone !== null) this.#prepared.delete(gone)
    if (job !== null) this.#prepared.set(key, prepareJob(job))
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
}

const neverSent = 'never-sent'

/** Whether the worker did not have what the page thought it kept: a request of the same key failed while this one was on its way. */
export function isNeverSent(error: unknown): boolean {
  return error instanceof PickupError && error.code === neverSent
}
