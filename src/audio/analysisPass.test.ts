import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { frames, sampleRate } from '../base/units'
import { AnalysisPass, type PassResult } from './analysisPass'
import { decodeFrames } from './codec'
import { envelopeOf } from './envelope'
import { type AudioFormat, bytesPerSample, type Encoding } from './format'
import { pyramidOf } from './peaks'

const shapes: readonly (readonly [Encoding, number, number])[] = [
  ['u8', 1, 8000],
  ['s16', 2, 44_100],
  ['s24', 1, 48_000],
  ['s24', 2, 48_000],
  ['s24', 3, 96_000],
  ['s32', 8, 22_050],
  ['f32', 2, 192_000],
  ['f64', 1, 16_000],
]

function formatOf(encoding: Encoding, channels: number, rate: number): AudioFormat {
  const size = bytesPerSample(encoding)
  return { encoding, channels, rate: sampleRate(rate), bytesPerFrame: size * channels, validBits: 8 * size }
}

/** Sound of changing loudness; float files hold a few samples that are no numbers. */
function bytesOf({ encoding, channels, bytesPerFrame }: AudioFormat, length: number): Uint8Array {
  const random = mulberry32(length)
  const bytes = Uint8Array.from({ length: length * bytesPerFrame }, () => random() * 256)
  const floats =
    encoding === 'f32' ? new Float32Array(bytes.buffer) : encoding === 'f64' && new Float64Array(bytes.buffer)
  if (floats === false) return bytes
  for (let i = 0; i < floats.length; i++) floats[i] = (random() - 0.5) * (i % 9000 < 4000 ? 1 : 0.01)
  for (const frame of [7, 8, 9000, 12_345])
    floats[frame * channels] = frame % 2 === 0 ? Number.NaN : Number.NEGATIVE_INFINITY
  return bytes
}

interface Outcome extends PassResult {
  readonly peaks: number[][]
}

/** Feeds the bytes in blocks cut at random bytes, each at a random place in its buffer, what is left in front of the next. */
function pass(format: AudioFormat, bytes: Uint8Array, blockLength: () => number): Outcome {
  const run = new AnalysisPass(format, frames(bytes.length / format.bytesPerFrame))
  const peaks: number[][] = Array.from({ length: format.channels }, () => [])
  const take = (): void => run.takePeaks().forEach((part, channel) => peaks[channel]?.push(...part))
  let rest = new Uint8Array(0)
  for (let at = 0; at < bytes.length; ) {
    const to = Math.min(bytes.length, at + blockLength())
    const shift = (at * 7) % 5
    const block = new Uint8Array(shift + rest.length + to - at).subarray(shift)
    block.set(rest)
    block.set(bytes.subarray(at, to), rest.length)
    rest = block.slice(run.push(block))
    if (to % 3 === 0) take()
    at = to
  }
  expect(rest).toHaveLength(0)
  const result = run.finish()
  take()
  return { ...result, peaks }
}

describe('AnalysisPass', () => {
  it.each(shapes)('does not depend on how %s with %i channels at %i Hz is split', (encoding, channels, rate) => {
    const format = formatOf(encoding, channels, rate)
    const bytes = bytesOf(format, 20_011)
    const whole = pass(format, bytes, () => bytes.length)
    for (let seed = 1; seed <= 6; seed++) {
      const random = mulberry32(seed)
      const split = pass(format, bytes, () => 1 + Math.floor(random() ** 3 * 60_000))
      expect(split, `seed ${seed}`).toEqual(whole)
    }
  })

  it.each(shapes)(
    'finds what the codec, the envelope and the pyramid find: %s, %i channels, %i Hz',
    (encoding, channels, rate) => {
      const format = formatOf(encoding, channels, rate)
      const bytes = bytesOf(format, 20_011)
      const { envelope, peaks } = pass(format, bytes, () => 65_536)
      const pcm = { rate: format.rate, channels: decodeFrames(bytes, format) }
      expect(envelope).toEqual(envelopeOf(pcm))
      expect(peaks).toEqual(pyramidOf(pcm).levels[0]?.channels.map((bins) => Array.from(bins)))
    },
  )

  it('records frames with samples that are no numbers', () => {
    const format = formatOf('f32', 2, 48_000)
    const { nonFinite } = pass(format, bytesOf(format, 20_011), () => 4096)
    expect(nonFinite).toEqual([
      { start: 7, end: 9 },
      { start: 9000, end: 9001 },
      { start: 12_345, end: 12_346 },
    ])
  })
})
