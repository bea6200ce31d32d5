import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Access, sessionCookie, shownToken } from './access'
import type { Client } from './client'
import { ServiceError } from './errors'
import type { Limits } from './limits'
import { API_VERSIONS, isApiVersion } from './versions'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Refuses a request whose Host names another machine: a page elsewhere whose name was pointed at this address (DNS
 * rebinding) would otherwise count as our own. Only the name matters for that, so a forwarded port works.
 */
export function onlyKnownHosts(allowed: readonly string[]): MiddlewareHandler {
  const known = new Set([...loopbackNames, ...allowed])
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase() ?? ''
    if (!known.has(host.replace(/:\d+$/, ''))) {
      throw new ServiceError(
        { status: 403, code: 'host_not_allowed', title: 'Unknown host' },
        'Pickup does not answer under this name. Open the address it printed, or add the name to PICKUP_ALLOWED_HOSTS.',
      )
    }
    await next()
  }
}

/**
 * Refuses what another web page sends: only our own page, and clients that are no browser and so send no Origin, may
 * spend credits. Another port of this machine is another page.
 */
export function onlySameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    const origin = c.req.header('origin')
    const host = c.req.header('host')?.toLowerCase()
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
    if (foreignSite || (origin !== undefined && hostOf(origin) !== host)) {
      throw new ServiceError(
        { status: 403, code: 'cross_site', title: 'Another site' },
        'Pickup answers its own page only. Open the address it printed.',
      )
    }
    await next()
  }
}

/** What checking a token needs. */
export interface TokenParts {
  readonly access: Access
  readonly limits: Limits
  readonly clientOf: (c: Context) => Client
}

/**
 * Refuses whoever shows neither the access token (`Authorization: Bearer` or `X-API-Key`, as the vendor's clients send
 * their key) nor a session. A browser that opens the page is led to the login instead.
 */
export function onlyWithToken(parts: TokenParts): MiddlewareHandler {
  return async (c, next) => {
    if (parts.access.isSession(getCookie(c, sessionCookie) ?? '')) return next()
    if (await showsToken(c, parts)) return next()
    const wantsPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
    if (wantsPage && !c.req.path.startsWith('/api')) return c.redirect('/login', 303)
    throw unknownToken('token_required', 'This Pickup asks for its access token.')
  }
}

/** Whether a request shows the access token; false where it shows none. Throws `ServiceError` for a wrong one, which it counts, and after too many of them. */
export async function showsToken(c: Context, { access, limits, clientOf }: TokenParts): Promise<boolean> {
  const token = shownToken((name) => c.req.header(name))
  if (token === null) return false
  const client = clientOf(c)
  await limits.mayTryToken(client.id)
  if (access.isToken(token)) return true
  await limits.wrongToken(client.id)
  throw unknownToken('token_wrong', 'This is not the access token of this Pickup.')
}

function unknownToken(code: string, what: string): ServiceError {
  return new ServiceError(
    { status: 401, code, title: 'Unauthorized' },
    `${what} Open /login in a browser, or send it as Authorization: Bearer.`,
  )
}

/** Refuses a version of the API that the vendor never published; a client may leave it out. */
export function onlyKnownVersions(): MiddlewareHandler {
  return async (c, next) => {
    const version = c.req.header('cartesia-version')
    if (version !== undefined && !isApiVersion(version)) {
      throw new ServiceError(
        { status: 400, code: 'unknown_version', title: 'Unknown version' },
        `Cartesia-Version must be one of ${API_VERSIONS.join(', ')}, or absent.`,
      )
    }
    await next()
  }
}

function hostOf(origin: string): string | null {
  return /^https?:\/\/([^/?#@\s]+)$/.exec(origin.toLowerCase())?.[1] ?? null
}
