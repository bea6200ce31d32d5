import type { MiddlewareHandler } from 'hono'

/** Headers of every answer. */
export function commonHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.res.headers.set('x-content-type-options', 'nosniff')
    // The login page needs its own: without a referrer a browser would send its form with Origin: null.
    if (!c.res.headers.has('referrer-policy')) c.res.headers.set('referrer-policy', 'no-referrer')
    c.res.headers.set('cross-origin-resource-policy', 'same-origin')
    c.res.headers.set('x-frame-options', 'DENY')
  }
}

/** Headers of answers under `/api`: never stored, never a page. */
export function apiHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.res.headers.set('cache-control', 'no-store')
    // The vendor's own clients make failed requests again by themselves; ours are billed, so only a busy service may be.
    if (c.res.status >= 400 && c.res.status !== 429) c.res.headers.set('x-should-retry', 'false')
    c.res.headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  }
}

/**
 * What the page may do: its own scripts and WebAssembly, workers from blobs (the encoders start theirs so), its own
 * server and nobody else. Styles need the nonce of the answer, because the waveform adds a style element.
 */
export function pageHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
    'cache-control': 'no-cache',
  }
}
