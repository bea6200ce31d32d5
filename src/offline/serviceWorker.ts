import { type BuildFiles, Precache, withFreshNonce } from './precache'

declare const self: ServiceWorkerGlobalScope & {
  /** Put in by the build. */
  readonly pickupFiles: BuildFiles
}

/** How long the server may take to say that somebody has to log in first, in milliseconds. */
const loginMs = 1000

const { origin } = self.location
const precache = new Precache(self.pickupFiles, self.caches, (request) => fetch(request))

self.addEventListener('install', (event) => event.waitUntil(precache.fill(origin)))

self.addEventListener('activate', (event) => event.waitUntil(begin()))

self.addEventListener('message', (event) => {
  // The page asks, when it suits its user; nothing here takes over by itself.
  if (event.data === 'take over') event.waitUntil(self.skipWaiting())
  if (event.data === 'loaded') event.waitUntil(tidy(1))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin: from, pathname } = new URL(request.url)
  if (request.method !== 'GET' || from !== origin || !precache.mayHave(pathname)) return
  event.respondWith(request.mode === 'navigate' && pathname === '/' ? page(request) : file(request, pathname))
})

async function begin(): Promise<void> {
  await self.clients.claim()
  await tidy(0)
}

/** Removes what other builds left, when at most the page that has just loaded is open: none of theirs is then. */
async function tidy(open: 0 | 1): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' })
  const { registration } = self
  if (pages.length <= open) await precache.dropOthers(() => Boolean(registration.installing ?? registration.waiting))
}

async function file(request: Request, path: string): Promise<Response> {
  return (await precache.file(origin, path)) ?? fetch(request)
}

/** The page as it is kept, unless the server leads to its login. */
async function page(request: Request): Promise<Response> {
  const kept = await precache.file(origin, '/')
  if (kept === undefined) return fetch(request)
  const late = new Promise<null>((resolve) => setTimeout(resolve, loginMs, null))
  const answer = await Promise.race([fetch(request).catch(() => null), late])
  if (answer?.type === 'opaqueredirect') return answer
  void answer?.body?.cancel()
  return withFreshNonce(kept, newNonce)
}

function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}
