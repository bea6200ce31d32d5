import { PickupError } from '../base/errors'
import type { ErrorBody } from '../infill/contract'

/** The HTTP statuses the proxy refuses with. */
export type RefusalStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 409
  | 410
  | 413
  | 415
  | 422
  | 429
  | 500
  | 501
  | 502
  | 503
  | 504

/** What a refusal says beside its sentence. */
export interface Refusal {
  readonly status: RefusalStatus
  /** Stable, snake_case, in the vendor's manner. Codes of the vendor pass through. */
  readonly code: string
  /** Two or three words. */
  readonly title: string
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number
  /** The vendor's name for the request. */
  readonly requestId?: string
}

/** A request that the proxy or an engine refuses. Its message is sent to the client as it is: no key, no path, no stack. */
export class ServiceError extends PickupError {
  override readonly name = 'ServiceError'

  constructor(
    readonly refusal: Refusal,
    message: string,
    options?: ErrorOptions,
  ) {
    super(refusal.code, message, { ...refusal }, options)
  }
}

/** A request that is wrong in itself. `code` is also the reason a client can branch on. */
export function badRequest(code: string, message: string): ServiceError {
  return new ServiceError({ status: 400, code, title: 'Bad request' }, message)
}

/** A field of the form that is missing or wrong. The message names it in the vendor's words. */
export function badField(field: string, message: string): ServiceError {
  return badRequest('invalid_field', `${field}: ${message}`)
}

/** The refusal in the vendor's JSON form. */
export function errorBody(error: ServiceError, requestId: string): ErrorBody {
  return { error_code: error.code, title: error.refusal.title, message: error.message, request_id: requestId }
}
