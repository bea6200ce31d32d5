import { dbToPower } from '../../audio/decibel'
import { type SampleRate, secondsToFrames } from '../../base/units'
import {
  type BandPower,
  type Energy,
  energyOf,
  powerAround,
  powerIn,
  quantile,
  scaled,
  speechPower,
  windowPowers,
} from './energy'
import { firstSound, lastSound, plainRuler, type Ruler, rulerFor } from './ruler'

/** A take's quiet windows that differ less than this in power are its floor; those of speech without a pause spread wider. */
const plateau = 2.5
/** The floor of a take without a pause in it: at most this share of its speech's power. */
const leastFloorRange = 1e-4
/** Steady sound above this share of the speech's power is soft speech, as in a large room, and not a floor. */
const mostFloorRange = 0.001

/** A soft sound rises over the recording's floor by this much, in dB. */
const softDb = 4

/** Quieter than this in power is digital silence. */
const dead = 1e-9

/** Sound that is so much less in power than what lies within 20 ms of it has broken off. */
const breakRatio = 3e-4

/** Where a take sounds, in its own frames. */
export interface TakeEdges {
  /** From the first to the last sound of the take by its own level, soft onsets and final hiss included. */
  readonly start: number
  readonly end: number
  /** Where it plainly sounds, by a ruler made of the recording's levels: what pauses are measured from. */
  readonly heardStart: number
  readonly heardEnd: number
  /** The end of what is softer than that and still above the recording's floor: a final consonant. `heardEnd` or later. */
  readonly softEnd: number
}

/** A mono take with what was measured on it. */
export interface MeasuredTake {
  readonly energy: Energy
  readonly speech: BandPower
  readonly floor: BandPower
  readonly own: Ruler
}

/** Measures levels of a mono take at the recording's rate. */
export function measureTake(samples: Float32Array, rate: SampleRate): MeasuredTake {
  const energy = energyOfLive(samples, rate)
  const powers = windowPowers(energy, 0, energy.length)
  const speech = speechPower(powers)
  const floor = takeFloor(powers, speech)
  return { energy, speech, floor, own: rulerFor(speech, [floor]) }
}

/**
 * The energy of `samples` without the digital silence around them. Where a rumble breaks off into it, a filter would ring and hear sound
 * in the silence.
 */
function energyOfLive(samples: Float32Array, rate: SampleRate): Energy {
  const window = Math.max(2, secondsToFrames(0.001, rate))
  const power = (at: number) => powerAround(samples, at, Math.min(samples.length, at + window))
  let start = 0
  while (start + window < samples.length && power(start) <= dead) start += window
  let end = samples.length
  while (end - window > start && power(end - window) <= dead) end -= window
  // Where sound breaks off, a resampler has rung on: that is no part of it, nor is the window with the break.
  const ring = 20 * window
  if (start > 0) {
    const rung = powerAround(samples, start, Math.min(end, start + ring)) * breakRatio
    while (start + window < end && power(start) < rung) start += window
    start += window
  }
  if (end < samples.length) {
    const rung = powerAround(samples, Math.max(start, end - ring), end) * breakRatio
    while (end - window > start && power(end - window) < rung) end -= window
    end -= window
  }
  if (end - start < window) return energyOf(samples, rate)
  const live = energyOf(samples.subarray(start, end), rate)
  const placed = (sums: Float64Array) => {
    const all = new Float64Array(samples.length + 1)
    all.set(sums, start)
    return all.fill(sums[live.length] ?? 0, start + live.length)
  }
  return { rate, length: samples.length, speech: placed(live.speech), high: placed(live.high) }
}

/** The take's sound by its own ruler, without the margin. All of it when nothing stands out. */
export function soundOf(take: MeasuredTake): { readonly start: number; readonly end: number } {
  const { energy, own } = take
  const start = firstSound(energy, own, 0, energy.length) ?? 0
  const end = lastSound(energy, own, start, energy.length) ?? energy.length
  return { start, end: Math.max(start, end) }
}

/**
 * The plain ruler for a take that stands in a recording with `speech` and `floor`, in the recording's levels, when the take is heard
 * with `gain` (a ratio of amplitudes): over both floors.
 */
export function commonRuler(take: MeasuredTake, gain: number, speech: BandPower, floor: BandPower): Ruler {
  const higher = (band: 'speech' | 'high') => Math.max(floor[band], take.floor[band] * gain * gain)
  return plainRuler(speech, { speech: higher('speech'), high: higher('high') })
}

/**
 * The edges of `take` by `ruler`, which is made in the recording's levels like `floor`, when the take is heard with `gain` (a ratio of
 * amplitudes). `start <= heardStart <= heardEnd <= end`.
 */
export function takeEdges(take: MeasuredTake, gain: number, ruler: Ruler, floor: BandPower): TakeEdges {
  const { energy } = take
  const own = soundOf(take)
  const back = 1 / (gain * gain)
  const plain = { enter: scaled(ruler.enter, back), leave: scaled(ruler.leave, back) }
  const heardStart = firstSound(energy, plain, 0, energy.length) ?? own.start
  const heardEnd = lastSound(energy, plain, heardStart, energy.length) ?? Math.max(heardStart, own.end)
  const end = Math.max(own.end, heardEnd)
  const softEnd = lastAbove(energy, scaled(floor, back * dbToPower(softDb)), heardEnd, end)
  return { start: Math.min(own.start, heardStart), end, heardStart, heardEnd, softEnd }
}

/** The end of the last 20 ms between `from` and `to` that rise over `limit` in either band; `from` without any. */
function lastAbove(energy: Energy, limit: BandPower, from: number, to: number): number {
  const window = secondsToFrames(0.02, energy.rate)
  for (let end = to; end - window >= from; end -= Math.round(window / 4)) {
    const power = powerIn(energy, end - window, end)
    if (power.speech > limit.speech || power.high > limit.high) return end
  }
  return from
}

/**
 * The level of the take's own pauses, digital silence and what touches it left out. Speech has none for seconds on end; then the quietest windows are soft sounds, and the
 * floor is only known to be below them.
 */
function takeFloor(all: readonly BandPower[], speech: BandPower): BandPower {
  const isDead = (i: number) => (all[i]?.speech ?? 1) <= dead
  const powers = all.filter((_, i) => ![-2, -1, 0, 1, 2].some((near) => isDead(i + near)))
  const low = quantile(powers, 0.03)
  const high = quantile(powers, 0.12)
  const usual = quantile(powers, 0.07)
  if (high.speech <= low.speech * plateau && usual.speech <= speech.speech * mostFloorRange) return usual
  const most = speech.speech * leastFloorRange
  return { speech: Math.min(low.speech, most), high: Math.min(low.high, most) }
}
