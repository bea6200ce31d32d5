import { call, readJson } from './call'
import { NetError } from './netError'

const timeoutMs = 65_000

/** One word that was heard, in seconds from the start of the clip. A hint where to look, never a place to cut. */
export interface HeardWord {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** What was said in a clip. */
export interface Transcript {
  readonly text: string
  readonly words: readonly HeardWord[]
}

/**
 * Has written down what is said in a clip, a whole WAV file. Costs 1 credit for 2 seconds. Without a language the service
 * finds it out. One attempt. Throws `NetError`; an aborted `signal` rejects with AbortError.
 */
export async function transcribe(
  clip: Uint8Array,
  signal: AbortSignal,
  { language }: { readonly language?: string } = {},
): Promise<Transcript> {
  const form = new FormData()
  form.append('model', 'ink-whisper')
  if (language !== undefined) form.append('language', language)
  form.append('timestamp_granularities[]', 'word')
  form.append('file', new Blob([new Uint8Array(clip)], { type: 'audio/wav' }), 'clip.wav')
  const { bytes } = await call({ path: '/api/stt', body: form, signal, timeoutMs })
  const body = readJson(bytes)
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') {
    throw new NetError('service-failed', 'What the speech service heard could not be read. Try again.')
  }
  const words: readonly unknown[] = 'words' in body && Array.isArray(body.words) ? body.words : []
  return { text: body.text.trim(), words: words.flatMap(wordOf) }
}

function wordOf(value: unknown): HeardWord[] {
  if (typeof value !== 'object' || value === null || !('word' in value && 'start' in value && 'end' in value)) return []
  const { word, start, end } = value
  if (typeof word !== 'string' || typeof start !== 'number' || typeof end !== 'number') return []
  return [{ word: word.trim(), start, end }]
}
