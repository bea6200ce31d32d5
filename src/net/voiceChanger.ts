import { FIELD, HEADER } from '../infill/contract'
import { call } from './call'
import { newTake, type TakeAnswer, type TakeOptions, takeAnswerOf, takeTimeoutMs } from './takeAnswer'

/** A clip that is to be said again in another voice. */
export interface VoiceChange {
  /** A whole WAV file, as `clipWav` makes it. */
  readonly clip: Uint8Array
  readonly voiceId: string
  /** One of `INFILL_RATES`, that the answer is to have. */
  readonly sampleRate: number
}

/**
 * Has a clip said again with the same words and intonation in another voice; a float WAV comes back. Costs
 * `changeCredits`. One attempt, never a second by itself. Throws `NetError`; an aborted `signal` rejects with AbortError.
 */
export async function changeVoice(
  { clip, voiceId, sampleRate }: VoiceChange,
  signal: AbortSignal,
  { take = newTake() }: TakeOptions = {},
): Promise<TakeAnswer> {
  const form = new FormData()
  form.append('voice[id]', voiceId)
  form.append(FIELD.container, 'wav')
  form.append(FIELD.encoding, 'pcm_f32le')
  form.append(FIELD.sampleRate, String(sampleRate))
  form.append('clip', new Blob([new Uint8Array(clip)], { type: 'audio/wav' }), 'clip.wav')
  const headers = { [HEADER.take]: take }
  const path = '/api/voice-changer/bytes'
  return takeAnswerOf(await call({ path, body: form, headers, signal, timeoutMs: takeTimeoutMs }))
}
