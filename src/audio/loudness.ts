import type { SampleRate } from '../base/units'
import { type Biquad, filterSamples } from './biquad'
import { powerToDb } from './decibel'
import { type Pcm, pcmFrames } from './pcm'

const blockSeconds = 0.4
const hopsPerBlock = 4
const absoluteGate = -70
const relativeGate = -10
/** The constant of BS.1770-4 that makes 997 Hz at 0 dBFS in one channel read −3.01 LKFS. */
const offsetDb = -0.691

/**
 * The two sections of the K weighting at `rate`. BS.1770-4 gives them for 48 kHz alone; these are its analogue prototypes
 * through the bilinear transform, with the parameters that B. De Man derived ("Evaluation of implementations of the EBU
 * R128 loudness measurement", AES 2018).
 */
export function kWeighting(rate: SampleRate): readonly [Biquad, Biquad] {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / rate)
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const shelfQ = shelf / 0.7071752369554196
  const shelfA0 = 1 + shelfQ + shelf * shelf
  const pass = Math.tan((Math.PI * 38.13547087602444) / rate)
  const passQ = pass / 0.5003270373238773
  const passA0 = 1 + passQ + pass * pass
  return [
    {
      b0: (high + band * shelfQ + shelf * shelf) / shelfA0,
      b1: (2 * (shelf * shelf - high)) / shelfA0,
      b2: (high - band * shelfQ + shelf * shelf) / shelfA0,
      a1: (2 * (shelf * shelf - 1)) / shelfA0,
      a2: (1 - shelfQ + shelf * shelf) / shelfA0,
    },
    { b0: 1, b1: -2, b2: 1, a1: (2 * (pass * pass - 1)) / passA0, a2: (1 - passQ + pass * pass) / passA0 },
  ]
}

/** `samples` through the K weighting of ITU-R BS.1770-4, from rest. */
export function kWeighted(samples: Float32Array, rate: SampleRate): Float64Array {
  const [shelf, pass] = kWeighting(rate)
  return filterSamples(filterSamples(samples, shelf), pass)
}

/**
 * Integrated loudness in LUFS by ITU-R BS.1770-4: blocks of 400 ms overlapping by 75 %, gates at −70 LUFS and 10 LU below the
 * mean. Every channel counts once, as front channels do. `null` for less than one block and where no block passes a gate.
 */
export function integratedLoudness(pcm: Pcm): number | null {
  const blocks = blockPowers(pcm)
  const heard = blocks.filter((power) => loudnessOf(power) > absoluteGate)
  const floor = loudnessOf(mean(heard)) + relativeGate
  const kept = heard.filter((power) => loudnessOf(power) > floor)
  return kept.length === 0 ? null : loudnessOf(mean(kept))
}

/**
 * Loudness in LUFS of any length: integrated loudness where there is at least one block of 400 ms, the K-weighted level of the
 * whole below that. `null` for what is under −70 LUFS throughout.
 */
export function speechLoudness(pcm: Pcm): number | null {
  if (pcmFrames(pcm) >= Math.round(blockSeconds * pcm.rate)) return integratedLoudness(pcm)
  let power = 0
  for (const samples of pcm.channels) {
    const weighted = kWeighted(samples, pcm.rate)
    power += weighted.reduce((sum, value) => sum + value * value, 0) / Math.max(1, weighted.length)
  }
  const loudness = loudnessOf(power)
  return loudness > absoluteGate ? loudness : null
}

/** K-weighted power of each block, summed over the channels. A block is four whole hops, so ends short of a hop are left out. */
function blockPowers(pcm: Pcm): number[] {
  const hop = Math.round((blockSeconds / hopsPerBlock) * pcm.rate)
  const hops = new Float64Array(Math.floor(pcmFrames(pcm) / hop))
  for (const samples of pcm.channels) {
    const weighted = kWeighted(samples, pcm.rate)
    for (let i = 0; i < hops.length; i++) {
      let sum = 0
      for (let k = i * hop; k < (i + 1) * hop; k++) sum += (weighted[k] ?? 0) ** 2
      hops[i] = (hops[i] ?? 0) + sum / hop
    }
  }
  const blocks: number[] = []
  for (let i = 0; i + hopsPerBlock <= hops.length; i++) blocks.push(mean(hops.subarray(i, i + hopsPerBlock)))
  return blocks
}

function loudnessOf(power: number): number {
  return offsetDb + powerToDb(power)
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return values.length === 0 ? 0 : sum / values.length
}
