import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import { SparseSource } from '../../testing/wav'
import type { Encoding } from '../format'
import { memorySource } from '../source'
import { readFormatChunk } from './formatChunk'
import { longWavHeader, newFormat, wavFile, wavHeader } from './header'
import { readWavLayout } from './layout'
import { viewOf } from './littleEndian'

const encodings: readonly Encoding[] = ['u8', 's16', 's24', 's32', 'f32', 'f64', 'alaw', 'mulaw']
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

  it('refuses encodings that WAV has not', () => {
    for (const encoding of ['s8', 's16be', 'f64be'] as const) {
      expect(() => wavHeader(newFormat(encoding, rate, 1), 1)).toThrow('no encoding')
    }
  })

  it('refuses what 32 bits cannot say', () => {
    expect(() => wavHeader(newFormat('s16', rate, 1), 2 ** 31)).toThrow('bytes of samples')
  })
})

describe('longWavHeader', () => {
  it('is as long for any length and reads back with nothing to repair, past 4 GB, too', async () => {
    for (const encoding of encodings) {
      for (const count of [1, 3, 2 ** 32, 2 ** 33 + 1]) {
        const format = newFormat(encoding, rate, 1)
        const header = longWavHeader(format, count)
        expect(header.length).toBe(longWavHeader(format, 0).length)
        const bytes = count * format.bytesPerFrame
        const source = new SparseSource(header.length + bytes + (bytes % 2), [{ at: 0, bytes: header }])
        const layout = await readWavLayout(source)
        expect(layout).toMatchObject({ format, frames: count, notes: [], dataStart: header.length })
        expect(layout.container).toBe(count > 4 ? 'RF64' : 'RIFF')
      }
    }
  })
})

describe('wavFile', () => {
  it('pads odd samples and dithers only when asked to', () => {
    const pcm = { rate, channels: [Float32Array.of(0.5, -0.5, 0.25)] }
    expect([...wavFile(pcm, 'u8', null).subarray(44)]).toEqual([192, 64, 160, 0])
    expect(wavFile(pcm, 's16', mulberry32(1))).not.toEqual(wavFile(pcm, 's16', null))
  })
})
