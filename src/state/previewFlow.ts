import { fetchPreview } from '../net/voices'
import { playClip } from '../player/clipPlayer'
import type { App } from './app'
import { isRecording, mustBeQuiet, pause } from './playbackFlow'

/**
 * Lets a voice be heard to its end; the recording falls silent. Calls `onSound` when it begins to sound. Rejects with
 * AbortError when `signal` aborts, and when a take begins to be spoken: it would be heard in it.
 */
export async function hearVoice(app: App, voiceId: string, signal: AbortSignal, onSound: () => void): Promise<void> {
  if (mustBeQuiet(app)) return
  if (app.store.get().transport.playing) pause(app)
  const quiet = new AbortController()
  const stopListening = app.store.api.subscribe(() => isRecording(app) && quiet.abort())
  const stop = AbortSignal.any([signal, quiet.signal])
  try {
    await playClip(await fetchPreview(voiceId, stop), stop, onSound)
  } finally {
    stopListening()
  }
}
