import { FIELD, INFILL_RATES, MAX_TRANSCRIPT, MODELS } from '../../../infill/contract'
import type { Engine } from '../../engine'
import { badField, ServiceError } from '../../errors'
import { readInfillForm } from '../../infillForm'
import { collectForm } from '../../upload'
import { loadFlite } from './flite'
import { speakable } from './speakable'
import { SpeakingThread, type StartThread } from './speakingThread'
import { listVoices, voiceById } from './voices'

/** Limits of the embedded engine. */
export interface EmbeddedLimits {
  /** How long one request may take. */
  readonly timeoutMs: number
  /** How many requests may wait. */
  readonly maxWaiting: number
}

const defaultLimits: EmbeddedLimits = { timeoutMs: 20_000, maxWaiting: 8 }

/** The voice that comes with Pickup: flite, in a thread of its own. Works offline, costs nothing, sounds plain. */
export function createEmbeddedEngine(start: StartThread, limits: EmbeddedLimits = defaultLimits): Engine {
  const thread = new SpeakingThread({ start, load: loadFlite, ...limits })
  return {
    name: 'embedded',
    label: 'Embedded voice',
    capabilities: {
      needsVoice: true,
      languages: ['en'],
      models: MODELS,
      sampleRates: INFILL_RATES,
      maxContextSeconds: 30,
      maxCharacters: MAX_TRANSCRIPT,
      billed: false,
    },

    async infill(upload, signal) {
      const request = readInfillForm(await collectForm(upload))
      const { output } = request
      if (request.language !== 'en') {
        throw badField(
          FIELD.language,
          'the embedded voice speaks only English. Choose English, or set CARTESIA_API_KEY.',
        )
      }
      if (output.container === 'mp3' || output.encoding === null) {
        throw badField(FIELD.container, 'the embedded voice writes wav and raw only.')
      }
      const voice = voiceById(request.voiceId)
      if (voice === null) {
        throw new ServiceError(
          { status: 404, code: 'voice_not_found', title: 'Voice not found' },
          `${FIELD.voice}: the embedded engine has no such voice. Choose one of its own.`,
        )
      }
      const bytes = await thread.speak(
        {
          text: speakable(request.text),
          voice: voice.name,
          pace: voice.pace,
          left: request.left,
          right: request.right,
          output: { ...output, encoding: output.encoding },
        },
        signal,
      )
      return { bytes, contentType: output.container === 'wav' ? 'audio/wav' : 'application/octet-stream', credits: 0 }
    },

    voices: (query) => Promise.resolve(listVoices(query)),
    close: () => thread.close(),
  }
}
