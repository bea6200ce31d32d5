import type { Pcm } from '../audio/pcm'
import { frames, sampleRate } from '../base/units'
import type { Surroundings } from '../infill/join/surroundings'
import { asService, type Degradation, type SyntheticSpeech, syntheticSpeech } from './syntheticSpeech'

/** What a service sends that changes nothing. */
export const clean: Degradation = { gainDb: 0, dc: 0, leadSeconds: 0, tailSeconds: 0 }

/** One fix of a synthetic recording: some words are replaced by themselves as a service would speak them. */
export interface JoinCase {
  readonly speech: SyntheticSpeech
  /** The original as the listener has it, one channel or more. */
  readonly original: Pcm
  /** The replaced range, in frames. */
  readonly start: number
  readonly end: number
  readonly surroundings: Surroundings
  readonly take: Pcm
}

const made = new Map<string, SyntheticSpeech>()

/** Made once for each kind: making it costs more than joining it. */
function speechOf(seed: number, rate: number, roomDb: number): SyntheticSpeech {
  const key = `${seed} ${rate} ${roomDb}`
  const speech = made.get(key) ?? syntheticSpeech({ seed, rate, seconds: 9, roomDb })
  made.set(key, speech)
  return speech
}

/** What a case is made of; nothing is left out or added where it is not said. */
export interface JoinCaseOptions {
  readonly seed: number
  readonly rate?: number
  readonly roomDb?: number
  readonly how?: Degradation
  readonly words?: number
  /** How much of the pause lies in the replaced range, in seconds. */
  readonly inside?: number
  readonly channels?: readonly number[]
  readonly dc?: number
}

/** The fix of a synthetic recording whose middle words are replaced. */
export function joinCase(options: JoinCaseOptions): JoinCase {
  const { seed, rate = 48_000, roomDb = -55, how = clean, words = 3, inside = 0.025, channels = [1], dc = 0 } = options
  const speech = speechOf(seed, rate, roomDb)
  const index = Math.floor(speech.words.length / 2)
  const at = (i: number) => speech.words[i] ?? { start: 0, end: 0 }
  const start = at(index).start - Math.round(inside * rate)
  const end = at(index + words - 1).end + Math.round(inside * rate)
  const original: Pcm = {
    rate: sampleRate(rate),
    channels: channels.map((share) =>
      speech.recording.map((_, i) => share * (speech.voice[i] ?? 0) + (speech.room[i] ?? 0) + dc),
    ),
  }
  const cut = (from: number, to: number): Pcm => ({
    rate: original.rate,
    channels: original.channels.map((samples) => samples.slice(Math.max(0, from), Math.max(from, to))),
  })
  const surroundings: Surroundings = {
    before: cut(start - 10 * rate, start),
    head: cut(start, Math.min(end, start + rate)),
    tail: cut(Math.max(start, end - rate), end),
    after: cut(end, end + 10 * rate),
    pauseBefore: { outside: frames(start - at(index - 1).end), inside: frames(at(index).start - start) },
    pauseAfter: { inside: frames(end - at(index + words - 1).end), outside: frames(at(index + words).start - end) },
    replacedFrames: frames(end - start),
  }
  const spoken = speech.voice.slice(start, end).map((value, i) => value + 0.35 * (speech.room[start + i] ?? 0))
  const sent = asService(spoken, rate, how)
  return { speech, original, start, end, surroundings, take: { rate: sampleRate(sent.rate), channels: [sent.samples] } }
}

/** Ways in which services differ from what they were given. */
export const hows: readonly Degradation[] = [
  clean,
  { gainDb: -5, dc: 0.001, leadSeconds: 0.01, tailSeconds: 0.229 },
  { gainDb: 3, dc: 0.001, leadSeconds: 0.03, tailSeconds: 0.1 },
  { gainDb: -3, dc: -0.002, leadSeconds: 0, tailSeconds: 0.02 },
]

/** The root of the mean square of `samples`. */
export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}
