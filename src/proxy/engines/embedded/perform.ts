import { pcmFrames, slicePcm, toMono } from '../../../audio/pcm'
import { resample } from '../../../audio/resample'
import { readWavLayout } from '../../../audio/riff/layout'
import { readFrames } from '../../../audio/riff/read'
import { memorySource } from '../../../audio/source'
import { must } from '../../../base/assert'
import { PickupError } from '../../../base/errors'
import { clamp, frames, recordingFrame, type SampleRate, sampleRate } from '../../../base/units'
import { FIELD, type InfillEncoding } from '../../../infill/contract'
import { badField, badRequest } from '../../errors'
import type { OutputFormat } from '../../infillForm'
import { speak } from './flite'
import { isSilent, type Manner, measureSpeech } from './measure'
import { readings } from './readings'
import type { VoiceName } from './voices'
import { writeAudio } from './write'

/** One infill as the speaking thread gets it. */
export interface SpeakJob {
  /** As `speakable` made it. */
  readonly text: string
  readonly voice: VoiceName
  /** Syllables a second of that voice. */
  readonly pace: number
  /** How this take of a line is to differ from the first: an index of `readings`. */
  readonly reading: number
  /** The bytes of a WAV file, or null. At least one side is there. */
  readonly left: Uint8Array | null
  readonly right: Uint8Array | null
  readonly output: OutputFormat & { readonly encoding: InfillEncoding }
}

/** How much of each side, next to the gap, is listened to. */
const heardSeconds = 10
const longestAnswer = 240
const peakLimit = 0.9
const leadSeconds = 0.02
const tailSeconds = 0.1
/** What counts as sound at the edges of what flite said: about −60 dBFS. */
const audible = 0.001

/**
 * Speaks the text in the pitch, pace and level of the audio around the gap. Deterministic to the bit: equal jobs give equal bytes. Throws
 * `ServiceError` for a side that is no WAV or holds no sound, and for a text without sound.
 */
export async function performInfill(flite: WebAssembly.Module, job: SpeakJob): Promise<Uint8Array<ArrayBuffer>> {
  const sides = [
    job.left === null ? null : await mannerOf(FIELD.left, job.left),
    job.right === null ? null : await mannerOf(FIELD.right, job.right),
  ].filter((manner) => manner !== null)
  const pitch = mean(sides.map((side) => side.pitch))
  const pace = mean(sides.map((side) => side.pace))
  const reading = must(readings[job.reading], 'reading')
  const speech = speak(flite, {
    text: job.text,
    voice: job.voice,
    pitch: pitch === null ? null : clamp(pitch, 75, 300) * reading.pitch,
    stretch: (pace === null ? 1 : clamp(job.pace / pace, 0.8, 1.25)) * reading.stretch,
  })
  if (speech.samples.length === 0) {
    throw badRequest(
      'nothing_to_speak',
      `${FIELD.transcript}: holds nothing that can be spoken. Type the words to say.`,
    )
  }
  if (speech.samples.length > longestAnswer * speech.rate) {
    throw badField(FIELD.transcript, `takes longer than ${longestAnswer} seconds to say. Split the text.`)
  }
  const rate = sampleRate(job.output.rate)
  const samples = trim(resample(speech.samples, speech.rate, rate), rate)
  const wanted = mean(sides.map((side) => side.level)) ?? 0
  return writeAudio(atLevel(samples, rate, wanted), job.output)
}

async function mannerOf(field: string, bytes: Uint8Array): Promise<Manner> {
  const { rate, samples } = await decodeSide(field, bytes)
  if (isSilent(samples, rate)) {
    throw badRequest('silent_audio', `${field}: audio is empty or has only silence`)
  }
  return measureSpeech(samples, rate)
}

async function decodeSide(field: string, bytes: Uint8Array): Promise<{ rate: SampleRate; samples: Float32Array }> {
  try {
    const source = memorySource(bytes)
    const layout = await readWavLayout(source)
    const pcm = await readFrames(source, layout, recordingFrame(0), frames(layout.frames))
    const most = heardSeconds * pcm.rate
    const from = field === FIELD.left ? Math.max(0, pcmFrames(pcm) - most) : 0
    const near = toMono(slicePcm(pcm, from, from + most))
    return { rate: pcm.rate, samples: near.map((sample) => (Number.isFinite(sample) ? sample : 0)) }
  } catch (error) {
    if (!(error instanceof PickupError)) throw error
    throw badField(field, `the embedded voice listens to WAV files only. ${error.message}`)
  }
}

/** Cuts the silence at both ends down to a little. */
function trim(samples: Float32Array, rate: number): Float32Array {
  const first = samples.findIndex((sample) => Math.abs(sample) > audible)
  const last = samples.findLastIndex((sample) => Math.abs(sample) > audible)
  const start = Math.max(0, first - Math.round(leadSeconds * rate))
  return samples.slice(start, last + 1 + Math.round(tailSeconds * rate))
}

/** `samples` with the speech level `wanted` (RMS; 0: as it is), and no peak above the limit. */
function atLevel(samples: Float32Array, rate: SampleRate, wanted: number): Float32Array {
  const { level } = measureSpeech(samples, rate)
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9)
  const gain = Math.min(wanted > 0 && level > 0 ? wanted / level : 1, peakLimit / peak)
  return samples.map((sample) => sample * gain)
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
