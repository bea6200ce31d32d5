import type { MiddlewareHandler } from 'hono'
import { ServiceError } from './errors'

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

function hostOf(origin: string): string | null {
  return /^https?:\/\/([^/?#@\s]+)$/.exec(origin.toLowerCase())?.[1] ?? null
}
