import { assert } from '../base/assert'

/**
 * How much of either side is heard at the share `at` (0–1) of a crossfade. The weights keep the power of two signals of that
 * `correlation` (0–1): 0 is the equal-power fade for unrelated sounds, 1 the equal-gain fade for equal ones.
 * After M. Fink, M. Holters, U. Zölzer, "Signal-matched power-complementary cross-fading" (DAFx 2016).
 */
export function fadeWeights(at: number, correlation: number): { readonly from: number; readonly to: number } {
  const angle = (Math.PI / 2) * at
  const scale = 1 / Math.sqrt(1 + correlation * Math.sin(2 * angle))
  return { from: Math.cos(angle) * scale, to: Math.sin(angle) * scale }
}

/**
 * `from` into `to`, sample by sample, by `fadeWeights`: the first sample is `from`'s alone, the last is `to`'s alone.
 * Asserts equal lengths and at least two samples.
 */
export function crossfade(from: Float32Array, to: Float32Array, correlation: number): Float32Array {
  assert(from.length === to.length && from.length >= 2, `cannot fade ${from.length} into ${to.length} samples`)
  const last = from.length - 1
  const faded = new Float32Array(from.length)
  for (let i = 1; i < last; i++) {
    const weights = fadeWeights(i / last, correlation)
    faded[i] = (from[i] ?? 0) * weights.from + (to[i] ?? 0) * weights.to
  }
  faded[0] = from[0] ?? 0
  faded[last] = to[last] ?? 0
  return faded
}

/**
 * How alike the `length` samples of `a` from `aStart` and of `b` from `bStart` are, −1…1: the normalised cross-correlation at that
 * alignment. 0 where either is silent. What lies outside an array counts as silence.
 */
export function likeness(a: Float32Array, aStart: number, b: Float32Array, bStart: number, length: number): number {
  let product = 0
  let powerA = 0
  let powerB = 0
  for (let i = 0; i < length; i++) {
    const x = a[aStart + i] ?? 0
    const y = b[bStart + i] ?? 0
    product += x * y
    powerA += x * x
    powerB += y * y
  }
  return powerA > 0 && powerB > 0 ? product / Math.sqrt(powerA * powerB) : 0
}

/** An alignment of two sounds: the shift of the second in samples, and how alike they are there, −1…1. */
export interface Lag {
  readonly shift: number
  readonly likeness: number
}

/** The most alike of all `shifts`, as `measure` finds it; the one nearest to 0 among equals. Asserts at least one shift. */
export function bestLag(shifts: Iterable<number>, measure: (shift: number) => number): Lag {
  let best: Lag | null = null
  for (const shift of shifts) {
    const value = measure(shift)
    if (best === null || value > best.likeness || (value === best.likeness && Math.abs(shift) < Math.abs(best.shift))) {
      best = { shift, likeness: value }
    }
  }
  assert(best !== null, 'no shift to choose from')
  return best
}
