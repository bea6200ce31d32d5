import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { decodeFrames } from './codec'
import { type AudioFormat, bytesPerSample, type Encoding } from './format'
import { LOUDEST, Unpacker, unpackSamples } from './unpack'

function format(encoding: Encoding): AudioFormat {
  const size = bytesPerSample(encoding)
  return { encoding, rate: sampleRate(48_000), channels: 1, bytesPerFrame: size, validBits: 8 * size }
}

function unpack(bytes: Uint8Array, encoding: Encoding): { samples: Float32Array; bad: number[] } {
  const out = new Float32Array(bytes.length / bytesPerSample(encoding))
  const bad: number[] = []
  unpackSamples(bytes, format(encoding), out, (at) => bad.push(at))
  return { samples: out, bad }
}

describe('unpackSamples', () => {
  it.each(['u8', 's16', 's24', 's32', 's8', 's16be', 's24be', 's32be', 'alaw', 'mulaw'] as const)(
    'decodes %s as the codec does, at any length',
    (encoding) => {
      const random = mulberry32(3)
      for (const length of [0, 1, 2, 3, 4, 5, 7, 1000]) {
        const bytes = Uint8Array.from({ length: length * bytesPerSample(encoding) }, () => random() * 256)
        expect(unpack(bytes, encoding).samples).toEqual(must(decodeFrames(bytes, format(encoding))[0], 'channel'))
      }
    },
  )

  it.each(['f32be', 'f64be'] as const)('holds %s within bounds and reports what is not a number', (encoding) => {
    const size = bytesPerSample(encoding)
    const values = [0.5, Number.NaN, -1.5, Number.POSITIVE_INFINITY, 1e30, -1e300, Number.NEGATIVE_INFINITY, -0]
    const view = new DataView(new ArrayBuffer(values.length * size))
    values.forEach((value, i) => (size === 4 ? view.setFloat32(4 * i, value) : view.setFloat64(8 * i, value)))
    const { samples, bad } = unpack(new Uint8Array(view.buffer), encoding)
    expect([...samples]).toEqual([0.5, 0, -1.5, 0, LOUDEST, size === 4 ? 0 : -LOUDEST, 0, -0])
    expect(bad).toEqual(size === 4 ? [1, 3, 5, 6] : [1, 3, 6])
  })

  it('decodes every 24-bit edge', () => {
    const codes = [0, 1, -1, 0x7fffff, -0x800000, 0x8000, -0x8000, 0xff, -0x100]
    const bytes = Uint8Array.from(codes.flatMap((code) => [code, code >> 8, code >> 16]))
    expect([...unpack(bytes, 's24').samples]).toEqual(codes.map((code) => code / 2 ** 23))
  })

  it.each([
    ['f32', Float32Array],
    ['f64', Float64Array],
  ] as const)('holds %s within bounds and reports what is not a number', (encoding, Floats) => {
    const values = Floats.of(0.5, Number.NaN, -1.5, Number.POSITIVE_INFINITY, 1e30, -1e30, Number.NEGATIVE_INFINITY, -0)
    const { samples, bad } = unpack(new Uint8Array(values.buffer), encoding)
    expect([...samples]).toEqual([0.5, 0, -1.5, 0, LOUDEST, -LOUDEST, 0, -0])
    expect(bad).toEqual([1, 3, 6])
  })
})

describe('Unpacker', () => {
  it('unpacks wherever the bytes stand', () => {
    const buffer = Uint8Array.from({ length: 100 }, (_, i) => i * 37).buffer
    for (const encoding of ['s16', 's24', 's32', 'f64'] as const) {
      const size = bytesPerSample(encoding)
      for (let offset = 0; offset < 9; offset++) {
        const out = new Float32Array(5)
        const bytes = new Uint8Array(buffer, offset, 5 * size)
        expect(new Unpacker(format(encoding), out).unpack(bytes, () => undefined)).toBe(5)
        expect(out).toEqual(unpack(bytes.slice(), encoding).samples)
      }
    }
  })
})
