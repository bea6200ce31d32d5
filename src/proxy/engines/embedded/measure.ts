import { toDb } from '../../../audio/decibel'
import { clamp, type SampleRate } from '../../../base/units'

/** How somebody speaks, as far as a stretch of audio tells. */
export interface Manner {
  /** RMS of the spoken parts, full scale at 1. */
  readonly level: number
  /** Median of the fundamental frequency in Hz, 65–400, or null where too little of it is voiced. */
  readonly pitch: number | null
  /** Syllables a second while speaking, or null where there is too little speech to count. */
  readonly pace: number | null
}

/** Rate at which pitch and syllables are measured, at least, in Hz. */
const workRate = 8000
const silenceDb = -50
const lowestPitch = 65
const highestPitch = 400
const minimumVoiced = 12
const minimumSyllables = 8
const minimumSpeech = 2

/** Whether `samples` hold anything louder than a quiet room: a 20 ms stretch above −50 dBFS. */
export function isSilent(samples: Float32Array, rate: SampleRate): boolean {
  return !levels(samples, Math.round(rate / 50)).some((level) => toDb(level) > silenceDb)
}

/** Measures speech in mono audio. Asserts nothing: silence gives level 0 and nulls. */
export function measureSpeech(samples: Float32Array, rate: SampleRate): Manner {
  const factor = Math.max(1, Math.floor(rate / workRate))
  const low = factor === 1 ? samples : decimate(samples, factor)
  const lowRate = rate / factor
  const hop = Math.round(lowRate / 100)
  const loudness = levels(low, hop)
  const spoken = speechGate(loudness)
  const heard = loudness.filter((_, index) => spoken[index] === true)
  const level = Math.sqrt(heard.reduce((sum, value) => sum + value * value, 0) / Math.max(1, heard.length))
  return { level, pitch: medianPitch(low, lowRate, hop, spoken), pace: syllablePace(loudness, spoken) }
}

/** Means of `factor` samples: a rough low pass is enough to hear pitch and syllables by. */
function decimate(samples: Float32Array, factor: number): Float32Array {
  const out = new Float32Array(Math.floor(samples.length / factor))
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let k = 0; k < factor; k++) sum += samples[i * factor + k] ?? 0
    out[i] = sum / factor
  }
  return out
}

/** RMS of each whole block of `hop` samples. */
function levels(samples: Float32Array, hop: number): number[] {
  return Array.from({ length: Math.floor(samples.length / hop) }, (_, block) => {
    let sum = 0
    for (let i = block * hop; i < (block + 1) * hop; i++) sum += (samples[i] ?? 0) ** 2
    return Math.sqrt(sum / hop)
  })
}

/** Blocks of speech: those within 30 dB of the loud ones, gaps of up to 150 ms included. */
function speechGate(loudness: readonly number[]): readonly boolean[] {
  const loud = quantile(loudness, 0.95)
  const gate = loudness.map((level) => level > 0 && level > loud / 30)
  let last = -Infinity
  gate.forEach((open, index) => {
    if (!open) return
    if (index - last <= 15) gate.fill(true, last, index)
    last = index
  })
  return gate
}

/**
 * The median over voiced blocks of the lag with the highest normalised autocorrelation, the shortest one among equals
 * (a simple form of P. Boersma's method, "Accurate short-term analysis of the fundamental frequency", 1993).
 */
function medianPitch(samples: Float32Array, rate: number, hop: number, spoken: readonly boolean[]): number | null {
  const shortest = Math.floor(rate / highestPitch)
  const longest = Math.ceil(rate / lowestPitch)
  const window = 2 * longest
  const found: number[] = []
  for (let block = 0; block * hop + window + longest < samples.length; block += 2) {
    if (spoken[block] !== true) continue
    const lag = bestLag(samples.subarray(block * hop, block * hop + window + longest), window, shortest, longest)
    if (lag !== null) found.push(rate / lag)
  }
  return found.length < minimumVoiced ? null : clamp(quantile(found, 0.5), lowestPitch, highestPitch)
}

function bestLag(samples: Float32Array, window: number, shortest: number, longest: number): number | null {
  const scores = Array.from({ length: longest - shortest + 1 }, (_, index) => {
    const lag = shortest + index
    let product = 0
    let here = 0
    let there = 0
    for (let i = 0; i < window; i++) {
      const a = samples[i] ?? 0
      const b = samples[i + lag] ?? 0
      product += a * b
      here += a * a
      there += b * b
    }
    return product / Math.sqrt(here * there + 1e-12)
  })
  const best = Math.max(...scores)
  if (best < 0.6) return null
  const peak = scores.findIndex(
    (score, index) => score > 0.88 * best && score >= (scores[index - 1] ?? -1) && score >= (scores[index + 1] ?? -1),
  )
  return peak <= 0 ? null : shortest + peak
}

/** Syllable nuclei (peaks of the smoothed level that stand 2 dB above the dips beside them) per second of speech. */
function syllablePace(loudness: readonly number[], spoken: readonly boolean[]): number | null {
  const smooth = loudness.map((_, index) => {
    const around = loudness.slice(Math.max(0, index - 3), index + 4)
    return toDb(around.reduce((sum, level) => sum + level, 0) / around.length + 1e-9)
  })
  let count = 0
  let rising = true
  let extreme = smooth[0] ?? 0
  smooth.forEach((level, index) => {
    if (rising ? level > extreme : level < extreme) extreme = level
    if (Math.abs(level - extreme) < 2) return
    if (rising && spoken[index] === true) count++
    rising = !rising
    extreme = level
  })
  const seconds = spoken.filter(Boolean).length / 100
  return count < minimumSyllables || seconds < minimumSpeech ? null : count / seconds
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
