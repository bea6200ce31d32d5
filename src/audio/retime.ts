import { clamp, type SampleRate } from '../base/units'

/** One place of a time map: what stands at frame `from` of the input stands at frame `to` of the output. */
export interface TimePoint {
  readonly from: number
  readonly to: number
}

const windowSeconds = 0.03
const toleranceSeconds = 0.008

/**
 * `samples` moved in time by a map, at the same pitch: `length` frames, by waveform-similarity overlap-add (W. Verhelst, M. Roelands,
 * "An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale modification of speech", ICASSP 1993).
 * `points` rise in both coordinates; before the first and after the last time runs at its own pace. Nothing stands further than
 * 8 ms from where the map puts it, and a map that moves nothing gives the same samples.
 */
export function retime(
  samples: Float32Array,
  rate: SampleRate,
  points: readonly TimePoint[],
  length: number,
): Float32Array {
  const hop = Math.max(1, Math.round((windowSeconds / 2) * rate))
  const tolerance = Math.round(toleranceSeconds * rate)
  const rise = Float64Array.from({ length: hop }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / (2 * hop)) ** 2)
  const out = new Float32Array(length)
  let source = Math.round(mapped(points, 0))
  for (let i = 0; i < Math.min(hop, length); i++) out[i] = samples[source + i] ?? 0
  for (let at = hop; at < length; at += hop) {
    const next = source + hop
    const target = Math.round(mapped(points, at))
    const chosen = nearestAlike(samples, next, target, { hop, tolerance })
    for (let i = 0; i < hop && at + i < length; i++) {
      const weight = rise[i] ?? 1
      out[at + i] = (samples[next + i] ?? 0) * (1 - weight) + (samples[chosen + i] ?? 0) * weight
    }
    source = chosen
  }
  return out
}

/** The input position that stands at output frame `to`. */
function mapped(points: readonly TimePoint[], to: number): number {
  const [first] = points
  if (first === undefined) return to
  if (to <= first.to) return first.from + (to - first.to)
  let last = first
  for (const point of points) {
    if (to < point.to) return last.from + ((to - last.to) * (point.from - last.from)) / (point.to - last.to)
    last = point
  }
  return last.from + (to - last.to)
}

/** The place within `tolerance` of `target` whose next `hop` frames are most like those from `next` on; `next` itself when it is one. */
function nearestAlike(
  samples: Float32Array,
  next: number,
  target: number,
  { hop, tolerance }: { readonly hop: number; readonly tolerance: number },
): number {
  if (Math.abs(next - target) <= tolerance / 2) return next
  const stride = Math.max(1, Math.round(hop / 240))
  const score = (at: number) => {
    let product = 0
    let power = 1e-12
    for (let i = 0; i < hop; i += stride) {
      const value = samples[at + i] ?? 0
      product += value * (samples[next + i] ?? 0)
      power += value * value
    }
    return product / Math.sqrt(power)
  }
  let best = target
  let most = Number.NEGATIVE_INFINITY
  const consider = (at: number) => {
    const value = score(at)
    if (value > most) {
      most = value
      best = at
    }
  }
  const coarse = 2 * stride
  for (let shift = -tolerance; shift <= tolerance; shift += coarse) consider(target + shift)
  const around = best
  for (let shift = 1 - coarse; shift < coarse; shift++)
    consider(clamp(around + shift, target - tolerance, target + tolerance))
  return best
}
