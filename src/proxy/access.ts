import { createHmac, timingSafeEqual } from 'node:crypto'

/** The cookie that a browser shows instead of the token. */
export const sessionCookie = 'pickup_session'

/** How long a session lasts, in seconds. */
export const sessionSeconds = 30 * 24 * 60 * 60

/** Who knows the access token. Every comparison takes the same time, right or wrong. */
export class Access {
  constructor(
    private readonly token: string,
    private readonly now: () => number = Date.now,
  ) {}

  isToken(given: string): boolean {
    return same(this.#sign('token', given), this.#sign('token', this.token))
  }

  /** The value of a new session's cookie. It holds no token, and needs nothing kept: any instance with the same token knows it. */
  newSession(): string {
    const until = String(Math.floor(this.now() / 1000) + sessionSeconds)
    return `${until}.${this.#sign('session', until)}`
  }

  isSession(value: string): boolean {
    const [until = '', signature = ''] = value.split('.')
    const isSigned = same(signature, this.#sign('session', until))
    return isSigned && /^\d{1,12}$/.test(until) && Number(until) > this.now() / 1000
  }

  #sign(what: string, text: string): string {
    return createHmac('sha256', this.token).update(`${what}:${text}`).digest('hex')
  }
}

/** The token a client shows: as a bearer or as the older key header. Null where it shows none. */
export function shownToken(header: (name: string) => string | undefined): string | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(header('authorization') ?? '')?.[1]
  return bearer ?? header('x-api-key') ?? null
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
