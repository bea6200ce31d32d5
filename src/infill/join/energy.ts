import { filterSamples, highPass } from '../../audio/biquad'
import { dcOf, withoutDc } from '../../audio/dc'
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
  const centred = withoutDc(samples, dcOf(samples))
  const speech = filterSamples(centred, highPass(80, rate))
  return {
    rate,
    length: samples.length,
    speech: runningPower(speech),
    high: runningPower(filterSamples(speech, highPass(3000, rate))),
  }
}

const mirrors = new WeakMap<Energy, Energy>()

/** The same sound backwards: its frame 0 is the last one. Made once for each energy. */
export function mirrored(energy: Energy): Energy {
  const known = mirrors.get(energy)
  if (known !== undefined) return known
  const turn = (sums: Float64Array) => {
    const total = sums[energy.length] ?? 0
    return sums.map((_, i) => total - (sums[energy.length - i] ?? 0))
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

function runningPower(samples: Float64Array): Float64Array {
  const sums = new Float64Array(samples.length + 1)
  let sum = 0
  for (let i = 0; i < samples.length; i++) {
    sum += (samples[i] ?? 0) ** 2
    sums[i + 1] = sum
  }
  return sums
}
