import { describe, expect, it } from 'vitest'
import { extension, type FormatFields, formatChunk, joinBytes } from '../../testing/wav'
import { RecordingError } from './errors'
import { readFormatChunk } from './formatChunk'

function read(fields: FormatFields): ReturnType<typeof readFormatChunk> {
  return readFormatChunk(formatChunk(fields).subarray(8))
}

function refusal(fields: FormatFields): RecordingError {
  try {
    read(fields)
  } catch (error) {
    if (error instanceof RecordingError) return error
  }
  throw new Error('not refused')
}

describe('readFormatChunk', () => {
  it('reads plain integers and floats of 1 to 8 channels', () => {
    const kinds = [
      [1, 8, 'u8'],
      [1, 16, 's16'],
      [1, 24, 's24'],
      [1, 32, 's32'],
      [3, 32, 'f32'],
      [3, 64, 'f64'],
      [6, 8, 'alaw'],
      [7, 8, 'mulaw'],
    ] as const
    for (const [tag, bits, encoding] of kinds) {
      for (let channels = 1; channels <= 8; channels++) {
        const format = { encoding, rate: 44_100, channels, bytesPerFrame: (channels * bits) / 8, validBits: bits }
        expect(read({ tag, bits, channels, rate: 44_100 })).toEqual({ format, consistent: true })
      }
    }
  })

  it('reads extensible formats and keeps their valid bits', () => {
    expect(read({ tag: 0xfffe, bits: 24, extra: extension(1, 20) }).format).toMatchObject({
      encoding: 's24',
      validBits: 20,
    })
    expect(read({ tag: 0xfffe, bits: 32, extra: extension(3, 32) }).format).toMatchObject({
      encoding: 'f32',
      validBits: 32,
    })
    expect(read({ tag: 0xfffe, bits: 32, extra: extension(1, 24) }).format).toMatchObject({
      encoding: 's32',
      validBits: 24,
    })
  })

  it('takes the whole box when the valid bits are nonsense', () => {
    for (const valid of [0, 1, 7, 17, 255]) {
      expect(read({ tag: 0xfffe, bits: 16, extra: extension(1, valid) }).format.validBits).toBe(16)
    }
  })

  it('reads ambisonic files, which have a GUID of their own', () => {
    const guid = Uint8Array.of(1, 0, 0, 0, 0x21, 0x07, 0xd3, 0x11, 0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0)
    const extra = joinBytes(Uint8Array.of(22, 0, 16, 0, 0, 0, 0, 0), guid)
    expect(read({ tag: 0xfffe, channels: 4, extra }).format).toMatchObject({ encoding: 's16', channels: 4 })
  })

  it('puts odd bit counts at the top of the next box', () => {
    expect(read({ bits: 12 }).format).toMatchObject({ encoding: 's16', validBits: 12, bytesPerFrame: 2 })
    expect(read({ bits: 20 }).format).toMatchObject({ encoding: 's24', validBits: 20, bytesPerFrame: 3 })
  })

  it('trusts channels and bits over a wrong block align or byte rate, and says so', () => {
    expect(read({ channels: 2, blockAlign: 2 })).toMatchObject({ format: { bytesPerFrame: 4 }, consistent: false })
    expect(read({ byteRate: 17 })).toMatchObject({ format: { bytesPerFrame: 2 }, consistent: false })
    expect(read({ blockAlign: 0 })).toMatchObject({ consistent: false })
  })

  it('refuses boxes larger than their samples, whose sides nobody can tell', () => {
    expect(refusal({ bits: 24, blockAlign: 4 })).toMatchObject({ code: 'unsupported-encoding' })
  })

  it('refuses rates and channel counts out of range', () => {
    for (const rate of [0, 999, 768_001, 0xffffffff])
      expect(refusal({ rate })).toMatchObject({ code: 'bad-format', message: expect.stringContaining(`${rate} Hz`) })
    for (const channels of [0, 9, 65_535]) expect(refusal({ channels })).toMatchObject({ code: 'bad-format' })
    expect(refusal({ bits: 0 })).toMatchObject({ code: 'bad-format' })
    expect(() => readFormatChunk(new Uint8Array(14))).toThrow('14 bytes')
    expect(refusal({ tag: 0xfffe })).toMatchObject({ code: 'bad-format' })
    expect(read({ rate: 1000 }).format.rate).toBe(1000)
    expect(read({ rate: 768_000 }).format.rate).toBe(768_000)
  })

  it('names the codec of compressed audio and the way out', () => {
    const codecs = [
      [0x55, 'MP3'],
      [0x11, 'IMA ADPCM'],
      [0x31, 'GSM 6.10'],
    ] as const
    for (const [tag, name] of codecs) {
      const error = refusal({ tag })
      expect(error.code).toBe('compressed-audio')
      expect(error.message).toContain(name)
      expect(error.message).toContain('ffmpeg -i in.wav -c:a pcm_s16le out.wav')
    }
  })

  it('refuses encodings it does not know instead of playing noise', () => {
    expect(refusal({ tag: 0x1234 })).toMatchObject({
      code: 'unsupported-encoding',
      message: expect.stringContaining('0x1234'),
    })
    expect(refusal({ bits: 4 }).code).toBe('unsupported-encoding')
    expect(refusal({ bits: 64 }).code).toBe('unsupported-encoding')
    expect(refusal({ tag: 3, bits: 16 }).code).toBe('unsupported-encoding')
    expect(refusal({ tag: 6, bits: 16 }).code).toBe('unsupported-encoding')
    expect(refusal({ tag: 7, bits: 0 }).code).toBe('unsupported-encoding')
    expect(refusal({ tag: 0xfffe, extra: joinBytes(extension(1, 16).subarray(0, 20), new Uint8Array(4)) }).code).toBe(
      'unsupported-encoding',
    )
  })
})
