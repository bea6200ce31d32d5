import { fromDb } from '../audio/decibel'
import { resample } from '../audio/resample'
import { wavFile } from '../audio/riff/header'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { loadFlite, speak } from './engines/embedded/flite'
import type { VoiceName } from './engines/embedded/voices'
import { layTrack, trimSilence } from './speechTrack'

/** Each line of the sample and the pause after it, in seconds. The flub is the fourth: it should be “the fourteenth of November”. */
const sampleScript: readonly (readonly [line: string, pause: number])[] = [
  ['Hello, and welcome back to the workshop, the show about people who repair things.', 0.62],
  ['Before we start, a little news.', 0.45],
  ['Our next live recording is on', 0.25],
  ['the thirteenth, uh, the thirteenth of November', 0.34],
  ['and the doors open at seven.', 0.9],
  ['Last time we took an old radio apart, and almost nothing in it was broken.', 0.55],
  ['One wire had come loose.', 0.75],
  ['Today we look at something harder.', 0.3],
  ['A clock that stops every night at half past two, and nobody knows why.', 0.8],
]

const rate = sampleRate(48_000)
const voice: VoiceName = 'rms'
const stretch = 0.9
let making: Promise<Uint8Array> | null = null

/** The sample: half a minute of a podcast with a flub in it, over room tone, as a 48 kHz mono 16-bit WAV. The same bytes each time. */
export function makeSample(): Promise<Uint8Array> {
  making ??= render()
  return making
}

async function render(): Promise<Uint8Array> {
  const flite = await loadFlite()
  const clips = sampleScript.map(([text, pause]) => {
    const speech = speak(flite, { text, voice, pitch: null, stretch })
    return { text, pause, samples: resample(trimSilence(speech.samples), speech.rate, rate) }
  })
  const track = layTrack(clips, { rate, lead: 0.8, floor: fromDb(-58), peak: fromDb(-3), pans: [1], seed: 7 })
  return wavFile(track.pcm, 's16', mulberry32(11))
}
