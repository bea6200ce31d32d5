import type { Pcm } from '../audio/pcm'
import { assert } from '../base/assert'
import { type SampleRate, sampleRate } from '../base/units'
import { clipWav } from './clip'
import { FIELD, INFILL_RATES, MODELS } from './contract'
import { spokenText } from './spokenText'

/** What one request says. */
export interface RequestInput {
  /** What is heard before the gap, or null. At least one side must be there. */
  readonly left: Pcm | null
  /** What is heard after the gap, or null. */
  readonly right: Pcm | null
  /** As typed. */
  readonly text: string
  /** A code of `LANGUAGES`. */
  readonly language: string
  readonly voiceId: string
  /** One of `MODELS`; the first when not given. */
  readonly model?: string
  /** The recording's. */
  readonly rate: SampleRate
}

/** A file of a form. */
export interface InfillFile {
  /** Name of the form field. */
  readonly name: string
  readonly fileName: string
  readonly type: 'audio/wav'
  readonly bytes: Uint8Array
}

/** The form of one request, in the order it is sent. */
export interface InfillFields {
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly files: readonly InfillFile[]
}

/** The rate contexts are sent at and takes asked for: the recording's own where the service knows it, else 48 kHz. */
export function requestRate(rate: SampleRate): SampleRate {
  return INFILL_RATES.some((known) => known === rate) ? rate : sampleRate(48000)
}

/**
 * The form for one infill: each context as a 16-bit mono WAV at `requestRate`, the text as `spokenText` makes it, and a
 * float WAV at the same rate asked for. Asserts a context. Throws PlanError for a text that cannot be spoken.
 */
export function buildRequest({ left, right, text, language, voiceId, model, rate }: RequestInput): InfillFields {
  assert(left !== null || right !== null, 'a request without a context')
  const to = requestRate(rate)
  const files: InfillFile[] = []
  if (left !== null) files.push(contextFile(FIELD.left, 'left.wav', left, to))
  if (right !== null) files.push(contextFile(FIELD.right, 'right.wav', right, to))
  const fields: [string, string][] = [
    [FIELD.model, model ?? MODELS[0]],
    [FIELD.language, language],
    [FIELD.transcript, spokenText(text)],
    [FIELD.voice, voiceId],
    [FIELD.container, 'wav'],
    [FIELD.encoding, 'pcm_f32le'],
    [FIELD.sampleRate, String(to)],
  ]
  return { fields, files }
}

function contextFile(name: string, fileName: string, context: Pcm, rate: SampleRate): InfillFile {
  return { name, fileName, type: 'audio/wav', bytes: clipWav(context, rate) }
}
