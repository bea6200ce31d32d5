import { type RefusalStatus, ServiceError } from '../errors'
import type { UpstreamAnswer } from './upstream'

const keptStatuses: ReadonlySet<number> = new Set([
  400, 401, 402, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504,
])
const isKept = (status: number): status is RefusalStatus => keptStatuses.has(status)

const ownWords: Readonly<Partial<Record<number, string>>> = {
  401: 'The speech service does not accept the key in CARTESIA_API_KEY.',
  402: 'The account at the speech service is out of credits.',
  403: 'The account at the speech service may not do this, or is out of credits.',
  413: 'The speech service found the audio around the fix too large.',
  429: 'The speech service is busy with other requests of this account.',
}

/**
 * What the vendor refused, in one form: its JSON, its older `Title: Message` text, or nothing usable, such as a
 * gateway's page. `secret` is taken out wherever the vendor repeats it.
 */
export function vendorError(answer: UpstreamAnswer, secret: string): ServiceError {
  const status = isKept(answer.status) ? answer.status : answer.status >= 400 && answer.status < 500 ? 400 : 502
  const said = readBody(answer.bytes.toString('utf8', 0, 16_384).replaceAll(secret, '[key]'))
  const seconds = retryAfter(answer.headers['retry-after'])
  const requestId = said.requestId ?? safeId(answer.headers['x-request-id'])
  const fallback = ownWords[status] ?? `The speech service failed with status ${answer.status}.`
  return new ServiceError(
    {
      status,
      code: said.code ?? `upstream_${answer.status}`,
      title: said.title ?? 'Refused by the speech service',
      ...(seconds === undefined ? {} : { retryAfter: seconds }),
      ...(requestId === undefined ? {} : { requestId }),
    },
    said.message ?? fallback,
  )
}

/** `value` when it is fit for a header and a log, else undefined. */
export function safeId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : undefined
}

function safeCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^\w{1,80}$/.test(value) ? value : undefined
}

interface Said {
  readonly code?: string | undefined
  readonly title?: string | undefined
  readonly message?: string | undefined
  readonly requestId?: string | undefined
}

function readBody(body: string): Said {
  const json = readJson(body)
  if (json !== null) {
    const message = sentence(json['message']) ?? sentence(json['error']) ?? sentence(json['detail'])
    return {
      code: safeCode(json['error_code']),
      title: sentence(json['title']),
      message,
      requestId: safeId(json['request_id']),
    }
  }
  const plain = sentence(body)
  if (plain === undefined || plain.length > 400 || /[<{]/.test(plain)) return {}
  const [, title, message] = /^([^:]{1,60}): (.+)$/.exec(plain) ?? []
  return message === undefined ? { message: plain } : { title, message }
}

function readJson(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** A text on one line, at most 500 characters, or undefined when there is none. */
function sentence(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const line = value.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line === '' ? undefined : line.slice(0, 500)
}

/** Retry-After (RFC 9110 §10.2.3) in whole seconds from now, at most an hour. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^\d{1,9}$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(0, Math.ceil(seconds))) : undefined
}
