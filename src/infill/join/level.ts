import { fromDb, toDb } from '../../audio/decibel'
import { kWeighted } from '../../audio/loudness'
import { speechLevel } from '../../audio/speechLevel'
import { clamp, type SampleRate, secondsToFrames } from '../../base/units'
import { type Energy, powerIn, speechPower, windowPowers } from './energy'

/** The most that the level match turns a take up or down, in dB. */
export const maxMatchDb = 9
/** No true peak of an insert above this, in dBFS. */
export const peakLimitDb = -1
/** By how much a peak alone may be held down; what needs more takes the gain of the whole down. */
const limiterDb = 6
/** Kept under the ceiling, since a moving gain lets a peak between samples pass by a little. */
const safetyDb = 0.1
/** How much speech on each side of the fix the level is matched to. */
const speechSeconds = 5

/** Replaced speech further from the speech around it than this, in dB, is an outburst or a mumble, and followed only so far. */
const followDb = 9

/**
 * The level (see `speechLevel`) that a take is brought to: that of the `replaced` speech, which the same speaker said in the same place, held
 * within 9 dB of the speech `around`; or that around alone. `null` without either.
 */
export function targetLevel(
  by: 'replaced' | 'around',
  { replaced, around }: { readonly replaced: number | null; readonly around: number | null },
): number | null {
  if (by === 'around' || replaced === null) return around ?? replaced
  return around === null ? replaced : clamp(replaced, around - followDb, around + followDb)
}

/** The gain on a take, and what held it back. */
export interface Gain {
  readonly db: number
  /** How many dB the match would have wanted beyond its limit; 0 when it got what it wanted. */
  readonly beyondLimitDb: number
  /** How many dB were taken off the whole, because peaks would have to be held down too far. */
  readonly peakReductionDb: number
  /** What the take's peaks must stay under after the gain, 1 = full scale. */
  readonly ceiling: number
}

/**
 * The part of a context next to the fix that holds its nearest 5 s of speech. `side` says where the fix is: `end` for the
 * context before it, `start` for the one after it.
 */
export function nearestSpeech(samples: Float32Array, energy: Energy, side: 'start' | 'end'): Float32Array {
  const window = secondsToFrames(0.05, energy.rate)
  const limit = speechPower(windowPowers(energy, 0, energy.length)).speech / 100
  let speech = 0
  let taken = 0
  while (taken < samples.length && speech < secondsToFrames(speechSeconds, energy.rate)) {
    const start = side === 'start' ? taken : samples.length - taken - window
    if (powerIn(energy, start, start + window).speech > limit) speech += window
    taken += window
  }
  return side === 'start' ? samples.subarray(0, taken) : samples.subarray(Math.max(0, samples.length - taken))
}

/** The K-weighted power of `stretches` of a room, full scale 1: what it adds to a level of speech. 0 for none. */
export function roomPower(stretches: readonly Float32Array[], rate: SampleRate): number {
  const frames = stretches.reduce((sum, samples) => sum + samples.length, 0)
  const energy = stretches.reduce((sum, samples) => sum + energyIn(kWeighted(samples, rate)), 0)
  return frames === 0 ? 0 : energy / frames
}

function energyIn(samples: Float64Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0)
}

/**
 * The level of mono pieces of speech heard one after another (see `speechLevel`), without the power of the `room` under it (see
 * `roomPower`); `null` for silence.
 */
export function levelOfParts(parts: readonly Float32Array[], rate: SampleRate, room: number): number | null {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return speechLevel(joined, rate, room)
}

/**
 * The gain that brings a take of level `take` to `around` (both in dB), within ±9 dB; `wanted` in dB when the user set it.
 * Peaks over −1 dBFS, less `rest` (what else sounds with the take, 1 = full scale), are left to the limiter up to 6 dB; past that the
 * gain goes down. `peak` is the take's true peak.
 */
export function matchGain(
  wanted: number | 'auto',
  level: { readonly take: number | null; readonly around: number | null },
  peak: number,
  rest: number,
): Gain {
  const { take, around } = level
  const ideal = wanted === 'auto' ? (take === null || around === null ? 0 : around - take) : wanted
  const matched = wanted === 'auto' ? clamp(ideal, -maxMatchDb, maxMatchDb) : wanted
  const ceiling = Math.max(1e-3, fromDb(peakLimitDb - safetyDb) - rest)
  const room = peak > 0 ? toDb(ceiling / peak) + limiterDb : Number.POSITIVE_INFINITY
  const db = Math.min(matched, room)
  return { db, beyondLimitDb: ideal - matched, peakReductionDb: matched - db, ceiling }
}
