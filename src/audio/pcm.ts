import { assert } from '../base/assert'
import { type Frames, frames, type SampleRate } from '../base/units'

/**
 * Decoded audio: one array of samples per channel, all of one length, full scale at ±1.
 * Immutable by agreement: only the function that made the arrays writes to them, before handing them out.
 */
export interface Pcm {
  readonly rate: SampleRate
  readonly channels: readonly Float32Array[]
}

/** How many frames `pcm` holds. Asserts at least one channel. */
export function pcmFrames(pcm: Pcm): Frames {
  const first = pcm.channels[0]
  assert(first !== undefined, 'audio without channels')
  return frames(first.length)
}

/** Silence: `length` frames of zeros in `channels` channels. */
export function silentPcm(rate: SampleRate, channels: number, length: number): Pcm {
  return { rate, channels: Array.from({ length: channels }, () => new Float32Array(length)) }
}

/** The frames `[start, end)` as views on the same samples. Bounds are clamped to what is there. */
export function slicePcm(pcm: Pcm, start: number, end: number): Pcm {
  return { rate: pcm.rate, channels: pcm.channels.map((samples) => samples.subarray(start, Math.max(start, end))) }
}

/** The parts one after another, copied. Asserts one rate and one channel count. */
export function concatPcm(parts: readonly [Pcm, ...Pcm[]]): Pcm {
  const [first] = parts
  const length = parts.reduce((sum, part) => sum + pcmFrames(part), 0)
  const joined = silentPcm(first.rate, first.channels.length, length)
  let at = 0
  for (const part of parts) {
    assert(part.rate === first.rate && part.channels.length === first.channels.length, 'parts of different shape')
    part.channels.forEach((samples, channel) => joined.channels[channel]?.set(samples, at))
    at += pcmFrames(part)
  }
  return joined
}

/** Samples of one channel, one part after another, copied. */
export function concatSamples(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The mean of all channels. A mono input gives back its own array. Asserts at least one channel. */
export function toMono(pcm: Pcm): Float32Array {
  const [first, ...rest] = pcm.channels
  assert(first !== undefined, 'audio without channels')
  if (rest.length === 0) return first
  const mono = new Float32Array(first.length)
  const share = 1 / pcm.channels.length
  for (const samples of pcm.channels) {
    for (let i = 0; i < mono.length; i++) mono[i] = (mono[i] ?? 0) + (samples[i] ?? 0) * share
  }
  return mono
}
