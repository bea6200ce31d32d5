import { type Pcm, toMono } from '../audio/pcm'
import { resample } from '../audio/resample'
import { wavFile } from '../audio/riff/header'
import type { SampleRate } from '../base/units'

/** What the service is sent of some audio: a 16-bit mono WAV at `rate`, one voice even where the channels cancel each other. */
export function clipWav(audio: Pcm, rate: SampleRate): Uint8Array {
  const mono = resample(oneVoice(audio), audio.rate, rate)
  return wavFile({ rate, channels: [mono] }, 's16', null)
}

/** The mean of the channels; the loudest one where they cancel each other, as with one of them wired in reverse. */
function oneVoice(audio: Pcm): Float32Array {
  const mean = toMono(audio)
  const loudest = audio.channels.reduce((best, samples) => (energy(samples) > energy(best) ? samples : best), mean)
  return energy(mean) < energy(loudest) / cancelled ? loudest : mean
}

/** A mean this many times weaker than a channel (20 dB) has lost the voice: one of eight channels alone is 18 dB down. */
const cancelled = 100

function energy(samples: Float32Array): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2
  return sum
}
