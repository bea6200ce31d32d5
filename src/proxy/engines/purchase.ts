import type { StoredAnswer } from '../answerCache'
import type { Config } from '../config'
import type { ServiceCall } from '../engine'
import type { Form } from '../formReader'
import { purchaseKey } from '../purchaseKey'
import type { Outcome, Receipt } from '../till'
import { knowsControls } from '../versions'
import { BodyStopped } from './upstream'

/** One request while it is sent: what was learned of it, and what was paid for it. */
export class Purchase {
  /** The form, once all of it has passed. */
  form: Form | null = null
  /** What is sent on as JSON. */
  readonly json: Readonly<Record<string, unknown>> | null
  /** What it costs; null until it is paid for, and for what costs nothing. */
  credits: number | null = null
  #receipt: Receipt | null = null
  /** Whether the request has ended: whatever is paid for after that is given back. */
  #over = false

  constructor(
    readonly call: ServiceCall,
    readonly config: Config,
  ) {
    this.json = withoutControls(call.json, config)
  }

  /** Pays for the request, as soon as all that its price depends on is known. Throws `ServiceError`, and `BodyStopped` when it has ended. */
  async pay(): Promise<void> {
    const { operation, take, query, pay } = this.call
    if (operation.price === null) return
    const { form, json } = this
    this.credits = operation.price({ form, json })
    const service = `${this.config.baseUrl} ${this.config.apiVersion}`
    const key =
      operation.answer === 'events'
        ? null
        : purchaseKey({ operation: operation.id, service, take, query: query.toString(), form, json })
    const receipt = await pay({ key, credits: this.credits })
    if (this.#over) {
      // The service gave up on it before it had all of it.
      if (receipt.kind === 'new') await receipt.settle('free')
      throw new BodyStopped('over')
    }
    this.#receipt = receipt
  }

  /** The answer to an equal request that was paid for before, or null. */
  get earlier(): StoredAnswer | null {
    return this.#receipt?.kind === 'repeated' ? this.#receipt.answer : null
  }

  /** Ends the request. May be called again. */
  async settle(outcome: Outcome): Promise<void> {
    const receipt = this.#receipt
    this.#receipt = null
    this.#over = true
    if (receipt?.kind === 'new') await receipt.settle(outcome)
  }
}

/** The JSON without the controls that only old versions of the API know. */
function withoutControls(json: ServiceCall['json'], { apiVersion }: Config): ServiceCall['json'] {
  const voice = json?.['voice']
  if (json === null || knowsControls(apiVersion) || typeof voice !== 'object' || voice === null) return json
  const { __experimental_controls: _, ...rest } = { __experimental_controls: null, ...voice }
  return { ...json, voice: rest }
}
