import { z } from 'zod'
import {
  BIT_RATES,
  CONTAINERS,
  ENCODINGS,
  FIELD,
  INFILL_RATES,
  LANGUAGES,
  MAX_TRANSCRIPT,
  MODELS,
} from '../infill/contract'

/*
 * What each route of the vendor's API is sent, as schemas. They check what the embedded engine and the proxy itself
 * read, and the OpenAPI document is made from them. Form fields are texts, as they come.
 */

const oneOf = (values: readonly (string | number)[]) => ({ error: `must be one of ${values.join(', ')}.` })
/** Numbers as the texts that a form holds. */
const numbers = (values: readonly number[]) => z.enum(values.map(String), oneOf(values))

const voiceId = z.string().regex(/^[\w-]{1,100}$/, { error: 'is not an id of a voice.' })
const languageCodes = LANGUAGES.map(({ code }) => code)
const language = z.enum(languageCodes, oneOf(languageCodes)).describe('What the text is in.')
const name = z.string().min(1, { error: 'is empty.' }).max(200, { error: 'is longer than 200 characters.' })
const about = z.string().max(2000, { error: 'is longer than 2000 characters.' })
const transcript = z
  .string()
  .refine((text) => text.trim() !== '', { error: 'is empty. Type what should be said.' })
  .refine((text) => Array.from(text).length <= MAX_TRANSCRIPT, {
    error: `is longer than ${MAX_TRANSCRIPT} characters. Fix a shorter stretch, or split the text.`,
  })

const formatFields = {
  [FIELD.container]: z.enum(CONTAINERS, oneOf(CONTAINERS)).describe('What the audio is wrapped in.'),
  [FIELD.sampleRate]: numbers(INFILL_RATES).describe('In Hz.'),
  [FIELD.encoding]: z.enum(ENCODINGS, oneOf(ENCODINGS)).describe('Of the samples. Needed for raw and wav.').optional(),
  [FIELD.bitRate]: numbers(BIT_RATES).describe('In bits per second. Needed for mp3.').optional(),
}

/** Fields of `POST /infill/bytes` beside its files. */
export const infillFields = z.object({
  [FIELD.transcript]: transcript.describe('What is said in the gap, not the whole sentence.'),
  [FIELD.voice]: voiceId,
  [FIELD.language]: language.default('en'),
  [FIELD.model]: z.enum(MODELS, oneOf(MODELS)).describe('Who speaks.').default(MODELS[0]),
  ...formatFields,
})

/** Fields of `POST /voice-changer/bytes` and `/sse` beside the clip. */
export const voiceChangeFields = z.object({ 'voice[id]': voiceId, ...formatFields })

/** Fields of `POST /voices/clone` beside the clip. */
export const cloneFields = z.object({
  name,
  language,
  description: about.optional(),
  base_voice_id: voiceId.optional(),
})

const listeners = ['ink-whisper', 'ink-whisper-2025-06-04'] as const

/** Fields of `POST /stt` beside the file. */
export const transcriptionFields = z.object({
  model: z.enum(listeners, oneOf(listeners)).describe('Who listens.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, { error: 'is not a language code.' })
    .optional(),
  'timestamp_granularities[]': z.literal('word', { error: 'must be word.' }).optional(),
})

/** Fields of `POST /datasets/{id}/files` beside the file. */
export const datasetFileFields = z.object({ purpose: z.string().max(100).optional() })

const controls = z.object({
  speed: z.number().optional(),
  volume: z.number().optional(),
  emotion: z.string().optional(),
})

const outputFormat = z.object({
  container: z.enum(CONTAINERS, oneOf(CONTAINERS)),
  sample_rate: z.literal(INFILL_RATES, oneOf(INFILL_RATES)),
  encoding: z.enum(ENCODINGS, oneOf(ENCODINGS)).optional(),
  bit_rate: z.literal(BIT_RATES, oneOf(BIT_RATES)).optional(),
})

/** The JSON of `POST /tts/bytes`. */
export const speechBody = z.object({
  model_id: z.string().min(1, { error: 'is empty.' }),
  transcript,
  voice: z.object({ mode: z.literal('id', { error: 'must be id.' }), id: voiceId }),
  output_format: outputFormat,
  language: z.enum(languageCodes, oneOf(languageCodes)).nullish(),
  generation_config: controls.optional(),
})

/** The JSON of `POST /tts/sse`: as `/tts/bytes`, in raw samples. */
export const streamedSpeechBody = speechBody.extend({
  output_format: outputFormat.extend({ container: z.literal('raw', { error: 'must be raw for a streamed answer.' }) }),
  context_id: z.string().nullish(),
})

/** The JSON of `PATCH /voices/{id}`. */
export const voiceChanges = z.object({
  name: name.optional(),
  description: about.optional(),
  gender: z.string().max(30).nullish(),
})

/** The JSON of `POST /voices/localize`. Older versions want the language and the gender, newer ones an accent. */
export const localization = z.object({
  voice_id: voiceId,
  name,
  description: about.optional(),
  language: z.string().max(10).optional(),
  original_speaker_gender: z.string().max(30).optional(),
  dialect: z.string().max(30).nullish(),
  accent: z.string().max(60).optional(),
})

/** The JSON of `POST /datasets`. */
export const datasetBody = z.object({ name, description: about.optional() })

/** The JSON of `PATCH /datasets/{id}`. */
export const datasetChanges = z.object({ name: name.optional(), description: about.optional() })

const pageQuery = {
  limit: z.coerce
    .number({ error: 'must be a number from 1 to 100.' })
    .int({ error: 'must be a whole number.' })
    .min(1, { error: 'must be 1 or more.' })
    .max(100, { error: 'must be 100 or less.' })
    .exactOptional(),
  starting_after: voiceId.exactOptional(),
  ending_before: voiceId.exactOptional(),
}
const expand = z.literal('preview_file_url', { error: 'must be preview_file_url.' }).exactOptional()

/** The query of a list. */
export const listQuery = z.object(pageQuery)

/** The query of one voice. */
export const voiceQuery = z.object({ 'expand[]': expand })

/** The query of `GET /voices`. */
export const voicesQuery = z.object({
  ...pageQuery,
  q: z.string().max(200, { error: 'is longer than 200 characters.' }).exactOptional(),
  gender: z
    .string()
    .regex(/^\w{1,30}$/, { error: 'is not a gender the service knows.' })
    .exactOptional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, { error: 'is not a language code.' })
    .exactOptional(),
  is_owner: z.enum(['true', 'false'], { error: 'must be true or false.' }).exactOptional(),
  'expand[]': expand,
})

/** The query of `POST /stt`, for samples without a header. */
export const transcriptionQuery = z.object({
  encoding: z
    .string()
    .regex(/^pcm_\w{1,10}$/, { error: 'is not an encoding the service knows.' })
    .exactOptional(),
  sample_rate: z
    .string()
    .regex(/^\d{4,6}$/, { error: 'must be a number of Hz.' })
    .exactOptional(),
})

/** A refusal. */
export const errorSchema = z.object({
  error_code: z.string().nullable(),
  title: z.string(),
  message: z.string(),
  request_id: z.string(),
})

/** One voice in our answers: the words of both generations of the vendor's API. */
export const voiceSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  tagline: z.string(),
  language: z.string(),
  locales: z.array(z.object({ locale: z.string(), is_native: z.boolean() })),
  accent: z.string().nullable(),
  gender: z.string().nullable(),
  is_owner: z.boolean(),
  is_public: z.boolean(),
  access: z.enum(['public', 'private']),
  visibility: z.enum(['all', 'owner']),
  created_at: z.string(),
  preview_file_url: z.string().nullable(),
})

/** A page of voices in our answers. */
export const voicesSchema = z.object({
  data: z.array(voiceSchema),
  has_more: z.boolean(),
  next_page: z.string().nullable(),
})

/** Any object of the vendor's. */
export const anyObject = z.record(z.string(), z.unknown())

/** Whether takes can be made now. */
export const healthSchema = z.object({
  ok: z.boolean(),
  upstreamVersion: z.string().nullable(),
  problem: z.string().nullable(),
  budget: z.object({ daily: z.int(), left: z.int() }).nullable(),
})

/** What the status of the proxy says. */
export const statusSchema = z.object({
  ok: z.literal(true),
  version: z.string(),
  engine: z.enum(['cartesia', 'embedded']),
  engineLabel: z.string(),
  capabilities: anyObject,
})
