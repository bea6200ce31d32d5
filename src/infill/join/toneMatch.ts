import { powerToDb } from '../../audio/decibel'
import { filterBands } from '../../audio/spectralFilter'
import { BandMeter } from '../../audio/thirdOctave'
import { clamp, type SampleRate } from '../../base/units'

/** The most that a band is moved, in dB. */
const mostDb = 4
/** Of a difference this share is taken up. */
const strength = 0.6
/** Bands on each side that a gain is averaged over: two thirds of an octave. */
const reach = 2

/** The long-term spectrum of speech: the power of its loud windows in each band of a third of an octave; `null` for none. */
export function speechSpectrum(parts: readonly Float32Array[], rate: SampleRate): Float64Array | null {
  const meter = new BandMeter(rate)
  const { size, bins } = meter.bands
  const windows: Float64Array[] = []
  for (const samples of parts) {
    for (let at = 0; at + size <= samples.length; at += size) {
      const powers = new Float64Array(bins.length)
      meter.add(samples, at, size, powers)
      windows.push(powers)
    }
  }
  const loud = Math.max(0, ...windows.map(sumOf))
  const heard = windows.filter((powers) => sumOf(powers) > loud / 1000)
  if (loud === 0 || heard.length < 5) return null
  return bins.reduce((mean, _, band) => {
    mean[band] = heard.reduce((sum, powers) => sum + (powers[band] ?? 0), 0) / heard.length
    return mean
  }, new Float64Array(bins.length))
}

/**
 * For each band the gain (a ratio of amplitudes) that brings a take with spectrum `take` gently towards `target`: averaged over
 * neighbouring bands, never more than 4 dB, and without changing the level as a whole.
 */
export function toneGains(take: Float64Array, target: Float64Array): Float64Array {
  const level = sumOf(target) / sumOf(take)
  const apart = Array.from(take, (power, band) =>
    power > 0 ? powerToDb(((target[band] ?? 0) + 1e-12) / (power * level + 1e-12)) : 0,
  )
  const gains = Float64Array.from(apart, (_, band) => {
    const near = apart.slice(Math.max(0, band - reach), band + reach + 1)
    const mean = near.reduce((total, db) => total + db, 0) / near.length
    return 10 ** (clamp(strength * mean, -mostDb, mostDb) / 20)
  })
  const changed = Math.sqrt(sumOf(take.map((power, band) => power * (gains[band] ?? 1) ** 2)) / sumOf(take))
  return gains.map((gain) => gain / changed)
}

/** `samples` through the gains that bring their speech towards `target`; the same array where either has none. */
export function matchTone(samples: Float32Array, rate: SampleRate, target: Float64Array | null): Float32Array {
  const own = target === null ? null : speechSpectrum([samples], rate)
  return own === null || target === null ? samples : filterBands(samples, rate, toneGains(own, target))
}

function sumOf(powers: Float64Array): number {
  return powers.reduce((sum, power) => sum + power, 0)
}
