import type { SampleRate } from '../base/units'

/** Rejection of what lies above the lower of the two Nyquist frequencies, in dB. */
const stopBandDb = 130
/** Up to this share of the lower Nyquist frequency the response is flat; the transition band is the rest. */
const passBand = 0.9
/** Past this many phases the filter bank would take more memory than it saves, and taps are made for each sample. */
const bankLimit = 4096

/**
 * `samples` at another rate: zero delay (sample 0 stays at time 0), exactly `round(n * to / from)` samples, unit gain at DC.
 * Flat up to 0.9 of the lower Nyquist frequency and 130 dB down from that frequency on. Outside `samples` is silence.
 * Kaiser-windowed sinc in polyphase form, after J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window
 * function" (1974), and J. O. Smith, "Digital Audio Resampling" (CCRMA). Equal rates give a copy.
 */
export function resample(samples: Float32Array, from: SampleRate, to: SampleRate): Float32Array {
  const divisor = greatestCommonDivisor(from, to)
  const up = to / divisor
  const down = from / divisor
  if (up === down) return samples.slice()

  const filter = designFilter(Math.min(1, up / down))
  const taps = 2 * filter.half
  const padded = new Float64Array(samples.length + 2 * taps)
  padded.set(samples, taps)

  const bank = up <= bankLimit ? new Map<number, Float64Array>() : null
  const out = new Float32Array(Math.round((samples.length * up) / down))
  let base = 0
  let phase = 0
  for (let i = 0; i < out.length; i++) {
    let row = bank?.get(phase)
    if (row === undefined) {
      row = phaseTaps(filter, phase / up)
      bank?.set(phase, row)
    }
    const first = base - filter.half + 1 + taps
    let sum = 0
    for (let k = 0; k < taps; k++) sum += (row[k] ?? 0) * (padded[first + k] ?? 0)
    out[i] = sum
    phase += down
    const whole = Math.floor(phase / up)
    base += whole
    phase -= whole * up
  }
  return out
}

/** A low pass over input samples: `half` taps each side, `cutoff` as a share of the input's Nyquist frequency. */
interface Filter {
  readonly half: number
  readonly cutoff: number
  readonly beta: number
}

function designFilter(scale: number): Filter {
  const transition = (1 - passBand) * scale
  const taps = (stopBandDb - 8) / (2.285 * Math.PI * transition)
  return { half: Math.ceil(taps / 2) + 1, cutoff: scale - transition / 2, beta: 0.1102 * (stopBandDb - 8.7) }
}

/** The taps that give the value `fraction` of a sample after the tap at index `half - 1`, scaled to unit gain at DC. */
function phaseTaps(filter: Filter, fraction: number): Float64Array {
  const { half, cutoff, beta } = filter
  const row = new Float64Array(2 * half)
  let sum = 0
  for (let k = 0; k < row.length; k++) {
    const distance = k - (half - 1) - fraction
    const angle = Math.PI * cutoff * distance
    const sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle
    const across = distance / half
    const tap = sinc * besselI0(beta * Math.sqrt(Math.max(0, 1 - across * across)))
    row[k] = tap
    sum += tap
  }
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) / sum
  return row
}

/** The modified Bessel function of order zero, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
