import { Readable } from 'node:stream'
import { FIELD, INFILL_RATES, type InfillEncoding, MAX_TRANSCRIPT, MODELS } from '../../../infill/contract'
import { type Engine, jsonAnswer, type ServiceAnswer, type ServiceCall } from '../../engine'
import { badField, ServiceError } from '../../errors'
import { checked, checkOutput, type OutputFormat, readInfillForm } from '../../infillForm'
import { speechBody, streamedSpeechBody } from '../../schemas'
import { collectForm } from '../../upload'
import { eventsOf } from './events'
import { loadFlite } from './flite'
import type { SpeakJob } from './perform'
import { readingOf } from './readings'
import { speakable } from './speakable'
import { SpeakingThread, type StartThread } from './speakingThread'
import { type EmbeddedVoice, listVoices, voiceById } from './voices'

/** Limits of the embedded engine. */
export interface EmbeddedLimits {
  /** How long one request may take. */
  readonly timeoutMs: number
  /** How many requests may wait. */
  readonly maxWaiting: number
}

const defaultLimits: EmbeddedLimits = { timeoutMs: 20_000, maxWaiting: 8 }
const contentTypes = { wav: 'audio/wav', raw: 'application/octet-stream' } as const

/** The voice that comes with Pickup: flite, in a thread of its own. Works offline, costs nothing, sounds plain. */
export function createEmbeddedEngine(start: StartThread, limits: EmbeddedLimits = defaultLimits): Engine {
  const thread = new SpeakingThread({ start, load: loadFlite, ...limits })
  const speak = async (job: SpeakJob, signal: AbortSignal): Promise<ServiceAnswer> => {
    const { container } = job.output
    const contentType = container === 'wav' ? contentTypes.wav : contentTypes.raw
    return { body: await thread.speak(job, signal), contentType, credits: 0 }
  }
  return {
    name: 'embedded',
    label: 'Embedded voice',
    capabilities: {
      needsVoice: true,
      languages: ['en'],
      models: [MODELS[0]],
      sampleRates: INFILL_RATES,
      maxContextSeconds: 30,
      maxCharacters: MAX_TRANSCRIPT,
      billed: false,
      makesVoices: false,
      changesVoices: false,
    },

    async perform(call, signal) {
      switch (call.operation.id) {
        case 'infill':
          // Nothing of an upload is read for a queue that has no room.
          thread.refuseIfFull()
          return speak(await infillJob(call), signal)
        case 'speak':
          return speak(speechJob(checked(speechBody, call.json)), signal)
        case 'speakEvents': {
          const job = speechJob(checked(streamedSpeechBody, call.json))
          const answer = await speak(job, signal)
          const samples = answer.body instanceof Uint8Array ? answer.body : new Uint8Array()
          const body = Readable.from(eventsOf(samples, job.output), { objectMode: false })
          return { ...answer, body, contentType: 'text/event-stream' }
        }
        case 'listVoices':
          return jsonAnswer(listVoices(call.query))
        case 'getVoice':
          return jsonAnswer(voiceOf(call.ids[0] ?? '', 'id').body)
        case 'previewVoice':
          return { ...(await speak(previewJob(voiceOf(call.ids[0] ?? '', 'id')), signal)), credits: null }
        default:
          throw cannot(call)
      }
    },

    check: () => Promise.resolve(null),
    close: () => thread.close(),
  }
}

async function infillJob({ upload, operation, take }: ServiceCall): Promise<SpeakJob> {
  if (upload === null) throw new Error(`${operation.id} came without its form`)
  const { text, voiceId, language, left, right, output } = readInfillForm(await collectForm(upload))
  const spoken = spokenBy(voiceOf(voiceId, FIELD.voice), text, language)
  return { ...spoken, reading: readingOf(take), left, right, output: writable(output) }
}

type SpeechBody = ReturnType<typeof checked<typeof speechBody>>

function speechJob(body: SpeechBody): SpeakJob {
  const { container, sample_rate: rate, encoding = null, bit_rate: bitRate = null } = body.output_format
  const output = writable(checkOutput({ container, rate, encoding, bitRate }))
  const spoken = spokenBy(voiceOf(body.voice.id, 'voice.id'), body.transcript, body.language ?? 'en')
  return { ...spoken, left: null, right: null, output }
}

function previewJob(voice: EmbeddedVoice): SpeakJob {
  const text = `Hello. I am ${voice.body.name}. This is how a line that I speak for you will sound.`
  const output = { container: 'wav', rate: 22_050, encoding: 'pcm_s16le', bitRate: null } as const
  return { ...spokenBy(voice, text, 'en'), left: null, right: null, output }
}

function spokenBy(voice: EmbeddedVoice, text: string, language: string) {
  if (language !== 'en') {
    throw badField(FIELD.language, 'the embedded voice speaks only English. Choose English, or set CARTESIA_API_KEY.')
  }
  return { text: speakable(text), voice: voice.name, pace: voice.pace, reading: 0 }
}

function writable(output: OutputFormat): OutputFormat & { readonly encoding: InfillEncoding } {
  const { container, encoding } = output
  if (container === 'mp3' || encoding === null) {
    throw badField(FIELD.container, 'the embedded voice writes wav and raw only.')
  }
  return { ...output, encoding }
}

function voiceOf(id: string, field: string): EmbeddedVoice {
  const voice = voiceById(id)
  if (voice !== null) return voice
  throw new ServiceError(
    { status: 404, code: 'voice_not_found', title: 'Voice not found' },
    `${field}: the embedded engine has no such voice. Choose one of its own.`,
  )
}

function cannot({ operation }: ServiceCall): ServiceError {
  const what = `${operation.summary.charAt(0).toLowerCase()}${operation.summary.slice(1)}`
  return new ServiceError(
    { status: 501, code: 'not_supported', title: 'Not supported' },
    `The embedded voice cannot do this (${what}). Set CARTESIA_API_KEY to use the speech service.`,
  )
}
