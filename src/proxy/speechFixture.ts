import { fromDb } from '../audio/decibel'
import type { Encoding } from '../audio/format'
import { resample } from '../audio/resample'
import { wavFile } from '../audio/riff/header'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { loadFlite, speak } from './engines/embedded/flite'
import type { VoiceName } from './engines/embedded/voices'
import { layTrack, type SpokenSpan, trimSilence } from './speechTrack'

/** What a recording for a test should hold. */
export interface FixtureOptions {
  /** Plain English, one after another. */
  readonly sentences: readonly string[]
  /** In Hz. */
  readonly rate: number
  /** 1 or 2. In two the speaker stands a little to the left. */
  readonly channels: 1 | 2
  readonly encoding: Encoding
  readonly seed: number
  readonly voice?: VoiceName
  /** Pause after each sentence in seconds; the last one counts for the rest. By default 0.5. */
  readonly pauses?: readonly number[]
  /** RMS of the room tone in dBFS. By default −60. */
  readonly floorDb?: number
}

/** A recording for a test, and what is in it. */
export interface SpeechFixture {
  /** A WAV file. */
  readonly bytes: Uint8Array
  readonly frames: number
  /** Where each sentence lies, in frames of the recording. */
  readonly sentences: readonly SpokenSpan[]
}

/** Speech by the embedded voice over room tone, as a WAV of any shape, with its truth. Equal options give equal bytes. */
export async function makeSpeechFixture(options: FixtureOptions): Promise<SpeechFixture> {
  const { sentences, channels, encoding, seed, voice = 'slt', pauses = [0.5], floorDb = -60 } = options
  const rate = sampleRate(options.rate)
  const flite = await loadFlite()
  const clips = sentences.map((text, index) => {
    const speech = speak(flite, { text, voice, pitch: null, stretch: 1 })
    const pause = pauses[Math.min(index, pauses.length - 1)] ?? 0.5
    return { text, pause, samples: resample(trimSilence(speech.samples), speech.rate, rate) }
  })
  const track = layTrack(clips, {
    rate,
    lead: 0.5,
    floor: fromDb(floorDb),
    peak: fromDb(-3),
    pans: channels === 1 ? [1] : [1, 0.7],
    seed,
  })
  const bytes = wavFile(track.pcm, encoding, mulberry32(seed))
  return { bytes, frames: track.pcm.channels[0]?.length ?? 0, sentences: track.spans }
}
