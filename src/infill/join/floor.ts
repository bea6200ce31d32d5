import type { Pcm } from '../../audio/pcm'
import { filterBands } from '../../audio/spectralFilter'
import { BandMeter } from '../../audio/thirdOctave'
import { type SampleRate, secondsToFrames } from '../../base/units'
import { type BandPower, type Energy, powerAround, powerIn, scaled } from './energy'
import type { Ruler } from './ruler'

/** The power of pauses in each band of a third of an octave, full scale 1. */
export type FloorBands = Float64Array

/** Quieter than this in power is digital silence: no room sounds like it. */
const dead = 1e-10
const windowSeconds = 0.005
/** What lies this near to sound, or to digital silence, is left out. */
const guardSeconds = 0.005
/** Of all windows of a floor this share is at or under what is usual: below one half, since what disturbs a floor is louder. */
const usualShare = 0.4
/** Less floor than this, in seconds, says nothing about its bands. */
const leastSeconds = 0.02
/** How many times the mean power of noise a short window of it may have. */
const roomOver = 2.5
/** Shorter digital silence inside a take is no gap. */
const shortestGap = 0.015

/** What a take is between its sounds. */
export interface TakeFloor {
  /** The bands of its own floor; `null` when it has none to measure. */
  readonly bands: FloorBands | null
  /** For each sample 0 in digital silence, 1 elsewhere, with slopes of 5 ms; `null` where there is none. */
  readonly alive: Float32Array | null
}

/**
 * Measures the floor of a mono take, without digital silence: what is quiet by its `own` ruler, and what is no louder than `room`, the
 * recording's floor at the take's gain, since a take with hardly a pause does not show what its floor is.
 */
export function measureFloor(samples: Float32Array, energy: Energy, own: Ruler, room: BandPower): TakeFloor {
  const { rate } = energy
  const window = Math.max(1, secondsToFrames(windowSeconds, rate))
  const count = Math.ceil(samples.length / window)
  const kinds = Uint8Array.from({ length: count }, (_, i) => {
    const power = powerIn(energy, i * window, (i + 1) * window)
    if (powerAround(samples, i * window, Math.min(samples.length, (i + 1) * window)) < dead) return 0
    return isQuiet(power, own.leave) || isQuiet(power, scaled(room, roomOver)) ? 1 : 2
  })
  const guard = Math.max(1, Math.round(secondsToFrames(guardSeconds, rate) / window))
  const windows = new BandWindows(rate)
  let quiet = 0
  for (const { from, to, kind } of runsOf(kinds)) {
    const start = (from + guard) * window
    const end = Math.min(samples.length, (to - guard) * window)
    if (kind !== 1 || end - start < 2 * window) continue
    windows.add(samples, start, end)
    quiet += end - start
  }
  const known = quiet >= leastSeconds * rate
  return { bands: known ? windows.typical() : null, alive: aliveness(kinds, samples.length, window, rate) }
}

/** The bands of pause sound, one for each channel of `stretches`. */
export function floorBandsOf(stretches: readonly Pcm[], rate: SampleRate): FloorBands[] {
  const channels = stretches[0]?.channels.length ?? 0
  return Array.from({ length: channels }, (_, channel) => {
    const windows = new BandWindows(rate)
    for (const stretch of stretches) {
      const samples = stretch.channels[channel]
      if (samples !== undefined) windows.add(samples, 0, samples.length)
    }
    return windows.typical()
  })
}

/** Collects windows of pause sound, and says what is usual among them: decay and soft sounds in some do not count. */
class BandWindows {
  readonly #meter: BandMeter
  readonly #windows: Float64Array[] = []

  constructor(rate: SampleRate) {
    this.#meter = new BandMeter(rate)
  }

  /** Takes the windows that fit into the frames `[start, end)` of `samples`. */
  add(samples: Float32Array, start: number, end: number): void {
    const { size, bins } = this.#meter.bands
    const length = Math.min(size, end - start)
    if (length < 2) return
    for (let at = start; at + length <= end; at += Math.ceil(length / 2)) {
      const powers = new Float64Array(bins.length)
      this.#meter.add(samples, at, length, powers)
      this.#windows.push(powers)
    }
  }

  /** What `usualShare` of the windows do not exceed, band by band. */
  typical(): FloorBands {
    const at = Math.floor(usualShare * Math.max(0, this.#windows.length - 1))
    const bands = new Float64Array(this.#meter.bands.bins.length)
    const values = new Float64Array(this.#windows.length)
    for (let band = 0; band < bands.length; band++) {
      for (let i = 0; i < values.length; i++) values[i] = this.#windows[i]?.[band] ?? 0
      bands[band] = values.sort()[at] ?? 0
    }
    return smoothed(bands)
  }
}

/**
 * For each band the gain (a ratio of amplitudes, 0–1) on the recording's pause sound that fills a take's floor up to it, when the
 * take is heard with `gain`.
 */
export function lackOf(recording: FloorBands, take: FloorBands, gain: number): Float64Array {
  return recording.map((power, band) =>
    power > 0 ? Math.sqrt(Math.max(0, 1 - ((take[band] ?? 0) * gain * gain) / power)) : 0,
  )
}

/** Each channel of each stretch through its gains. */
export function shaped(stretches: readonly Pcm[], gains: readonly Float64Array[]): Pcm[] {
  return stretches.map(({ rate, channels }) => ({
    rate,
    channels: channels.map((samples, channel) => filterBands(samples, rate, gains[channel] ?? [])),
  }))
}

function isQuiet(power: BandPower, limit: BandPower): boolean {
  return power.speech <= limit.speech && power.high <= limit.high
}

/** Neighbouring bands averaged: a short pause says little about one alone. */
function smoothed(bands: Float64Array): Float64Array {
  return bands.map((power, band) => {
    const low = bands[band - 1] ?? power
    const high = bands[band + 1] ?? power
    return Math.exp((Math.log(low + 1e-15) + 2 * Math.log(power + 1e-15) + Math.log(high + 1e-15)) / 4)
  })
}

interface Run {
  readonly from: number
  readonly to: number
  readonly kind: number
}

function runsOf(kinds: Uint8Array): Run[] {
  const runs: Run[] = []
  let from = 0
  for (let i = 1; i <= kinds.length; i++) {
    if (i < kinds.length && kinds[i] === kinds[from]) continue
    runs.push({ from, to: i, kind: kinds[from] ?? 0 })
    from = i
  }
  return runs
}

function aliveness(kinds: Uint8Array, length: number, window: number, rate: SampleRate): Float32Array | null {
  const gaps = runsOf(kinds).filter(({ kind, from, to }) => kind === 0 && (to - from) * window >= shortestGap * rate)
  if (gaps.length === 0) return null
  const alive = new Float32Array(length).fill(1)
  for (const { from, to } of gaps) {
    const start = from * window
    const end = Math.min(length, to * window)
    for (let i = start; i < end; i++) {
      const inside = Math.min(start === 0 ? window : i - start, end === length ? window : end - 1 - i)
      alive[i] = Math.max(0, 1 - inside / window)
    }
  }
  return alive
}
