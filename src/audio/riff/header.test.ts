import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import type { Encoding } from '../format'
import { memorySource } from '../source'
import { readFormatChunk } from './formatChunk'
import { newFormat, wavFile, wavHeader } from './header'
import { readWavLayout } from './layout'
import { viewOf } from './littleEndian'

const encodings: readonly Encoding[] = ['u8', 's16', 's24', 's32', 'f32', 'f64']
const rate = sampleRate(44_100)

const tag = (header: Uint8Array): number => viewOf(header).getUint16(20, true)

describe('wavHeader', () => {
  it('reads back as the format it was made for, with nothing to repair', async () => {
    for (const encoding of encodings) {
      for (let channels = 1; channels <= 8; channels++) {
        const pcm = { rate, channels: Array.from({ length: channels }, () => new Float32Array(3)) }
        const layout = await readWavLayout(memorySource(wavFile(pcm, encoding, null)))
        expect(layout).toMatchObject({ format: newFormat(encoding, rate, channels), frames: 3, notes: [] })
      }
    }
  })

  it('is the classic 44 bytes for 16 bits in one or two channels', () => {
    expect(wavHeader(newFormat('s16', rate, 2), 1).length).toBe(44)
  })

  it('is extensible above two channels, above 16 bits and with unused bits', () => {
    expect(tag(wavHeader(newFormat('u8', rate, 2), 1))).toBe(1)
    expect(tag(wavHeader(newFormat('s24', rate, 1), 1))).toBe(0xfffe)
    expect(tag(wavHeader(newFormat('s16', rate, 3), 1))).toBe(0xfffe)
    expect(tag(wavHeader({ ...newFormat('s16', rate, 1), validBits: 12 }, 1))).toBe(0xfffe)
    expect(tag(wavHeader(newFormat('f32', rate, 2), 1))).toBe(3)
    expect(tag(wavHeader(newFormat('f32', rate, 6), 1))).toBe(0xfffe)
    const valid20 = wavHeader({ ...newFormat('s24', rate, 1), validBits: 20 }, 1)
    expect(readFormatChunk(valid20.subarray(20, 60)).format.validBits).toBe(20)
  })

  it('refuses what 32 bits cannot say', () => {
    expect(() => wavHeader(newFormat('s16', rate, 1), 2 ** 31)).toThrow('bytes of samples')
  })
})

describe('wavFile', () => {
  it('pads odd samples and dithers only when asked to', () => {
    const pcm = { rate, channels: [Float32Array.of(0.5, -0.5, 0.25)] }
    expect([...wavFile(pcm, 'u8', null).subarray(44)]).toEqual([192, 64, 160, 0])
    expect(wavFile(pcm, 's16', mulberry32(1))).not.toEqual(wavFile(pcm, 's16', null))
  })
})
