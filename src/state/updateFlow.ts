import type { App } from './app'

/** How often a page that stays open asks whether there is a new version, in milliseconds. */
const askAgainMs = 60 * 60_000

/**
 * Keeps the page and all it needs in the browser, so that it opens without its server, and notices when a new version is
 * there to be loaded. Nothing changes before the user says so. Where the browser has no service workers nothing is kept.
 */
export async function keepOffline(app: App): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const { serviceWorker } = navigator
    const known = serviceWorker.controller !== null
    const registration = await serviceWorker.register('/sw.js')
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of this origin only
    registration.active?.postMessage('loaded')
    const look = () => {
      if (registration.waiting !== null && serviceWorker.controller !== null) app.store.patch({ newVersion: true })
    }
    look()
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
    // Another tab has changed to the new version: what this one shows is the old one.
    if (known) serviceWorker.addEventListener('controllerchange', () => app.store.patch({ newVersion: true }))
    setInterval(() => void registration.update().catch(notKept), askAgainMs)
  } catch (error) {
    notKept(error)
  }
}

/** Changes to the new version: the page is loaded again. For a click of the user, when nothing is under way. */
export async function changeVersion(): Promise<void> {
  const { serviceWorker } = navigator
  const registration = await serviceWorker.getRegistration()
  if (!registration?.waiting) return location.reload()
  serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is of this origin only
  registration.waiting.postMessage('take over')
}

/** Working offline is a comfort: that it does not is only told to the console. */
function notKept(error: unknown): void {
  console.warn('The page is not kept for working offline.', error)
}
