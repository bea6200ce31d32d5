import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { type Access, sessionCookie, sessionSeconds } from './access'
import type { Client } from './client'
import { ServiceError } from './errors'
import type { Limits } from './limits'

/** What the login needs. */
export interface LoginParts {
  readonly access: Access
  readonly limits: Limits
  readonly clientOf: (c: Context) => Client
}

const largestForm = 4096

/** `GET /login`: a form for the access token. `POST /login`: checks it and gives the browser a session. */
export function loginRoutes({ access, limits, clientOf }: LoginParts): Hono {
  const app = new Hono()
  app.get('/login', (c) => page(c, null))
  app.post('/login', async (c) => {
    const client = clientOf(c)
    try {
      await limits.mayTryToken(client.id)
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      return page(c, error.message, 429)
    }
    const token = await tokenOf(c)
    if (token === null || !access.isToken(token)) {
      await limits.wrongToken(client.id)
      return page(c, 'This is not the access token. Ask whoever runs Pickup for it.', 403)
    }
    setCookie(c, sessionCookie, access.newSession(), {
      httpOnly: true,
      sameSite: 'Strict',
      secure: client.isSecure,
      path: '/',
      maxAge: sessionSeconds,
    })
    return c.redirect('/', 303)
  })
  return app
}

/** The token in the form, or null where there is no such form. */
async function tokenOf(c: Context): Promise<string | null> {
  if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length
    if (size > largestForm) return null
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('token')?.trim() ?? null
}

function page(c: Context, problem: string | null, status: 200 | 403 | 429 = 200): Response {
  const nonce = randomBytes(16).toString('base64')
  const alert = problem === null ? '' : `<p role="alert">${problem}</p>`
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pickup: access token</title>
<style nonce="${nonce}">
body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 20vh auto; padding: 0 1rem; color-scheme: light dark }
input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; margin-top: .5rem }
</style>
</head>
<body>
<main>
<h1>Pickup</h1>
${alert}
<form method="post" action="/login">
<label>Access token<input name="token" type="password" autocomplete="current-password" required autofocus></label>
<button>Open</button>
</form>
</main>
</body>
</html>
`
  return c.html(html, status, {
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  })
}
