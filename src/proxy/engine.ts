import type { Readable } from 'node:stream'
import type { Capabilities, EngineName } from '../infill/contract'
import type { Operation } from './operations'
import type { Receipt } from './till'
import type { Upload } from './upload'

/** A request to one route of the vendor's API, checked as far as the proxy itself reads it. */
export interface ServiceCall {
  readonly operation: Operation
  /** The route with its ids filled in, such as `/voices/6ccb…`. Every id is made of letters, digits, `-` and `_`. */
  readonly path: string
  /** The ids in the path, in order. */
  readonly ids: readonly string[]
  /** The checked query. Names the route does not know are left out. */
  readonly query: URLSearchParams
  /** The form on its way in, where the operation takes one. */
  readonly upload: Upload | null
  /** The JSON object, where the operation takes one. */
  readonly json: Readonly<Record<string, unknown>> | null
  /** Which take of the same request is wanted: a new one is billed, an old one answered again. */
  readonly take: string
  /** Asks the till. To be called once the whole request is known and before the service has all of it. */
  readonly pay: (item: BillItem) => Promise<Receipt>
}

/** What is about to be bought. */
export interface BillItem {
  /** Equal for requests that are the same in everything that is heard; null: never answered from the cache. */
  readonly key: string | null
  readonly credits: number
}

/** What an operation came to. */
export interface ServiceAnswer {
  /** Null: done, nothing to send. */
  readonly body: Uint8Array<ArrayBuffer> | Readable | null
  readonly contentType: string
  /** What it cost, in credits. Null for what is free. */
  readonly credits: number | null
  /** Whether it is the answer to an earlier, equal request. */
  readonly repeated?: boolean
  /** The vendor's name for the request. */
  readonly requestId?: string
}

/** A JSON answer. */
export function jsonAnswer(value: unknown): ServiceAnswer {
  const body = new Uint8Array(Buffer.from(JSON.stringify(value)))
  return { body, contentType: 'application/json', credits: null }
}

/**
 * What answers requests. Both engines take the same wire form; every refusal is a `ServiceError`, and an aborted
 * `signal` (the client left) stops the work at once and rejects.
 */
export interface Engine {
  readonly name: EngineName
  /** For people. */
  readonly label: string
  readonly capabilities: Capabilities
  /** Answers any of `OPERATIONS` that is not gone, or refuses it with the reason. */
  perform(call: ServiceCall, signal: AbortSignal): Promise<ServiceAnswer>
  /** Asks whether takes could be made now; free. Gives the service's version where it tells one. Rejects with a `ServiceError` where they could not. */
  check(signal: AbortSignal): Promise<string | null>
  /** Ends what runs in the background. */
  close(): Promise<void>
}
