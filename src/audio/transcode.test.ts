import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { decodeFrames, encodeFrames } from './codec'
import { ENCODINGS, kindOf } from './format'
import { newFormat } from './riff/header'
import { fits, flacFormat, transcodeFrames } from './transcode'

const rate = sampleRate(48_000)
const random = mulberry32(9)
const sound = [0, 1].map(() => Float32Array.from({ length: 500 }, () => random() * 1.8 - 0.9))

describe('transcodeFrames', () => {
  it('loses nothing wherever it says so, with or without dither', () => {
    for (const from of ENCODINGS) {
      for (const to of ENCODINGS) {
        const [source, target] = [newFormat(from, rate, 2), newFormat(to, rate, 2)]
        const bytes = encodeFrames(sound, source, null)
        const there = transcodeFrames(bytes, source, target, mulberry32(1))
        const back = encodeFrames(decodeFrames(there, target), source, null)
        const exact = back.every((byte, at) => byte === bytes[at])
        expect([from, to, exact || !fits(source, target)]).toEqual([from, to, true])
      }
    }
  })

  it('knows what does not fit', () => {
    const pairs = [
      ['s16', 's16be', true],
      ['s24', 's16', false],
      ['alaw', 's16', true],
      ['alaw', 'u8', false],
      ['s16', 'alaw', false],
      ['f32', 's24', false],
      ['f32', 'f32be', true],
      ['f64', 'f32', false],
      ['s24', 'f32', true],
      ['s32', 'f32', false],
    ] as const
    for (const [from, to, is] of pairs) expect(fits(newFormat(from, rate, 1), newFormat(to, rate, 1))).toBe(is)
  })

  it('dithers a lossy source to 16 bits: the error is that of triangular noise of one step', () => {
    const source = newFormat('f32', rate, 2)
    const bytes = encodeFrames(sound, source, null)
    const target = newFormat('s16', rate, 2)
    const dithered = decodeFrames(transcodeFrames(bytes, source, target, mulberry32(4)), target)
    let power = 0
    dithered.forEach((channel, i) =>
      channel.forEach((sample, at) => (power += ((sample - (sound[i]?.[at] ?? 0)) * 2 ** 15) ** 2)),
    )
    expect(power / 1000).toBeGreaterThan(0.2)
    expect(power / 1000).toBeLessThan(0.3)
  })
})

it('puts into a FLAC all that it can hold', () => {
  for (const encoding of ENCODINGS) {
    const from = newFormat(encoding, rate, 1)
    const to = flacFormat(from)
    const exact = kindOf(encoding) !== 'float' && !encoding.startsWith('s32')
    expect([encoding, fits(from, to)]).toEqual([encoding, exact])
    expect(to.validBits).toBe(/^(u8|s8|s16|alaw|mulaw)/.test(encoding) ? 16 : 24)
  }
  expect(fits({ ...newFormat('s32', rate, 1), validBits: 24 }, flacFormat(newFormat('s32', rate, 1)))).toBe(true)
})
