import type { Pcm } from '../audio/pcm'
import { mulberry32 } from '../base/random'
import type { SampleRate } from '../base/units'

/** One stretch of speech and the pause after it. */
export interface Clip {
  readonly text: string
  /** Mono, without silence at its ends. */
  readonly samples: Float32Array
  /** In seconds. */
  readonly pause: number
}

/** How clips become a recording. */
export interface TrackOptions {
  /** Of the clips and of the track. */
  readonly rate: SampleRate
  /** Room tone before the first word, in seconds. */
  readonly lead: number
  /** RMS of the room tone, full scale at 1. */
  readonly floor: number
  /** The loudest sample of the speech, full scale at 1. */
  readonly peak: number
  /** One gain a channel: where the speaker stands. */
  readonly pans: readonly number[]
  readonly seed: number
}

/** Where a clip lies in a track, in its frames: half open. */
export interface SpokenSpan {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A recording whose words are known. */
export interface SpeechTrack {
  readonly pcm: Pcm
  readonly spans: readonly SpokenSpan[]
}

/** Lays clips one after another over pink room tone, which is different in each channel and never digital silence. */
export function layTrack(clips: readonly Clip[], options: TrackOptions): SpeechTrack {
  const { rate, lead, floor, peak, pans, seed } = options
  let at = Math.round(lead * rate)
  const spans = clips.map(({ text, samples, pause }) => {
    const start = at
    const end = start + samples.length
    at = end + Math.round(pause * rate)
    return { text, start, end }
  })
  const loudest = Math.max(
    1e-9,
    ...clips.map(({ samples }) => samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0)),
  )
  const gain = peak / loudest / Math.max(...pans)
  const channels = pans.map((pan, channel) => {
    const out = pinkNoise(at, floor, seed + channel)
    clips.forEach(({ samples }, index) => {
      const start = spans[index]?.start ?? 0
      samples.forEach((sample, offset) => {
        out[start + offset] = (out[start + offset] ?? 0) + sample * gain * pan
      })
    })
    return out
  })
  return { pcm: { rate, channels }, spans }
}

/** `samples` without what is quieter than −60 dBFS at both ends, faded in and out over 5 ms at 16 kHz. */
export function trimSilence(samples: Float32Array): Float32Array {
  const first = samples.findIndex((sample) => Math.abs(sample) > 0.001)
  const last = samples.findLastIndex((sample) => Math.abs(sample) > 0.001)
  const cut = samples.slice(Math.max(0, first), last + 1)
  const fade = Math.min(80, cut.length >> 1)
  for (let i = 0; i < fade; i++) {
    const gain = i / fade
    cut[i] = (cut[i] ?? 0) * gain
    cut[cut.length - 1 - i] = (cut[cut.length - 1 - i] ?? 0) * gain
  }
  return cut
}

/**
 * Noise that falls by 3 dB an octave, with this RMS: white noise through Paul Kellet's "economy" filter
 * (musicdsp.org, "Pink noise filter", 1999).
 */
function pinkNoise(length: number, rms: number, seed: number): Float32Array {
  const random = mulberry32(seed)
  const out = new Float32Array(length)
  let [low, middle, high, energy] = [0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    const white = random() * 2 - 1
    low = 0.997_65 * low + white * 0.099_046
    middle = 0.963 * middle + white * 0.296_516_4
    high = 0.57 * high + white * 1.052_691_3
    const pink = low + middle + high + white * 0.1848
    out[i] = pink
    energy += pink * pink
  }
  const gain = rms / Math.sqrt(energy / Math.max(1, length))
  return out.map((sample) => sample * gain)
}
