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

/** The highest of all `truePeaks`; 0 for no samples. */
export function truePeak(samples: Float32Array): number {
  let highest = 0
  for (const value of samples) highest = Math.max(highest, Math.abs(value))
  for (const value of truePeaks(samples, highest)) highest = Math.max(highest, value)
  return highest
}

function interpolate(padded: Float64Array, peaks: Float32Array, start: number, end: number): void {
  for (const taps of phases) {
    for (let i = start; i < end; i++) {
      let sum = 0
      for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (padded[i + 1 + k] ?? 0)
      const value = Math.abs(sum)
      if (value > (peaks[i] ?? 0)) peaks[i] = value
    }
  }
}
