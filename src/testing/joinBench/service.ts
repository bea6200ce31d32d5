import { complexZeros, Fft, powerOfTwo } from '../../audio/fft'
import { resample } from '../../audio/resample'
import { type SampleRate, sampleRate } from '../../base/units'
import { ascii, formatChunk, joinBytes, u32 } from '../wav'

/** What a service does to what it says, drawn at random for each case. */
export interface ServiceFaults {
  /** −5…+3. */
  readonly gainDb: number
  readonly dc: number
  /** By how much its floor is below the recording's, 0–12. */
  readonly cleanerDb: number
  /** Digital silence around, in seconds. */
  readonly lead: number
  readonly tail: number
}

const serviceRate = sampleRate(24_000)
/** A service gives whole blocks of so many samples. */
const blockFrames = 1024

/** Faults as published results of the real service show them. */
export function drawFaults(random: () => number): ServiceFaults {
  return {
    gainDb: -5 + 8 * random(),
    dc: 0.001,
    cleanerDb: 12 * random(),
    lead: 0.03 * random(),
    tail: 0.23 * random(),
  }
}

/**
 * `samples` as a service would send them: the bytes of a streamed WAV at 24 kHz in 16-bit mono, its sizes open, its length a
 * multiple of 1024 samples, with its own level, offset, floor and silence. `quiet` is the recording's pause sound, the floor that
 * is lowered.
 */
export function asServiceBytes(
  samples: Float32Array,
  rate: SampleRate,
  quiet: readonly Float32Array[],
  faults: ServiceFaults,
): Uint8Array {
  const spoken = resample(cleaner(samples, rate, quiet, faults.cleanerDb), rate, serviceRate)
  const lead = Math.round(faults.lead * serviceRate)
  const least = lead + spoken.length + Math.round(faults.tail * serviceRate)
  const sent = new Float32Array(Math.ceil(least / blockFrames) * blockFrames)
  sent.set(spoken, lead)
  const gain = 10 ** (faults.gainDb / 20)
  const codes = Int16Array.from(sent, (value) =>
    Math.round(Math.min(32_767, Math.max(-32_768, (value * gain + faults.dc) * 32_768))),
  )
  const open = 0xffffffff
  return joinBytes(
    ascii('RIFF'),
    u32(open),
    ascii('WAVE'),
    formatChunk({ rate: serviceRate }),
    joinBytes(ascii('LIST'), u32(26), ascii('INFOISFT'), u32(14), ascii('Lavf61.7.100\0\0')),
    joinBytes(ascii('data'), u32(open), new Uint8Array(codes.buffer)),
  )
}

/**
 * `samples` with their steady floor `db` lower: a Wiener gain for each bin of a short-time spectrum, smoothed over neighbours,
 * never below `-db`. A floor that nothing is known about stays.
 */
function cleaner(samples: Float32Array, rate: SampleRate, quiet: readonly Float32Array[], db: number): Float32Array {
  const size = powerOfTwo(0.03 * rate)
  const hop = size / 4
  const fft = new Fft(size)
  const data = complexZeros(size)
  const window = Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size))
  const transform = (from: Float32Array, at: number, length: number) => {
    data.im.fill(0)
    for (let i = 0; i < size; i++) data.re[i] = i < length ? (window[i] ?? 0) * (from[at + i] ?? 0) : 0
    fft.forward(data)
  }
  const noise = new Float64Array(size)
  let weight = 0
  for (const stretch of quiet) {
    for (let at = 0; at < stretch.length; at += hop) {
      const length = Math.min(size, stretch.length - at)
      if (length < size / 2) break
      transform(stretch, at, length)
      for (let k = 0; k < size; k++) noise[k] = (noise[k] ?? 0) + (data.re[k] ?? 0) ** 2 + (data.im[k] ?? 0) ** 2
      for (let i = 0; i < length; i++) weight += (window[i] ?? 0) ** 2 / (size / 2)
    }
  }
  if (weight === 0) return samples
  const least = 10 ** (-db / 20)
  const gains = new Float64Array(size).fill(least)
  const out = new Float64Array(samples.length)
  for (let at = -size; at < samples.length; at += hop) {
    transform(samples, at, size)
    const power = data.re.map((value, k) => value * value + (data.im[k] ?? 0) ** 2)
    for (let k = 0; k < size; k++) {
      let near = 0
      let floor = 0
      for (let d = -2; d <= 2; d++) {
        const bin = (k + d + size) % size
        near += power[bin] ?? 0
        floor += (noise[bin] ?? 0) / weight
      }
      const over = Math.max(0, near / (floor + 1e-20) - 3)
      const wanted = least + ((1 - least) * over) / (1 + over)
      gains[k] = Math.max(wanted, 0.5 * (gains[k] ?? 0) + 0.5 * wanted)
    }
    for (let k = 0; k < size; k++) {
      data.re[k] = (data.re[k] ?? 0) * (gains[k] ?? 1)
      data.im[k] = (data.im[k] ?? 0) * (gains[k] ?? 1)
    }
    fft.inverse(data)
    for (let i = Math.max(0, -at); i < size && at + i < out.length; i++) {
      out[at + i] = (out[at + i] ?? 0) + ((data.re[i] ?? 0) * (window[i] ?? 0)) / (2 * size)
    }
  }
  return Float32Array.from(out)
}
