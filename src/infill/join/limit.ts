import { truePeaks } from '../../audio/truePeak'
import { type SampleRate, secondsToFrames } from '../../base/units'

/** Over how long the gain goes down before a peak and up after it. */
const reachSeconds = 0.005

/**
 * `samples` with every true peak at or under `ceiling` (1 = full scale): the gain goes down smoothly around what passes it and is
 * exactly 1 further than 10 ms from there. The same array when nothing does. `peak` is the true peak of `samples`, where it is known.
 * A look-ahead limiter: the gain each peak needs, its minimum over ±5 ms, averaged over the same span, which keeps it low enough.
 */
export function limitPeaks(
  samples: Float32Array,
  ceiling: number,
  rate: SampleRate,
  peak = Number.POSITIVE_INFINITY,
): Float32Array {
  if (peak <= ceiling) return samples
  const peaks = truePeaks(samples, ceiling)
  if (peaks.every((peak) => peak <= ceiling)) return samples
  const reach = secondsToFrames(reachSeconds, rate)
  const lowest = new Float32Array(samples.length).fill(1)
  peaks.forEach((high, i) => {
    if (high <= ceiling) return
    const needed = ceiling / high
    const to = Math.min(lowest.length, i + reach + 2)
    for (let k = Math.max(0, i - reach); k < to; k++) lowest[k] = Math.min(lowest[k] ?? 1, needed)
  })
  const at = (i: number) => lowest[Math.min(Math.max(i, 0), lowest.length - 1)] ?? 1
  let lack = 0
  for (let i = 0; i < 2 * reach; i++) lack += 1 - at(i - reach)
  return samples.map((value, i) => {
    lack += 1 - at(i + reach)
    const gain = 1 - Math.max(0, lack) / (2 * reach + 1)
    lack -= 1 - at(i - reach)
    return gain > 1 - 1e-7 ? value : value * gain
  })
}
