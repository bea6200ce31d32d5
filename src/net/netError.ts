import { PickupError } from '../base/errors'

/** Why the service did not do what was asked. `data` of `rate-limited` holds `retryAfter` in seconds, or null. */
export type NetErrorCode =
  | 'offline'
  | 'unauthorized'
  | 'token-required'
  | 'out-of-credits'
  | 'rate-limited'
  | 'refused'
  | 'service-failed'
  | 'not-audio'
  | 'empty-answer'
  | 'cut-off'
  | 'timed-out'

/** A request to Pickup's own server that failed. Its message can be shown as it is. */
export class NetError extends PickupError<NetErrorCode> {
  override readonly name = 'NetError'
}

/** The facts of a refusal that decide what it is. */
export interface RefusalFacts {
  readonly status: number
  /** `error_code` of the answer, or null. */
  readonly code: string | null
  /** `message` of the answer, or null where it held none. */
  readonly message: string | null
  /** Retry-After in seconds, or null. */
  readonly retryAfter: number | null
  /** Names the request in the server's books, or null. */
  readonly requestId: string | null
}

/** What a refusal means for whoever pressed the button. */
export function refusalError(facts: RefusalFacts): NetError {
  const { status, code, message, retryAfter, requestId } = facts
  const data = { status, code, retryAfter, requestId }
  if (code === 'token_required' || code === 'token_wrong') return new NetError('token-required', wantsToken, data)
  if (code !== null && ownRefusals.has(code)) return ownRefusal(code, message, data)
  if (status === 401) {
    return new NetError(
      'unauthorized',
      'The key in CARTESIA_API_KEY is not accepted by the speech service. Correct it where Pickup was started, and start it again.',
      data,
    )
  }
  if (status === 402 || status === 403 || /quota|credit/i.test(code ?? '')) {
    return new NetError(
      'out-of-credits',
      `The account at the speech service is out of credits, or may not do this.${quote(message)} Look at its plan, then try again; nothing was billed.`,
      data,
    )
  }
  if (status === 429) {
    const when = retryAfter === null ? 'in a moment' : `in ${retryAfter} ${retryAfter === 1 ? 'second' : 'seconds'}`
    return new NetError(
      'rate-limited',
      `The speech service is busy with other requests. Try again ${when}; nothing was billed.`,
      data,
    )
  }
  if (status === 504 || code === 'timed_out') return new NetError('timed-out', message ?? tooLong, data)
  if (code === 'upstream_empty') return new NetError('empty-answer', asSentence(message), data)
  if (code === 'upstream_not_audio') return new NetError('not-audio', asSentence(message), data)
  if (code === 'upstream_cut') return new NetError('cut-off', asSentence(message), data)
  if (status >= 500) {
    return new NetError(
      'service-failed',
      message === null ? failed(status) : `${asSentence(message)} Nothing is lost: try again.`,
      data,
    )
  }
  return new NetError('refused', message === null ? failed(status) : asSentence(message), data)
}

/** What Pickup's own server refuses, in words that say what to do. */
const ownRefusals: ReadonlyMap<string, NetErrorCode> = new Map([
  ['host_not_allowed', 'refused'],
  ['cross_site', 'refused'],
  ['not_supported', 'refused'],
  ['too_many_tokens', 'refused'],
  ['too_many_requests', 'rate-limited'],
  ['budget_spent', 'out-of-credits'],
])

function ownRefusal(code: string, message: string | null, data: Readonly<Record<string, unknown>>): NetError {
  return new NetError(ownRefusals.get(code) ?? 'refused', asSentence(message), data)
}

/** What is said when the server does not know this browser, or not any more. */
const wantsToken =
  'Pickup’s server asks for its access token. Enter it in a new tab, then come back here and try again; nothing here is lost.'

/** What is said when no answer came in time. */
export const tooLong =
  'The speech service took too long to answer. It may still finish and bill the request: wait a little, then try again.'

function failed(status: number): string {
  return `The speech service failed (status ${status}). Nothing is lost: try again in a moment.`
}

function quote(message: string | null): string {
  return message === null ? '' : ` It said: “${message.replace(/[.\s]+$/, '')}”.`
}

function asSentence(message: string | null): string {
  const text = message ?? 'The request was refused'
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?”]$/.test(first) ? first : `${first}.`
}
