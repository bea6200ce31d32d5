import { filterSamples, highPass } from '../../audio/biquad'
import { powerToDb } from '../../audio/decibel'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { type SampleRate, secondsToFrames } from '../../base/units'

/** How far around a seam steps are compared, in seconds. */
const stepReach = 0.05
/** A click is looked for in the span of this length at the seam, and compared with others of its length so far around. */
const clickSpan = 0.002
const clickReach = 0.02
const clickHertz = 4000
/** Powers are told apart from this on: −110 dBFS. */
const clickFloor = 1e-11

/**
 * The step into frame `at` of `samples` over the 99th percentile of the steps within 50 ms of it. 0 without a step; infinite where
 * all around is still.
 */
export function stepRatio(samples: Float32Array, at: number, rate: SampleRate): number {
  const reach = secondsToFrames(stepReach, rate)
  const steps: number[] = []
  for (let i = Math.max(1, at - reach); i < Math.min(samples.length, at + reach); i++) {
    if (i !== at) steps.push(Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)))
  }
  const step = Math.abs((samples[at] ?? 0) - (samples[at - 1] ?? 0))
  if (step === 0) return 0
  const usual = share(steps, 0.99)
  return usual > 0 ? step / usual : Number.POSITIVE_INFINITY
}

/**
 * Power above 4 kHz of the 2 ms around frame `at` of `samples` over the loudest such spans within 20 ms (their 99th percentile), in
 * dB. Above 0 the seam is what sticks out.
 */
export function clickDb(samples: Float32Array, at: number, rate: SampleRate): number {
  const reach = secondsToFrames(clickReach, rate)
  const span = Math.max(2, secondsToFrames(clickSpan, rate))
  const section = highPass(clickHertz, rate)
  const from = Math.max(0, at - 5 * reach)
  const high = filterSamples(filterSamples(samples.subarray(from, at + reach), section), section)
  const powerAt = (start: number) => {
    let sum = 0
    for (let i = start; i < start + span; i++) sum += (high[i] ?? 0) ** 2
    return sum / span
  }
  const seam = Math.round(at - from - span / 2)
  const around: number[] = []
  for (let i = Math.max(0, at - reach - from); i + span <= high.length; i += Math.ceil(span / 2)) {
    if (Math.abs(i - seam) >= span) around.push(powerAt(i))
  }
  return powerToDb((powerAt(seam) + clickFloor) / (share(around, 0.99) + clickFloor))
}

/** Both figures of a seam, the worst channel of each; `null` where nothing stands on one of its sides. */
export interface SeamFigures {
  readonly stepRatio: number | null
  readonly clickDb: number | null
}

/** Measures the seam between `left` and `right`, of which the 100 ms around it are looked at. */
export function seamFigures(left: Pcm, right: Pcm): SeamFigures {
  const length = pcmFrames(left)
  if (length === 0 || pcmFrames(right) === 0) return { stepRatio: null, clickDb: null }
  const reach = secondsToFrames(0.1, left.rate)
  const near = left.channels.map((samples, channel) => {
    const before = samples.subarray(Math.max(0, length - reach))
    const after = right.channels[channel]?.subarray(0, reach) ?? new Float32Array(0)
    const around = new Float32Array(before.length + after.length)
    around.set(before)
    around.set(after, before.length)
    return { around, at: before.length }
  })
  return {
    stepRatio: Math.max(...near.map(({ around, at }) => stepRatio(around, at, left.rate))),
    clickDb: Math.max(...near.map(({ around, at }) => clickDb(around, at, left.rate))),
  }
}

/** The value a `part` (0–1) of `values` does not exceed; 0 for none. */
function share(values: readonly number[], part: number): number {
  return Float64Array.from(values).sort()[Math.floor(part * Math.max(0, values.length - 1))] ?? 0
}
