import type { VoiceBody, VoicesBody } from '../../../infill/contract'
import type { VoicesQuery } from '../../engine'

/** What flite calls its voices. */
export type VoiceName = 'slt' | 'rms' | 'awb' | 'kal16' | 'kal'

/** One voice of the embedded engine. */
export interface EmbeddedVoice {
  readonly name: VoiceName
  readonly body: VoiceBody
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
  const body: VoiceBody = {
    id: `f117e000-0000-4000-8000-0000000000${last}`,
    name: title,
    description: about,
    language: 'en',
    gender,
    is_owner: false,
    is_public: true,
    created_at: released,
    preview_file_url: null,
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

/** The page of voices that `query` asks for, in the order above. */
export function listVoices(query: VoicesQuery): VoicesBody {
  const wanted = query.q?.toLowerCase() ?? ''
  const all = embeddedVoices
    .map(({ body }) => body)
    .filter(
      (body) =>
        `${body.name} ${body.description}`.toLowerCase().includes(wanted) &&
        (query.gender === undefined || body.gender === query.gender) &&
        (query.language === undefined || body.language === query.language) &&
        (query.is_owner === undefined || body.is_owner === query.is_owner),
    )
  const indexOf = (id: string | undefined) => all.findIndex((body) => body.id === id)
  const end = query.ending_before === undefined ? all.length : Math.max(0, indexOf(query.ending_before))
  const start = query.ending_before === undefined ? indexOf(query.starting_after) + 1 : Math.max(0, end - query.limit)
  const data = all.slice(start, Math.min(end, start + query.limit))
  return { data, has_more: query.ending_before === undefined ? start + data.length < all.length : start > 0 }
}
