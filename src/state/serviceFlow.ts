import type { StatusBody, VoiceBody } from '../infill/contract'
import { fetchStatus } from '../net/status'
import { fetchVoicePage } from '../net/voices'
import type { App } from './app'

/** Which engine answers and what it can do. Rejects when the proxy does not answer. */
export function loadStatus(signal: AbortSignal): Promise<StatusBody> {
  return fetchStatus(signal)
}

const most = 100

/** The voices to choose from; the first becomes the chosen one when none is chosen, or when the chosen one is gone. */
export async function loadVoices(app: App, signal: AbortSignal): Promise<readonly VoiceBody[]> {
  const pages = await Promise.all([true, false].map((own) => fetchVoicePage({ own, limit: most }, signal)))
  const voices = pages.flatMap(({ data }) => data)
  app.store.patch({ voices })
  const { voiceId } = app.store.get()
  if (!voices.some(({ id }) => id === voiceId)) app.store.patch({ voiceId: voices[0]?.id ?? null })
  return voices
}
