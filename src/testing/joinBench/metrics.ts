import { filterSamples, highPass } from '../../audio/biquad'
import { dcOf, withoutDc } from '../../audio/dc'
import { powerToDb } from '../../audio/decibel'
import { complexZeros, Fft, powerOfTwo } from '../../audio/fft'
import { speechLoudness } from '../../audio/loudness'
import { concatSamples, type Pcm, pcmFrames } from '../../audio/pcm'
import { BandMeter } from '../../audio/thirdOctave'
import type { SampleRate } from '../../base/units'
import { clickDb, stepRatio } from '../../infill/join/seamMeasures'
import type { JoinCase, Quiet } from './cases'

/** How an insert differs from the original it stands for. 0 is perfect everywhere but for `step` and `click`. */
export interface JoinMetrics {
  /** The step at the worse seam over the 99th percentile of the steps within 50 ms of it. */
  readonly step: number
  /** Power above 4 kHz of the 2 ms at the worse seam over the loudest such windows within 20 ms, in dB. */
  readonly click: number
  /** Loudness by BS.1770-4 against that of the original over the same words, in LU, without sign. */
  readonly level: number
  /** Level of its pauses (mean of dB, windows of 10 ms) against the original's, in dB, without sign; null without any. */
  readonly floor: number | null
  /** Root mean square over thirds of an octave of the difference of its pauses to the original's, in dB; null under 30 ms of them. */
  readonly floorSpectrum: number | null
  /** Log-spectral distance to the original within 300 ms of the worse seam: thirds of an octave, 25 ms, in dB. */
  readonly spectrum: number
  /** By how much the pause at the worse seam is longer or shorter than before, in ms, without sign. */
  readonly pause: number
  /** Samples outside the replaced span that differ. */
  readonly changed: number
}

/** Less pause than this, in seconds, says nothing about its spectrum. */
const leastSpectrum = 0.03

/** Measures the worst channel of `insert`. Where its speech stands is found by correlation with the original. */
export function measureInsert(joinCase: JoinCase, insert: Pcm): JoinMetrics {
  const { recording, start, end } = joinCase
  const { rate } = recording
  const joined = recording.channels.map((samples, channel) =>
    concatSamples([samples.subarray(0, start), insert.channels[channel] ?? new Float32Array(0), samples.subarray(end)]),
  )
  const length = pcmFrames(insert)
  const loudest = loudestChannel(recording)
  const voice = recording.channels[loudest] ?? new Float32Array(0)
  const made = insert.channels[loudest] ?? new Float32Array(0)
  const original = voice.subarray(start, end)
  const lag = bestShift(original, made, Math.round(0.3 * rate))
  const later = length - (end - start) - lag
  const seams = [start, start + length]
  const worst = (measure: (samples: Float32Array, at: number) => number) =>
    Math.max(...joined.flatMap((samples) => seams.map((at) => measure(samples, at))))
  const floors = floorFigures(joinCase, insert, lag)
  return {
    step: worst((samples, at) => stepRatio(samples, at, rate)),
    click: worst((samples, at) => clickDb(samples, at, rate)),
    level: levelError(original, made, lag, rate),
    floor: floors?.level ?? null,
    floorSpectrum: floors?.spectrum ?? null,
    spectrum: Math.max(
      ...joined.map((samples, channel) => {
        const from = recording.channels[channel] ?? samples
        return Math.max(
          spectralDistance(from, start, samples, start, rate),
          spectralDistance(from, end, samples, start + length, rate),
        )
      }),
    ),
    pause: (1000 * Math.max(Math.abs(lag), Math.abs(later))) / rate,
    changed: joined.reduce((sum, samples, channel) => {
      const from = recording.channels[channel] ?? samples
      let count = 0
      for (let i = 0; i < start; i++) if (samples[i] !== from[i]) count++
      for (let i = end; i < from.length; i++) if (samples[i + length - (end - start)] !== from[i]) count++
      return sum + count
    }, 0),
  }
}

function loudestChannel(pcm: Pcm): number {
  const powers = pcm.channels.map((samples) => samples.reduce((sum, value) => sum + value * value, 0))
  return powers.indexOf(Math.max(...powers))
}

/** The shift within `±reach` at which `made` is most like `original`: positive where it comes later. By transform. */
function bestShift(original: Float32Array, made: Float32Array, reach: number): number {
  const size = powerOfTwo(original.length + made.length + reach)
  const fft = new Fft(size)
  const a = complexZeros(size)
  const b = complexZeros(size)
  a.re.set(original)
  b.re.set(made)
  fft.forward(a)
  fft.forward(b)
  for (let k = 0; k < size; k++) {
    const re = (a.re[k] ?? 0) * (b.re[k] ?? 0) + (a.im[k] ?? 0) * (b.im[k] ?? 0)
    b.im[k] = (a.re[k] ?? 0) * (b.im[k] ?? 0) - (a.im[k] ?? 0) * (b.re[k] ?? 0)
    b.re[k] = re
  }
  fft.inverse(b)
  let best = 0
  for (let shift = -reach; shift <= reach; shift++) {
    if ((b.re[(shift + size) % size] ?? 0) > (b.re[(best + size) % size] ?? 0)) best = shift
  }
  return best
}

/** Loudness of both over the same extent, against each other. */
function levelError(original: Float32Array, made: Float32Array, lag: number, rate: SampleRate): number {
  const from = Math.max(0, -lag)
  const to = Math.min(original.length, made.length - lag)
  const loudness = (samples: Float32Array) => speechLoudness({ rate, channels: [samples] }) ?? -70
  return Math.abs(loudness(made.subarray(from + lag, to + lag)) - loudness(original.subarray(from, to)))
}

/** The pauses of the insert against the recording's, channel by channel, the worst of each. */
function floorFigures({ recording, start, end, quietInside }: JoinCase, insert: Pcm, lag: number): FloorFigures | null {
  const { rate } = recording
  const length = pcmFrames(insert)
  const least = windowFrames(rate)
  // The quiet at a seam keeps to the seam, so that silence which a take brings along is part of it.
  const pairs = quietInside
    .map((was) => ({
      was,
      is: {
        start: Math.max(0, was.start - start + (was.start - start < 2 * least ? 0 : lag)),
        end: Math.min(length, was.end - start + (end - was.end < 2 * least ? length - (end - start) : lag)),
      },
    }))
    .filter(({ was, is }) => was.end - was.start >= least && is.end - is.start >= least)
  if (pairs.length === 0) return null
  const inside = pairs.map(({ was }) => was)
  const placed = pairs.map(({ is }) => is)
  return floorDistance(recording, inside, insert, placed)
}

/** How far two sets of pauses are apart: the worst channel of each figure. */
export interface FloorFigures {
  readonly level: number
  readonly spectrum: number | null
}

/**
 * How far the recording's own pauses around the span are from those in it, as long as these: what chance does to the figures of a
 * floor. `null` without any.
 */
export function ownPauses({ recording, quietInside, quietAround }: JoinCase): FloorFigures | null {
  const least = windowFrames(recording.rate)
  const free = [...quietAround]
  const pairs = quietInside
    .filter((was) => was.end - was.start >= least)
    .flatMap((was) => {
      const length = was.end - was.start
      const at = free.findIndex((quiet) => quiet.end - quiet.start >= length)
      const found = free[at]
      if (found === undefined) return []
      free[at] = { start: found.start + length, end: found.end }
      return [{ was, other: { start: found.start, end: found.start + length } }]
    })
  if (pairs.length === 0) return null
  const inside = pairs.map(({ was }) => was)
  const others = pairs.map(({ other }) => other)
  return floorDistance(recording, inside, recording, others)
}

function floorDistance(a: Pcm, inA: readonly Quiet[], b: Pcm, inB: readonly Quiet[]): FloorFigures {
  const { rate } = a
  const heard = inA.reduce((sum, quiet) => sum + quiet.end - quiet.start, 0)
  const meter = new BandMeter(rate)
  const levels: number[] = []
  const spectra: number[] = []
  a.channels.forEach((samples, channel) => {
    const others = b.channels[channel] ?? samples
    levels.push(Math.abs(meanDb(others, inB, rate) - meanDb(samples, inA, rate)))
    const was = bandLevels(meter, samples, inA)
    const is = bandLevels(meter, others, inB)
    const squares = was.map((db, band) => (db - (is[band] ?? 0)) ** 2)
    spectra.push(Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length))
  })
  return { level: Math.max(...levels), spectrum: heard < leastSpectrum * rate ? null : Math.max(...spectra) }
}

/** Frames of the windows that levels are measured in: no shorter stretch is a pause. */
function windowFrames(rate: SampleRate): number {
  return Math.round(0.01 * rate)
}

function meanDb(samples: Float32Array, spans: readonly Quiet[], rate: SampleRate): number {
  const window = windowFrames(rate)
  let sum = 0
  let count = 0
  for (const { start, end } of spans) {
    const span = samples.subarray(start, end)
    const heard = filterSamples(withoutDc(span, dcOf(span)), highPass(80, rate))
    for (let at = 0; at + window <= heard.length; at += Math.round(window / 2)) {
      let power = 0
      for (let i = at; i < at + window; i++) power += (heard[i] ?? 0) ** 2
      sum += Math.max(-90, powerToDb(power / window))
      count++
    }
  }
  return count === 0 ? -90 : sum / count
}

function bandLevels(meter: BandMeter, samples: Float32Array, spans: readonly Quiet[]): number[] {
  const powers = new Float64Array(meter.bands.bins.length)
  let windows = 0
  for (const { start, end } of spans) {
    const measured = meter.mean(samples, start, end)
    measured.powers.forEach((power, band) => {
      powers[band] = (powers[band] ?? 0) + power * measured.windows
    })
    windows += measured.windows
  }
  return Array.from(powers, (power) => Math.max(-90, powerToDb(power / Math.max(1, windows))))
}

function spectralDistance(a: Float32Array, aAt: number, b: Float32Array, bAt: number, rate: SampleRate): number {
  const meter = new BandMeter(rate)
  const { size, bins } = meter.bands
  const reach = Math.round(0.3 * rate)
  let sum = 0
  let count = 0
  for (let offset = -reach; offset + size <= reach; offset += size / 2) {
    const [one, two] = [new Float64Array(bins.length), new Float64Array(bins.length)]
    meter.add(a, aAt + offset, size, one)
    meter.add(b, bAt + offset, size, two)
    let squares = 0
    for (let band = 0; band < bins.length; band++) {
      const apart = Math.max(-90, powerToDb(one[band] ?? 0)) - Math.max(-90, powerToDb(two[band] ?? 0))
      squares += apart * apart
    }
    sum += Math.sqrt(squares / bins.length)
    count++
  }
  return sum / count
}
