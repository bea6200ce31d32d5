import type { HealthBody, StatusBody } from '../infill/contract'
import { fetchHealth, fetchStatus } from '../net/status'
import type { App } from './app'
import { settleLanguage } from './voiceFlow'

/** Which engine answers and what it can do. Rejects when the proxy does not answer. */
export async function loadStatus(app: App, signal: AbortSignal): Promise<StatusBody> {
  const { fault } = app.store.get()
  const service = await fetchStatus(signal)
  // What failed while this was asked is news.
  if (fault !== null && fault === app.store.get().fault) app.store.clearFault('offline')
  app.store.patch({ service })
  settleLanguage(app)
  return service
}

/** Whether takes can be made now, and what is left of the budget. */
export function loadHealth(signal: AbortSignal): Promise<HealthBody> {
  return fetchHealth(signal)
}
