import type { ErrorBody } from '../infill/contract'
import { NetError, refusalError, tooLong } from './netError'
import { sendForm } from './sendForm'

/** An answer of Pickup's server, whole. */
export interface Answer {
  readonly headers: Headers
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** One call. It is made once: what failed may still have been billed, so only the user tries again. */
export interface Call {
  readonly path: string
  /** GET without a body, POST with one, unless this says otherwise. */
  readonly method?: 'DELETE'
  readonly body?: FormData
  readonly headers?: Readonly<Record<string, string>>
  /** Aborting it rejects with AbortError and makes the server drop the request. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** Told when all of `body` is on its way to the server. */
  readonly onSent?: () => void
}

/** Calls Pickup's server and reads the whole answer. Throws `NetError`; AbortError passes through. */
export async function call({ path, method, body, headers = {}, signal, timeoutMs, onSent }: Call): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const stop = AbortSignal.any([signal, timeout])
  const guard = async <Value>(work: Promise<Value>, failure: () => NetError): Promise<Value> => {
    try {
      return await work
    } catch (cause) {
      signal.throwIfAborted()
      if (timeout.aborted) throw new NetError('timed-out', tooLong, { path }, { cause })
      throw failure()
    }
  }
  const given = body === undefined ? {} : { method: 'POST', body }
  const request: RequestInit = { ...given, ...(method === undefined ? {} : { method }), headers, signal: stop }
  const sent = body && onSent ? sendForm({ path, body, headers, signal: stop, onSent }) : fetch(path, request)
  const response = await guard(sent, unreachable)
  const bytes = new Uint8Array(await guard(response.arrayBuffer(), brokenOff))
  if (!response.ok) throw refusalOf(response, bytes)
  return { headers: response.headers, bytes }
}

function refusalOf(response: Response, bytes: Uint8Array): NetError {
  const body = readErrorBody(bytes)
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return refusalError({
    status: response.status,
    code: body?.error_code ?? null,
    message: body?.message ?? null,
    retryAfter: Number.isFinite(retryAfter) ? Math.max(0, Math.ceil(retryAfter)) : null,
    requestId: body?.request_id ?? null,
  })
}

/** A refusal in the agreed form, or null for anything else, such as a page of a gateway in between. */
function readErrorBody(bytes: Uint8Array): Partial<ErrorBody> | null {
  const body = readJson(bytes)
  if (typeof body !== 'object' || body === null) return null
  const text = (name: keyof ErrorBody) => {
    const value: unknown = Reflect.get(body, name)
    return typeof value === 'string' && value !== '' ? { [name]: value } : {}
  }
  return { ...text('error_code'), ...text('message'), ...text('request_id') }
}

/** The JSON value in `bytes`, or undefined. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function unreachable(): NetError {
  return new NetError(
    'offline',
    'Pickup’s server does not answer. See that it still runs where you started it, then try again.',
  )
}

function brokenOff(): NetError {
  return new NetError('cut-off', 'The answer broke off in the middle, so nothing of it was used. Try again.')
}
