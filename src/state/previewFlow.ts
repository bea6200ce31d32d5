import { fetchPreview } from '../net/voices'
import { playClip } from '../player/clipPlayer'
import type { App } from './app'
import { pause } from './playbackFlow'

/**
 * Lets a voice be heard to its end; the recording falls silent. Calls `onSound` when it begins to sound. Rejects with
 * AbortError when `signal` aborts.
 */
export async function hearVoice(app: App, voiceId: string, signal: AbortSignal, onSound: () => void): Promise<void> {
  if (app.store.get().transport.playing) pause(app)
  await playClip(await fetchPreview(voiceId, signal), signal, onSound)
}
