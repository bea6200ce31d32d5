import type { BandLevels, Envelope } from './envelope'
import { type LocalLevels, LocalLevelsBuilder } from './levels'

/** What one level of an envelope holds, as bits. */
const AUDIBLE = 1
/** Surely a sound, in any band. */
const SOUND = 2
/** Surely a sound above 3 kHz: s, f, t, k, and breath. */
const HISS = 4
/** What only speech has: strong voice, or a hiss as loud as a sibilant. */
const SPEECH = 8
/** What the release of a plosive has, even one without a hiss: audible above 3 kHz too, unless noise hides that. */
const BURST = 16

/** Audible: above the floor by this share of the way to the speech level, and by at least so many dB. */
const AUDIBLE_WAY = 0.27
const AUDIBLE_OVER = 5
const AUDIBLE_HISS_WAY = 0.3
const AUDIBLE_HISS_OVER = 6
/** The same in the voice band, where a murmur stands out of noise that hides it in the whole band. */
const AUDIBLE_VOICE_WAY = 0.3
const AUDIBLE_VOICE_OVER = 7
/** Surely a sound: above the floor by so many dB, and not further below the speech level than a weak consonant. */
const SOUND_OVER = 7
const SOUND_BELOW_SPEECH = 32
const HISS_OVER = 7
const HISS_BELOW_SPEECH = 22
/** Speech: a vowel reaches more than half the way from the floor to the speech level in the voice band, and is
 *  not further below it than so many dB; breath stays under either. */
const VOICE_WAY = 0.55
const VOICE_BELOW_SPEECH = 24
const SIBILANT_WAY = 0.8
const SPEECH_OVER = 8

/** The floor and the speech level of each band of an envelope, around each moment. */
export interface Around {
  readonly speech: LocalLevels
  readonly high: LocalLevels
  readonly voice: LocalLevels
}

/** Finds `Around` while the levels of an envelope are still coming. */
export class AroundBuilder {
  readonly #speech: LocalLevelsBuilder
  readonly #high: LocalLevelsBuilder
  readonly #voice: LocalLevelsBuilder

  /** `total` levels are to come, `perSecond` make a second. */
  constructor(total: number, perSecond: number) {
    this.#speech = new LocalLevelsBuilder(total, perSecond)
    this.#high = new LocalLevelsBuilder(total, perSecond)
    this.#voice = new LocalLevelsBuilder(total, perSecond)
  }

  /** Takes the next levels. */
  add({ speech, high, voice }: BandLevels): void {
    this.#speech.add(speech)
    this.#high.add(high)
    this.#voice.add(voice)
  }

  /** What is around each moment. All levels must have come. */
  finish(): Around {
    return { speech: this.#speech.finish(), high: this.#high.finish(), voice: this.#voice.finish() }
  }
}

/** What is around each moment of an envelope. */
export function aroundOf(envelope: Envelope): Around {
  const builder = new AroundBuilder(envelope.speech.length, envelope.rate / envelope.hop)
  builder.add(envelope)
  return builder.finish()
}

/**
 * Marks each level of the envelope by how it stands between the floor and the speech around it, band by band: the bits
 * `AUDIBLE`, `SOUND`, `HISS`, `SPEECH` and `BURST`.
 */
export function markSounds(envelope: Envelope, around: Around): Uint8Array {
  const { speech, high, voice } = envelope
  const { speech: whole, high: hiss, voice: low } = around
  const { stride } = whole
  const marks = new Uint8Array(speech.length)
  for (let anchor = 0; anchor < whole.floor.length; anchor++) {
    const floor = whole.floor[anchor] ?? 0
    const loud = whole.loud[anchor] ?? 0
    const hissFloor = hiss.floor[anchor] ?? 0
    const hissLoud = hiss.loud[anchor] ?? 0
    const voiceFloor = low.floor[anchor] ?? 0
    const audible = floor + Math.max(AUDIBLE_OVER, AUDIBLE_WAY * (loud - floor))
    const audibleHiss = hissFloor + Math.max(AUDIBLE_HISS_OVER, AUDIBLE_HISS_WAY * (hissLoud - hissFloor))
    const sound = Math.max(floor + SOUND_OVER, loud - SOUND_BELOW_SPEECH)
    const soundHiss = Math.max(hissFloor + HISS_OVER, hissLoud - HISS_BELOW_SPEECH)
    // Noise above 3 kHz is so loud that a weak consonant would drown in it.
    const hidden = hissFloor + HISS_OVER > hissLoud - HISS_BELOW_SPEECH
    const sibilant = hissFloor + Math.max(SPEECH_OVER, SIBILANT_WAY * (hissLoud - hissFloor))
    const voiceRange = (low.loud[anchor] ?? 0) - voiceFloor
    const audibleVoice = voiceFloor + Math.max(AUDIBLE_VOICE_OVER, AUDIBLE_VOICE_WAY * voiceRange)
    const vowel = voiceFloor + Math.max(SPEECH_OVER, VOICE_WAY * voiceRange, voiceRange - VOICE_BELOW_SPEECH)
    const end = Math.min(marks.length, (anchor + 1) * stride)
    for (let i = anchor * stride; i < end; i++) {
      const level = speech[i] ?? 0
      const highLevel = high[i] ?? 0
      let mark = 0
      if (level > audible || highLevel > audibleHiss || (voice[i] ?? 0) > audibleVoice) mark |= AUDIBLE
      if (highLevel > soundHiss) mark |= HISS | SOUND
      if (level > sound) mark |= SOUND
      if (highLevel > sibilant || (voice[i] ?? 0) > vowel) mark |= SPEECH
      if (highLevel > audibleHiss || (hidden && (mark & AUDIBLE) !== 0)) mark |= BURST
      marks[i] = mark
    }
  }
  return marks
}

/** A run of sound in an envelope: levels `[start, end)`. */
export interface Sound {
  readonly start: number
  readonly end: number
  readonly kind: 'word' | 'hiss' | 'murmur'
  /** Whether it may be the release of a plosive, by its spectrum: a burst of air reaches above 3 kHz; rumble and echo do not. */
  readonly burst: boolean
}

/** How far a sound is followed into what is merely audible, in seconds. */
const ONSET = 0.06
const DECAY = 0.08
/** How much speech, or hiss, makes a sound one of that kind, in seconds. */
const LEAST_SPEECH = 0.02
const LEAST_HISS = 0.01
/** How long a word goes on before its first and after its last speech-like level, in seconds: f, h, a breathy end. */
const LONGEST_HEAD = 0.15
const LONGEST_TAIL = 0.2

/** The runs of sound, in order, each followed out to where it is no longer audible. A breath that touches a word is cut off it. */
export function soundsIn(marks: Uint8Array, perSecond: number): Sound[] {
  const sounding = followOut(marks, Math.round(ONSET * perSecond), Math.round(DECAY * perSecond))
  const sounds: Sound[] = []
  for (let start = 0; start < marks.length; start++) {
    if (sounding[start] === 0) continue
    let end = start
    let speech = 0
    let hiss = 0
    let first = -1
    let last = -1
    let burst = false
    for (; end < marks.length && sounding[end] === 1; end++) {
      const mark = marks[end] ?? 0
      if ((mark & HISS) !== 0) hiss++
      if ((mark & BURST) !== 0) burst = true
      if ((mark & SPEECH) === 0) continue
      speech++
      if (first < 0) first = end
      last = end
    }
    if (speech >= LEAST_SPEECH * perSecond) {
      const from = Math.max(start, first - Math.round(LONGEST_HEAD * perSecond))
      const to = Math.min(end, last + 1 + Math.round(LONGEST_TAIL * perSecond))
      sounds.push({ start: from, end: to, kind: 'word', burst })
    } else sounds.push({ start, end, kind: hiss >= LEAST_HISS * perSecond ? 'hiss' : 'murmur', burst })
    start = end
  }
  return sounds
}

function followOut(marks: Uint8Array, onset: number, decay: number): Uint8Array {
  const sounding = new Uint8Array(marks.length)
  let left = 0
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i] ?? 0
    if ((mark & SOUND) !== 0) left = decay + 1
    else if ((mark & AUDIBLE) === 0) left = 0
    if (left-- > 0) sounding[i] = 1
  }
  left = 0
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i] ?? 0
    if ((mark & SOUND) !== 0) left = onset + 1
    else if ((mark & AUDIBLE) === 0) left = 0
    if (left-- > 0) sounding[i] = 1
  }
  return sounding
}
