const oversampling = 4
const half = 12

/** Taps of the interpolator for 1/4, 2/4 and 3/4 of a sample: a sinc under a raised-cosine window, unit gain at DC. */
const phases: readonly Float64Array[] = [1, 2, 3].map((quarter) => {
  const taps = new Float64Array(2 * half)
  for (let k = 0; k < taps.length; k++) {
    const distance = k - (half - 1) - quarter / oversampling
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (half + 0.5))
    taps[k] = (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
  }
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
})

/** No interpolated value is higher than this times the highest sample near it: the largest sum of absolute taps is 1.9. */
const overshoot = 2
const block = 64

/**
 * For each sample the highest absolute value of the wave from it to the next one, 1 = full scale: by four times oversampling,
 * as ITU-R BS.1770-4 Annex 2 asks. Silence surrounds `samples`. Where nothing can rise over `above` the samples' own absolute
 * values stand, which is much faster.
 */
export function truePeaks(samples: Float32Array, above = 0): Float32Array {
  const peaks = samples.map(Math.abs)
  const padded = new Float64Array(samples.length + 2 * half)
  padded.set(samples, half)
  for (let start = 0; start < peaks.length; start += block) {
    const end = Math.min(start + block, peaks.length)
    let highest = 0
    for (let i = start; i < end + 2 * half; i++) highest = Math.max(highest, Math.abs(padded[i] ?? 0))
    if (highest * overshoot > above) interpolate(padded, peaks, start, end)
  }
  return peaks
}

/**
 * The highest of all `truePeaks`; 0 for no samples. Interpolates only where the two samples on both sides and the highest one near
 * allow more than the highest sample.
 */
export function truePeak(samples: Float32Array): number {
  let highest = 0
  for (let i = 0; i < samples.length; i++) highest = Math.max(highest, Math.abs(samples[i] ?? 0))
  const top = highest
  const near = new Float64Array(2 * half)
  for (let start = 0; start < samples.length; start += block) {
    const end = Math.min(start + block, samples.length)
    let most = 0
    for (let i = Math.max(0, start - half); i < Math.min(samples.length, end + half); i++) {
      most = Math.max(most, Math.abs(samples[i] ?? 0))
    }
    if (most * overshoot <= top) continue
    for (let i = start; i < end; i++) {
      const before = Math.abs(samples[i] ?? 0)
      const after = Math.abs(samples[i + 1] ?? 0)
      let taken = false
      for (const { taps, rest } of bounded) {
        const limit = Math.abs(taps[half - 1] ?? 0) * before + Math.abs(taps[half] ?? 0) * after + rest * most
        if (limit <= highest) continue
        if (!taken) {
          for (let k = 0; k < near.length; k++) near[k] = samples[i + 1 + k - half] ?? 0
          taken = true
        }
        highest = Math.max(highest, between(taps, near, 0))
      }
    }
  }
  return highest
}

/** The taps of each phase, and the sum of the absolute values of all but the middle two. */
const bounded = phases.map((taps) => ({
  taps,
  rest: taps.reduce((sum, tap, k) => sum + (k === half - 1 || k === half ? 0 : Math.abs(tap)), 0),
}))

function interpolate(padded: Float64Array, peaks: Float32Array, start: number, end: number): void {
  for (const taps of phases) {
    for (let i = start; i < end; i++) {
      const value = between(taps, padded, i + 1)
      if (value > (peaks[i] ?? 0)) peaks[i] = value
    }
  }
}

function between(taps: Float64Array, samples: Float64Array, at: number): number {
  let sum = 0
  for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (samples[at + k] ?? 0)
  return Math.abs(sum)
}
