import { type RecordingFrame, type RecordingRange, recordingFrame, recordingRange } from '../base/units'
import type { Envelope } from './envelope'
import { type Around, aroundOf, markSounds, type Sound, soundsIn } from './sounds'

/** A silence between words of the recording, which may hold a breath: frames `[start, end)`. */
export interface Pause {
  readonly start: RecordingFrame
  readonly end: RecordingFrame
  /** How far its level (mean of dB, breath included) is below the speech around it, in dB, at least 6. */
  readonly depth: number
  /** The longest sound in it that is not speech, when there is one as long as a breath. */
  readonly breath?: RecordingRange
}

/** What counts as a pause. */
export interface PauseOptions {
  /** Shorter ones are left out, in seconds. */
  readonly minimum: number
}

const DEFAULTS: PauseOptions = { minimum: 0.08 }

/** A pause is at least this far below the speech, in dB; steady noise that drowns everything is not one. */
const LEAST_DEPTH = 6
/** A recording in which nothing stands out is one pause when it is quieter than this, and none when it is louder, in dBFS. */
const QUIET_ROOM = -50
/** Shorter silences must come to rest near the floor, or they are closures and weak sounds inside a word, in seconds. */
const SURE = 0.15
/** How long they must rest, in seconds, and how near: dB above the floor, or a share of the way to the speech level. */
const REST = 0.05
const REST_OVER = 2
const REST_WAY = 0.15
/** Shorter sounds that are not speech are no breath, in seconds. */
const SHORTEST_BREATH = 0.12

/** What belongs to a word across a short silence, in seconds: the release of t and k after their closure, the s of "stop". */
const HISS_GAP = 0.12
const LONGEST_HISS = 0.16
const MURMUR_GAP = 0.04
const LONGEST_MURMUR = 0.08
/** The release of p or b, or of t in noise, is no hiss, but a short burst: it belongs across its closure. */
const RELEASE_GAP = 0.06
const LONGEST_RELEASE = 0.04
/** No part of a word is further from its voice than this, in seconds. */
const WORD_REACH = 0.25

/**
 * The pauses of a recording, sorted and disjoint. Everything is measured against the floor and the speech level within
 * ±10 s. Final consonants, soft onsets and the releases of plosives belong to the words; breath, clicks and noises
 * between words belong to the pause. `bands` saves time where it is known already.
 */
export function findPauses(
  envelope: Envelope,
  options: Partial<PauseOptions> = {},
  bands: Around = aroundOf(envelope),
): Pause[] {
  const minimum = (options.minimum ?? DEFAULTS.minimum) * envelope.rate
  const levels = envelope.speech
  const perSecond = envelope.rate / envelope.hop
  const around = bands.speech
  const sounds = soundsIn(markSounds(envelope, bands), perSecond)
  const inWord = wordParts(sounds, perSecond)
  const pauses: Pause[] = []

  const add = (from: number, to: number, others: readonly Sound[]): void => {
    const start = from * envelope.hop
    const end = to === levels.length ? envelope.frames : (to + 1) * envelope.hop
    if (to <= from || end - start < minimum) return
    let sum = 0
    for (let i = from; i < to; i++) sum += levels[i] ?? 0
    const level = sum / (to - from)
    const anchor = Math.floor((from + to) / 2 / around.stride)
    const floor = around.floor[anchor] ?? 0
    const loud = around.loud[anchor] ?? 0
    if (end - start < SURE * envelope.rate) {
      const rest = quietest(levels, from, to, Math.round(REST * perSecond))
      if (rest > floor + Math.max(REST_OVER, REST_WAY * (loud - floor))) return
    }
    const depth = loud - level
    const silent = sounds.length === 0 && level < QUIET_ROOM
    if (depth < LEAST_DEPTH && !silent) return
    const breath = longest(others, SHORTEST_BREATH * perSecond)
    const pause = { start: recordingFrame(start), end: recordingFrame(end), depth: Math.max(LEAST_DEPTH, depth) }
    pauses.push(breath ? { ...pause, breath: framesOf(breath, envelope) } : pause)
  }

  let from = 0
  let others: Sound[] = []
  sounds.forEach((sound, i) => {
    if (inWord[i] === true) {
      add(from, sound.start, others)
      from = sound.end
      others = []
    } else others.push(sound)
  })
  add(from, levels.length, others)
  return pauses
}

/** For each sound whether it is a word or belongs to one before or after it. */
function wordParts(sounds: readonly Sound[], perSecond: number): boolean[] {
  const parts = sounds.map((sound) => sound.kind === 'word')
  const attach = (order: Iterable<number>, forward: boolean): void => {
    let word = Number.NaN
    let edge = Number.NaN
    for (const i of order) {
      const sound = sounds[i]
      if (!sound) continue
      const near = forward ? sound.start : sound.end
      const far = forward ? sound.end : sound.start
      if (sound.kind === 'word') word = far
      else if (!belongs(sound, Math.abs(near - edge), Math.abs(far - word), perSecond)) continue
      parts[i] = true
      edge = far
    }
  }
  attach(sounds.keys(), true)
  attach([...sounds.keys()].reverse(), false)
  return parts
}

/** Whether a sound belongs to a word `gap` levels away whose voice is `reach` levels from its far end. */
function belongs(sound: Sound, gap: number, reach: number, perSecond: number): boolean {
  if (!(reach <= WORD_REACH * perSecond)) return false
  const length = sound.end - sound.start
  if (gap <= MURMUR_GAP * perSecond && length <= LONGEST_MURMUR * perSecond) return true
  if (sound.burst && gap <= RELEASE_GAP * perSecond && length <= LONGEST_RELEASE * perSecond) return true
  return sound.kind === 'hiss' && gap <= HISS_GAP * perSecond && length <= LONGEST_HISS * perSecond
}

/** The lowest mean of `count` levels in a row within `[from, to)`, or of all of them when they are fewer, in dBFS. */
function quietest(levels: Float32Array, from: number, to: number, count: number): number {
  const width = Math.min(count, to - from)
  let sum = 0
  for (let i = from; i < from + width; i++) sum += levels[i] ?? 0
  let least = sum
  for (let i = from + width; i < to; i++) {
    sum += (levels[i] ?? 0) - (levels[i - width] ?? 0)
    least = Math.min(least, sum)
  }
  return least / width
}

function longest(sounds: readonly Sound[], least: number): Sound | null {
  let best: Sound | null = null
  for (const sound of sounds) {
    const length = sound.end - sound.start
    if (length >= least && (best === null || length > best.end - best.start)) best = sound
  }
  return best
}

function framesOf(sound: Sound, envelope: Envelope): RecordingRange {
  return recordingRange(sound.start * envelope.hop, Math.min(envelope.frames, (sound.end + 1) * envelope.hop))
}
