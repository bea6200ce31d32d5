import type { VoiceBody, VoicesBody } from '../infill/contract'
import { call, readJson } from './call'
import { NetError } from './netError'

const timeoutMs = 30_000
/** Making a voice takes the service longer than a list does. */
const cloneTimeoutMs = 125_000

/** Which voices are wanted. */
export interface VoiceQuery {
  /** Found in name, description and id. */
  readonly text?: string
  /** A code of `LANGUAGES`. */
  readonly language?: string
  /** Only the user's own, or only those that are not. */
  readonly own?: boolean
  /** The id of the last voice of the page before. */
  readonly after?: string
  /** 1 to 100. */
  readonly limit: number
}

/** One page of the voices. Throws `NetError`. */
export async function fetchVoicePage(
  { text = '', language, own, after, limit }: VoiceQuery,
  signal: AbortSignal,
): Promise<VoicesBody> {
  const query = new URLSearchParams({ limit: String(limit), 'expand[]': 'preview_file_url' })
  if (text !== '') query.set('q', text)
  if (language !== undefined) query.set('language', language)
  if (own !== undefined) query.set('is_owner', String(own))
  if (after !== undefined) query.set('starting_after', after)
  const { bytes } = await call({ path: `/api/voices?${query}`, signal, timeoutMs })
  const body = readJson(bytes)
  if (!isVoices(body)) {
    throw new NetError('service-failed', 'The list of voices could not be read. Reload the page, or restart Pickup.')
  }
  return body
}

/** One voice, or null when there is none of this id. Throws `NetError`. */
export async function fetchVoice(id: string, signal: AbortSignal): Promise<VoiceBody | null> {
  try {
    const { bytes } = await call({ path: `${pathOf(id)}?expand%5B%5D=preview_file_url`, signal, timeoutMs })
    return readVoice(bytes)
  } catch (error) {
    if (error instanceof NetError && error.data['status'] === 404) return null
    throw error
  }
}

/** How a voice sounds: a file that a browser can play. Throws `NetError`. */
export async function fetchPreview(id: string, signal: AbortSignal): Promise<Blob> {
  const { bytes, headers } = await call({ path: `${pathOf(id)}/preview`, signal, timeoutMs })
  if (bytes.length === 0) throw new NetError('empty-answer', 'The preview of this voice is empty. Try another voice.')
  return new Blob([bytes], { type: headers.get('content-type') ?? 'audio/wav' })
}

/** Deletes a voice of the user's own at the service. Throws `NetError`. */
export async function deleteVoice(id: string, signal: AbortSignal): Promise<void> {
  await call({ path: pathOf(id), method: 'DELETE', signal, timeoutMs })
}

/** What a voice is made from. */
export interface NewVoice {
  readonly name: string
  /** A code of `LANGUAGES`. */
  readonly language: string
  /** A whole WAV file of five to ten seconds of one person's speech, as `clipWav` makes it. */
  readonly clip: Uint8Array
}

/** Makes a voice of a person from a clip. Throws `NetError`; an aborted `signal` rejects with AbortError. */
export async function cloneVoice({ name, language, clip }: NewVoice, signal: AbortSignal): Promise<VoiceBody> {
  const form = new FormData()
  form.append('name', name)
  form.append('language', language)
  form.append('clip', new Blob([new Uint8Array(clip)], { type: 'audio/wav' }), 'clip.wav')
  const { bytes } = await call({ path: '/api/voices/clone', body: form, signal, timeoutMs: cloneTimeoutMs })
  // The service leaves out here what it says of a voice elsewhere.
  return { ...readVoice(bytes), is_owner: true, is_public: false }
}

const pathOf = (id: string): string => `/api/voices/${encodeURIComponent(id)}`

function readVoice(bytes: Uint8Array): VoiceBody {
  const body = readJson(bytes)
  if (typeof body !== 'object' || body === null) throw noVoice()
  const text = (key: string): string | null => {
    const value: unknown = Reflect.get(body, key)
    return typeof value === 'string' ? value : null
  }
  const id = text('id')
  if (id === null) throw noVoice()
  return {
    id,
    name: text('name') ?? id,
    description: text('description') ?? '',
    language: text('language') ?? '',
    gender: text('gender'),
    accent: text('accent'),
    is_owner: Reflect.get(body, 'is_owner') === true,
    is_public: Reflect.get(body, 'is_public') === true,
    created_at: text('created_at') ?? '',
    preview_file_url: text('preview_file_url'),
  }
}

const noVoice = () =>
  new NetError('service-failed', 'What came back is no voice. Look in the list of voices before you try again.')

/** Our own server wrote and checked it: enough is checked to know that it did. */
function isVoices(body: unknown): body is VoicesBody {
  return typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data)
}
