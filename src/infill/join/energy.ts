import { highPass } from '../../audio/biquad'
import { dcOf } from '../../audio/dc'
import { dbToPower } from '../../audio/decibel'
import { type SampleRate, secondsToFrames } from '../../base/units'

/** Mean power of a stretch of sound, full scale = 1, in the speech band (above 80 Hz) and in the hiss band (above 3 kHz). */
export interface BandPower {
  readonly speech: number
  readonly high: number
}

/** Running sums of a sound's power in both bands: `speech[b] - speech[a]` is the energy of the frames `[a, b)`. */
export interface Energy {
  readonly rate: SampleRate
  /** Frames of the sound. */
  readonly length: number
  readonly speech: Float64Array
  readonly high: Float64Array
}

/** The windows that levels are measured in. */
const windowSeconds = 0.01

/** The energy of one channel of sound; a constant offset does not count. */
export function energyOf(samples: Float32Array, rate: SampleRate): Energy {
  const { length } = samples
  const dc = dcOf(samples)
  const low = highPass(80, rate)
  const high = highPass(3000, rate)
  const energy = { rate, length, speech: new Float64Array(length + 1), high: new Float64Array(length + 1) }
  // Both filters in one pass, as `filterSamples` does them: this runs over every sample of an insert when a control moves.
  // They start as if the first sample had always been there: a rumble that is cut into would ring otherwise.
  const first = (samples[0] ?? 0) - dc
  let [speechSum, highSum, a, b, c, d] = [0, 0, -low.b0 * first, low.b2 * first, 0, 0]
  for (let i = 0; i < length; i++) {
    const x = (samples[i] ?? 0) - dc
    const y = low.b0 * x + a
    a = low.b1 * x - low.a1 * y + b
    b = low.b2 * x - low.a2 * y
    const z = high.b0 * y + c
    c = high.b1 * y - high.a1 * z + d
    d = high.b2 * y - high.a2 * z
    speechSum += y * y
    highSum += z * z
    energy.speech[i + 1] = speechSum
    energy.high[i + 1] = highSum
  }
  return energy
}

const mirrors = new WeakMap<Energy, Energy>()

/** The same sound backwards: its frame 0 is the last one. Made once for each energy. */
export function mirrored(energy: Energy): Energy {
  const known = mirrors.get(energy)
  if (known !== undefined) return known
  const turn = (sums: Float64Array) => {
    const { length } = energy
    const total = sums[length] ?? 0
    const back = new Float64Array(length + 1)
    for (let i = 0; i <= length; i++) back[i] = total - (sums[length - i] ?? 0)
    return back
  }
  const turned = { ...energy, speech: turn(energy.speech), high: turn(energy.high) }
  mirrors.set(energy, turned)
  return turned
}

/** Mean power of the frames `[start, end)`, clamped to what is there; zero for none. */
export function powerIn(energy: Energy, start: number, end: number): BandPower {
  const from = Math.max(0, start)
  const to = Math.min(energy.length, end)
  if (to <= from) return { speech: 0, high: 0 }
  const mean = (sums: Float64Array) => Math.max(0, ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from))
  return { speech: mean(energy.speech), high: mean(energy.high) }
}

/**
 * Mean power of the frames `[start, end)` about their own mean. Filtered power would not do: next to a step it goes on after the sound
 * has ended.
 */
export function powerAround(samples: Float32Array, start: number, end: number): number {
  let sum = 0
  let squares = 0
  for (let i = start; i < end; i++) {
    const value = samples[i] ?? 0
    sum += value
    squares += value * value
  }
  const mean = sum / (end - start)
  return squares / (end - start) - mean * mean
}

/** Frames from one window of `windowPowers` to the next. */
export function windowHop(rate: SampleRate): number {
  return Math.round(secondsToFrames(windowSeconds, rate) / 2)
}

/** Power in windows of 10 ms, every 5 ms, of the frames `[start, end)`. A last window that does not fit is left out. */
export function windowPowers(energy: Energy, start: number, end: number): BandPower[] {
  const window = secondsToFrames(windowSeconds, energy.rate)
  const powers: BandPower[] = []
  for (let at = Math.max(0, start); at + window <= Math.min(end, energy.length); at += windowHop(energy.rate)) {
    powers.push(powerIn(energy, at, at + window))
  }
  return powers
}

/** The value of each band that a `share` (0–1) of `powers` does not exceed; zero for none. */
export function quantile(powers: readonly BandPower[], share: number): BandPower {
  const at = Math.floor(share * Math.max(0, powers.length - 1))
  const pick = (band: 'speech' | 'high') => Float64Array.from(powers, (power) => power[band]).sort()[at] ?? 0
  return { speech: pick('speech'), high: pick('high') }
}

/** The mean of `powers` in each band; zero for none. */
export function meanPower(powers: readonly BandPower[]): BandPower {
  const count = Math.max(1, powers.length)
  return {
    speech: powers.reduce((sum, power) => sum + power.speech, 0) / count,
    high: powers.reduce((sum, power) => sum + power.high, 0) / count,
  }
}

/** Power of the speech in `energy`: the mean over the windows within 20 dB of the loud ones. */
export function speechPower(powers: readonly BandPower[]): BandPower {
  const loud = quantile(powers, 0.95).speech
  return meanPower(powers.filter((power) => power.speech > 0 && power.speech >= loud * dbToPower(-20)))
}

/** Both bands times `factor`. */
export function scaled(power: BandPower, factor: number): BandPower {
  return { speech: power.speech * factor, high: power.high * factor }
}
