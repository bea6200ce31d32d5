import { PickupError } from '../base/errors'

/** What a worker says while it does one job, and at its end. */
export type WorkerReply<Progress, Result> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: WireError }

/** An error in a form that crosses from a worker: what the structured clone would drop is spelt out. */
export interface WireError {
  readonly name: string
  readonly message: string
  /** The code of a `PickupError`, null for any other error. */
  readonly code: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Writes down any thrown value. The `data` of a `PickupError` must be clonable. */
export function toWire(error: unknown): WireError {
  if (error instanceof PickupError) {
    return { name: error.name, message: error.message, code: error.code, data: error.data }
  }
  if (error instanceof Error) return { name: error.name, message: error.message, code: null, data: {} }
  return { name: 'Error', message: String(error), code: null, data: {} }
}

/** The error again: a `PickupError` with its code, a `DOMException` for an abort, else an `Error` with its name. */
export function fromWire({ name, message, code, data }: WireError): Error {
  if (code !== null) return new PickupError(code, message, data)
  if (name === 'AbortError') return new DOMException(message, name)
  const error = new Error(message)
  error.name = name
  return error
}
