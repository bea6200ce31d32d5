import { previewRoute, voicesPage, type WireVoice, type WireVoices } from '../vendorVoices'

/** What flite calls its voices. */
export type VoiceName = 'slt' | 'rms' | 'awb' | 'kal16' | 'kal'

/** One voice of the embedded engine. */
export interface EmbeddedVoice {
  readonly name: VoiceName
  readonly body: WireVoice
  /** Syllables a second at its own pace, as `measureSpeech` counts them. */
  readonly pace: number
}

const released = '2016-01-01T00:00:00Z'

function voice(
  name: VoiceName,
  last: string,
  title: string,
  gender: string,
  pace: number,
  about: string,
): EmbeddedVoice {
  const id = `f117e000-0000-4000-8000-0000000000${last}`
  const body: WireVoice = {
    id,
    name: title,
    description: about,
    tagline: '',
    language: 'en',
    locales: [{ locale: name === 'awb' ? 'en-GB' : 'en-US', is_native: true }],
    accent: null,
    gender,
    is_owner: false,
    is_public: true,
    access: 'public',
    visibility: 'all',
    created_at: released,
    preview_file_url: previewRoute(id),
  }
  return { name, body, pace }
}

/** The voices, the default one first. Their ids stay the same for good. */
export const embeddedVoices: readonly [EmbeddedVoice, ...EmbeddedVoice[]] = [
  voice('slt', '01', 'Susan', 'feminine', 3.7, 'Plain American English, clear, for trying things out.'),
  voice('rms', '02', 'Robert', 'masculine', 4.1, 'Plain American English, deep, always at its own pitch.'),
  voice('awb', '03', 'Alan', 'masculine', 4.7, 'Plain Scottish English.'),
  voice('kal16', '04', 'Kevin', 'masculine', 4.5, 'American English of an early talking computer.'),
  voice('kal', '05', 'Kevin, telephone', 'masculine', 4.5, 'The same talking computer on a telephone line.'),
]

/** The voice with this id, or null. */
export function voiceById(id: string): EmbeddedVoice | null {
  return embeddedVoices.find(({ body }) => body.id === id) ?? null
}

/** The page of voices that a checked query asks for, in the order above. */
export function listVoices(query: URLSearchParams): WireVoices {
  const wanted = query.get('q')?.toLowerCase() ?? ''
  const is = (name: string, value: string | boolean | null) => (query.get(name) ?? String(value)) === String(value)
  const all = embeddedVoices
    .map(({ body }) => body)
    .filter(
      (body) =>
        `${body.name} ${body.description} ${body.id}`.toLowerCase().includes(wanted) &&
        is('gender', body.gender) &&
        is('language', body.language) &&
        is('is_owner', body.is_owner),
    )
  const limit = Number(query.get('limit') ?? 10)
  const before = query.get('ending_before')
  const indexOf = (id: string | null) => all.findIndex((body) => body.id === id)
  const end = before === null ? all.length : Math.max(0, indexOf(before))
  const start = before === null ? indexOf(query.get('starting_after')) + 1 : Math.max(0, end - limit)
  const data = all.slice(start, Math.min(end, start + limit))
  return voicesPage(data, before === null ? start + data.length < all.length : start > 0)
}
