/*
 * What the page and the proxy agree on: the vendor's infill API, version 2026-03-01, as plain constants and types.
 */

/** One language of the service. */
export interface Language {
  /** As the service wants it. */
  readonly code: string
  /** Its English name, for a picker. */
  readonly name: string
}

/** Every language the service speaks, English first, then by name. */
export const LANGUAGES: readonly Language[] = [
  { code: 'en', name: 'English' },
  { code: 'ar', name: 'Arabic' },
  { code: 'bn', name: 'Bengali' },
  { code: 'bg', name: 'Bulgarian' },
  { code: 'zh', name: 'Chinese' },
  { code: 'hr', name: 'Croatian' },
  { code: 'cs', name: 'Czech' },
  { code: 'da', name: 'Danish' },
  { code: 'nl', name: 'Dutch' },
  { code: 'fi', name: 'Finnish' },
  { code: 'fr', name: 'French' },
  { code: 'ka', name: 'Georgian' },
  { code: 'de', name: 'German' },
  { code: 'el', name: 'Greek' },
  { code: 'gu', name: 'Gujarati' },
  { code: 'he', name: 'Hebrew' },
  { code: 'hi', name: 'Hindi' },
  { code: 'hu', name: 'Hungarian' },
  { code: 'id', name: 'Indonesian' },
  { code: 'it', name: 'Italian' },
  { code: 'ja', name: 'Japanese' },
  { code: 'kn', name: 'Kannada' },
  { code: 'ko', name: 'Korean' },
  { code: 'ms', name: 'Malay' },
  { code: 'ml', name: 'Malayalam' },
  { code: 'mr', name: 'Marathi' },
  { code: 'no', name: 'Norwegian' },
  { code: 'pl', name: 'Polish' },
  { code: 'pt', name: 'Portuguese' },
  { code: 'pa', name: 'Punjabi' },
  { code: 'ro', name: 'Romanian' },
  { code: 'ru', name: 'Russian' },
  { code: 'sk', name: 'Slovak' },
  { code: 'es', name: 'Spanish' },
  { code: 'sv', name: 'Swedish' },
  { code: 'tl', name: 'Tagalog' },
  { code: 'ta', name: 'Tamil' },
  { code: 'te', name: 'Telugu' },
  { code: 'th', name: 'Thai' },
  { code: 'tr', name: 'Turkish' },
  { code: 'uk', name: 'Ukrainian' },
  { code: 'vi', name: 'Vietnamese' },
]

/** Models that can infill, the default first. */
export const MODELS = ['sonic-3', 'sonic-3-2026-01-12', 'sonic-3-2025-10-27'] as const

/** Sample rates a take can be asked for, in Hz, ascending. */
export const INFILL_RATES = [8000, 16000, 22050, 24000, 44100, 48000] as const

/** How the samples of a `raw` or `wav` take are written. */
export const ENCODINGS = ['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw'] as const

/** What a take can be wrapped in. */
export const CONTAINERS = ['raw', 'wav', 'mp3'] as const

/** Bit rates of an `mp3` take, in bits per second. */
export const BIT_RATES = [32000, 64000, 96000, 128000, 192000] as const

/** The most characters of one request's text. The service documents no limit; this one keeps a slip from costing much. */
export const MAX_TRANSCRIPT = 2000

/** One of `ENCODINGS`. */
export type InfillEncoding = (typeof ENCODINGS)[number]

/** One of `CONTAINERS`. */
export type InfillContainer = (typeof CONTAINERS)[number]

/** What one infill of `text` costs at the service, in credits: 300 and one for each character. */
export function credits(text: string): number {
  return 300 + Array.from(text).length
}

/** What the voice changer costs for `seconds` of input, in credits: 15 for each second. */
export function changeCredits(seconds: number): number {
  return Math.ceil(15 * seconds)
}

/** The form fields of `POST /api/infill/bytes`, as the service names them. */
export const FIELD = {
  left: 'left_audio',
  right: 'right_audio',
  model: 'model_id',
  language: 'language',
  transcript: 'transcript',
  voice: 'voice_id',
  container: 'output_format[container]',
  sampleRate: 'output_format[sample_rate]',
  encoding: 'output_format[encoding]',
  bitRate: 'output_format[bit_rate]',
} as const

/** The headers of the proxy's own: `take` is sent to it, the others it adds to its answers. */
export const HEADER = {
  /** Which take of the same request is wanted. */
  take: 'x-pickup-take',
  /** Which engine answered. */
  engine: 'x-pickup-engine',
  /** What the answer cost, in credits. */
  credits: 'x-pickup-credits',
  /** `1`: it is the answer to an earlier, equal request, and cost nothing. */
  repeated: 'x-pickup-repeated',
  /** Names the request in the service's books, or in the proxy's where the service gave no name. */
  requestId: 'x-request-id',
} as const

/** What answers requests: the vendor's service, or the voice that comes with Pickup. */
export type EngineName = 'cartesia' | 'embedded'

/** What an engine can do. */
export interface Capabilities {
  /** Whether a request must name a voice. */
  readonly needsVoice: boolean
  /** Codes of `LANGUAGES`. */
  readonly languages: readonly string[]
  readonly models: readonly string[]
  /** In Hz, ascending. */
  readonly sampleRates: readonly number[]
  /** Of each side. */
  readonly maxContextSeconds: number
  /** Of the text. */
  readonly maxCharacters: number
  /** Whether a request costs credits. */
  readonly billed: boolean
  /** Whether it can make a voice from a clip. */
  readonly makesVoices: boolean
  /** Whether it can say a clip again in another voice. */
  readonly changesVoices: boolean
}

/** The answer of `GET /api/status`. */
export interface StatusBody {
  readonly ok: true
  /** Of Pickup. */
  readonly version: string
  readonly engine: EngineName
  /** For people: "Cartesia", "Embedded voice". */
  readonly engineLabel: string
  readonly capabilities: Capabilities
}

/** The answer of `GET /api/health`: asked for when somebody wants to know, since it asks the service. */
export interface HealthBody {
  /** Whether takes can be made now. */
  readonly ok: boolean
  /** Of the service, or null where it did not say. */
  readonly upstreamVersion: string | null
  /** Why not, and what to do; null where they can. */
  readonly problem: string | null
  /** What may be spent today, in credits, and what is left of it; null: there is no budget. */
  readonly budget: { readonly daily: number; readonly left: number } | null
}

/** One voice, whichever API version listed it. */
export interface VoiceBody {
  readonly id: string
  readonly name: string
  readonly description: string
  /** A code of `LANGUAGES`. */
  readonly language: string
  readonly gender: string | null
  readonly accent: string | null
  readonly is_owner: boolean
  readonly is_public: boolean
  /** ISO 8601, or an empty string where the service gave none. */
  readonly created_at: string
  readonly preview_file_url: string | null
}

/** The answer of `GET /api/voices`: one page. The next one starts after the last id. */
export interface VoicesBody {
  readonly data: readonly VoiceBody[]
  readonly has_more: boolean
}

/** Every refusal under `/api`, in the vendor's form. */
export interface ErrorBody {
  readonly error_code: string | null
  readonly title: string
  /** Sentences that say what happened and what to do. */
  readonly message: string
  readonly request_id: string
}
