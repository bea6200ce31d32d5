import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Hono } from 'hono'
import { pageHeaders } from './headers'

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  wav: 'audio/wav',
}

const indexPath = '/index.html'

/** Serves the built page from `folder`: only files that are there now, by exact name, so no path can lead out of it. */
export function servePage(folder: string): Hono {
  const files = listFiles(folder)
  const app = new Hono()
  app.get('*', async (c, next) => {
    const path = c.req.path === '/' ? indexPath : c.req.path
    const file = files.get(path)
    if (file === undefined) return next()
    const bytes = await readFile(file)
    if (path === indexPath) {
      const nonce = randomBytes(16).toString('base64')
      return c.html(withNonce(bytes.toString('utf8'), nonce), 200, pageHeaders(nonce))
    }
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      // A worker's script carries the policy of the worker.
      'content-security-policy':
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self' blob:",
    })
  })
  return app
}

/** Tells the page its nonce where Vite and wavesurfer's wrapper look for it: `<meta property="csp-nonce" nonce="…">`. */
export function withNonce(html: string, nonce: string): string {
  return html.replace(/<head>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`)
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return [`/${relative(folder, file).split(sep).join('/')}`, file]
    }),
  )
}
