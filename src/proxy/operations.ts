import type { z } from 'zod'
import { changeCredits, credits, FIELD } from '../infill/contract'
import type { Form } from './formReader'
import { heardSeconds } from './heardSeconds'
import * as wire from './schemas'

/** A file of a form. */
export interface FileField {
  readonly name: string
  readonly about: string
  readonly required: boolean
}

/** What a request carries. */
export type OperationBody =
  | { readonly kind: 'form'; readonly fields: z.ZodObject; readonly files: readonly FileField[] }
  | { readonly kind: 'json'; readonly schema: z.ZodObject }
  | { readonly kind: 'none' }

/** What comes back: all of it at once, events one after another, JSON, or nothing but the status. */
export type AnswerKind = 'audio' | 'events' | 'voices' | 'voice' | 'json' | 'nothing'

/** What a price is made from. */
export interface Purchase {
  readonly form: Form | null
  readonly json: Readonly<Record<string, unknown>> | null
}

/** One route of the vendor's API. */
export interface Operation {
  readonly id: string
  readonly method: 'get' | 'post' | 'patch' | 'delete'
  /** Under `/api`, as the vendor writes it: a name in braces stands for an id. */
  readonly path: string
  readonly summary: string
  readonly query: z.ZodObject | null
  readonly body: OperationBody
  readonly answer: AnswerKind
  /** What it costs at the service, in credits; null: it is free. */
  readonly price: ((purchase: Purchase) => number) | null
  /** In the words of the vendor: why it is no longer answered by any engine. */
  readonly gone?: string
}

const none: OperationBody = { kind: 'none' }
const form = (fields: z.ZodObject, ...files: readonly FileField[]): OperationBody => ({ kind: 'form', fields, files })
const json = (schema: z.ZodObject): OperationBody => ({ kind: 'json', schema })
const file = (name: string, about: string, required = true): FileField => ({ name, about, required })

const characters = (text: unknown) => (typeof text === 'string' ? Array.from(text).length : 0)
const fieldOf = (sent: Form | null, name: string) => sent?.fields.find(([field]) => field === name)?.[1] ?? ''

/** 1 credit a character. */
const speechPrice = ({ json: body }: Purchase) => characters(body?.['transcript'])
const changePrice = ({ form: sent }: Purchase) => changeCredits(secondsOf(sent, 'clip'))
/** 1 credit for 2 seconds of input. */
const listenPrice = ({ form: sent }: Purchase) => Math.ceil(secondsOf(sent, 'file') / 2)

function secondsOf(sent: Form | null, name: string): number {
  const found = sent?.files.find((candidate) => candidate.name === name)
  return found === undefined ? 0 : heardSeconds(found.start, found.size)
}

const operation = (
  id: string,
  route: string,
  summary: string,
  rest: Partial<Omit<Operation, 'id' | 'method' | 'path' | 'summary'>> = {},
): Operation => {
  const [method = '', path = ''] = route.split(' ')
  if (method !== 'get' && method !== 'post' && method !== 'patch' && method !== 'delete') throw new TypeError(route)
  return { id, method, path, summary, query: null, body: none, answer: 'json', price: null, ...rest }
}

const removed = (route: string) =>
  `${route} was removed from the API in version 2025-04-16, together with embeddings. Use POST /voices/clone.`

/** Every route under `/api` that speaks the vendor's wire form, the one that infills first. */
export const OPERATIONS: readonly Operation[] = [
  operation(
    'infill',
    'post /infill/bytes',
    'Speak a text in the gap between two pieces of audio; the middle alone comes back',
    {
      body: form(
        wire.infillFields,
        file(FIELD.left, 'The audio before the gap. At least one side must be there.', false),
        file(FIELD.right, 'The audio after the gap.', false),
      ),
      answer: 'audio',
      price: ({ form: sent }) => credits(fieldOf(sent, FIELD.transcript)),
    },
  ),
  operation('speak', 'post /tts/bytes', 'Speak a text', {
    body: json(wire.speechBody),
    answer: 'audio',
    price: speechPrice,
  }),
  operation('speakEvents', 'post /tts/sse', 'Speak a text, streamed', {
    body: json(wire.streamedSpeechBody),
    answer: 'events',
    price: speechPrice,
  }),
  operation('changeVoice', 'post /voice-changer/bytes', 'Say a clip again in another voice', {
    body: form(wire.voiceChangeFields, file('clip', 'The clip.')),
    answer: 'audio',
    price: changePrice,
  }),
  operation('changeVoiceEvents', 'post /voice-changer/sse', 'Say a clip again in another voice, streamed', {
    body: form(wire.voiceChangeFields, file('clip', 'The clip.')),
    answer: 'events',
    price: changePrice,
  }),
  operation('transcribe', 'post /stt', 'Write down what is said in a file', {
    query: wire.transcriptionQuery,
    body: form(wire.transcriptionFields, file('file', 'The audio.')),
    price: listenPrice,
  }),
  operation('listVoices', 'get /voices', 'List voices', { query: wire.voicesQuery, answer: 'voices' }),
  operation('cloneVoice', 'post /voices/clone', 'Make a voice from a clip', {
    body: form(wire.cloneFields, file('clip', 'Five to ten seconds of clean speech.')),
  }),
  operation('localizeVoice', 'post /voices/localize', 'Make a voice that speaks another language', {
    body: json(wire.localization),
  }),
  operation('createVoice', 'post /voices', 'Make a voice from an embedding', { gone: removed('POST /voices') }),
  operation('mixVoices', 'post /voices/mix', 'Mix voices', { gone: removed('POST /voices/mix') }),
  operation('getVoice', 'get /voices/{id}', 'One voice', { query: wire.voiceQuery, answer: 'voice' }),
  operation('updateVoice', 'patch /voices/{id}', 'Rename a voice', { body: json(wire.voiceChanges), answer: 'voice' }),
  operation('deleteVoice', 'delete /voices/{id}', 'Delete a voice', { answer: 'nothing' }),
  operation('previewVoice', 'get /voices/{id}/preview', 'Hear a voice; fetched with the key of the proxy', {
    answer: 'audio',
  }),
  operation('listDatasets', 'get /datasets/', 'List datasets', { query: wire.listQuery }),
  operation('createDataset', 'post /datasets/', 'Make a dataset', { body: json(wire.datasetBody) }),
  operation('getDataset', 'get /datasets/{id}', 'One dataset'),
  operation('updateDataset', 'patch /datasets/{id}', 'Rename a dataset', {
    body: json(wire.datasetChanges),
    answer: 'nothing',
  }),
  operation('deleteDataset', 'delete /datasets/{id}', 'Delete a dataset', { answer: 'nothing' }),
  operation('listDatasetFiles', 'get /datasets/{id}/files', 'List the files of a dataset', { query: wire.listQuery }),
  operation('addDatasetFile', 'post /datasets/{id}/files', 'Add a file to a dataset', {
    body: form(wire.datasetFileFields, file('file', 'The audio.')),
    answer: 'nothing',
  }),
  operation('deleteDatasetFile', 'delete /datasets/{id}/files/{file}', 'Remove a file from a dataset', {
    answer: 'nothing',
  }),
]
