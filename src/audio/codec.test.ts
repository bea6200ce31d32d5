import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { decodeFrames, encodeFrames } from './codec'
import { type AudioFormat, bytesPerSample, ENCODINGS, type Encoding, kindOf } from './format'

function formatOf(encoding: Encoding, channels = 1, validBits = 8 * bytesPerSample(encoding)): AudioFormat {
  return { encoding, rate: sampleRate(48_000), channels, bytesPerFrame: channels * bytesPerSample(encoding), validBits }
}

function roundTrip(bytes: Uint8Array, format: AudioFormat): Uint8Array {
  return encodeFrames(decodeFrames(bytes, format), format, null)
}

const usual = (encoding: Encoding): Encoding =>
  must(
    ENCODINGS.find((known) => `${known}be` === encoding),
    encoding,
  )

/** One sample as a number, written with DataView alone. */
function slowSample(bytes: Uint8Array, at: number, encoding: Encoding): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (encoding.endsWith('be')) {
    const size = bytesPerSample(encoding)
    return slowSample(bytes.slice(at, at + size).reverse(), 0, usual(encoding))
  }
  if (encoding === 's8') return view.getInt8(at) / 128
  if (encoding === 'u8') return (view.getUint8(at) - 128) / 128
  if (encoding === 's16') return view.getInt16(at, true) / 32_768
  if (encoding === 's24') return (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 8_388_608
  if (encoding === 's32') return view.getInt32(at, true) / 2_147_483_648
  return encoding === 'f32' ? view.getFloat32(at, true) : view.getFloat64(at, true)
}

function randomBytes(random: () => number, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}

const encodings = ENCODINGS.filter((encoding) => kindOf(encoding) !== 'companded')

describe('decodeFrames', () => {
  it('says the same as a slow reading of every sample, at every alignment, for 1 to 8 channels', () => {
    const random = mulberry32(1)
    for (const encoding of encodings) {
      for (let channels = 1; channels <= 8; channels++) {
        const format = formatOf(encoding, channels)
        const room = randomBytes(random, 9 * format.bytesPerFrame + 8)
        const bytes = room.subarray(channels, channels + 9 * format.bytesPerFrame)
        const decoded = decodeFrames(bytes, format)
        expect(decoded.length).toBe(channels)
        for (let frame = 0; frame < 9; frame++) {
          for (let channel = 0; channel < channels; channel++) {
            const at = frame * format.bytesPerFrame + channel * bytesPerSample(encoding)
            const slow = slowSample(bytes, at, encoding)
            const limited =
              encoding.startsWith('f64') && Number.isFinite(slow)
                ? Math.min(Math.max(slow, -3.4028234663852886e38), 3.4028234663852886e38)
                : slow
            expect(decoded[channel]?.[frame]).toEqual(Math.fround(limited))
          }
        }
      }
    }
  })

  it('refuses bytes that are not whole frames', () => {
    expect(() => decodeFrames(new Uint8Array(5), formatOf('s16', 2))).toThrow('not whole frames')
  })

  it('keeps finite 64-bit floats finite and the others what they are', () => {
    const bytes = new Uint8Array(Float64Array.of(1e300, -1e300, Number.POSITIVE_INFINITY, Number.NaN, 1e-320).buffer)
    const [samples] = decodeFrames(bytes, formatOf('f64'))
    expect([...(samples ?? [])]).toEqual([3.4028234663852886e38, -3.4028234663852886e38, Infinity, Number.NaN, 0])
  })
})

describe('decode, then encode without dither', () => {
  it('gives back every 16-bit code', () => {
    const bytes = new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, code) => code).buffer)
    expect(roundTrip(bytes, formatOf('s16'))).toEqual(bytes)
    expect(roundTrip(bytes, formatOf('s16', 2))).toEqual(bytes)
  })

  it('gives back every 8-bit code', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, code) => code)
    expect(roundTrip(bytes, formatOf('u8'))).toEqual(bytes)
  })

  it('gives back 24-bit codes at both ends, about zero and at random', () => {
    const edges = [
      0, 1, 2, 127, 128, 255, 256, 65_535, 65_536, 0x7ffffe, 0x7fffff, 0x800000, 0x800001, 0xfffffe, 0xffffff,
    ]
    const random = mulberry32(24)
    const codes = [...edges, ...Array.from({ length: 30_000 }, () => Math.floor(random() * 2 ** 24))]
    const bytes = Uint8Array.from(codes.flatMap((code) => [code & 255, (code >> 8) & 255, code >> 16]))
    expect(roundTrip(bytes, formatOf('s24'))).toEqual(bytes)
    expect(roundTrip(bytes, formatOf('s24', 3))).toEqual(bytes)
  })

  it('gives back the bits of finite 32-bit floats: zeros, denormals, over full scale, the largest', () => {
    const random = mulberry32(32)
    const edges = [
      0, 0x80000000, 1, 0x80000001, 0x007fffff, 0x00800000, 0x3f800000, 0xbf800000, 0x40400000, 0x7f7fffff, 0xff7fffff,
    ]
    const patterns = [...edges, ...Array.from({ length: 30_000 }, () => Math.floor(random() * 2 ** 32))].map(
      (pattern) => ((pattern & 0x7f800000) === 0x7f800000 ? pattern & 0x807fffff : pattern),
    )
    const bytes = new Uint8Array(Uint32Array.from(patterns).buffer)
    expect(roundTrip(bytes, formatOf('f32'))).toEqual(bytes)
    expect(roundTrip(bytes.subarray(0, 8 * 1000), formatOf('f32', 2))).toEqual(bytes.subarray(0, 8 * 1000))
  })

  it('gives back 32-bit integers and 64-bit floats to 24 bits', () => {
    const random = mulberry32(64)
    const codes = Int32Array.from({ length: 10_000 }, () => Math.floor(random() * 2 ** 32) - 2 ** 31)
    const back = new Int32Array(roundTrip(new Uint8Array(codes.buffer), formatOf('s32')).buffer)
    back.forEach((code, i) => expect(Math.abs(code - (codes[i] ?? 0))).toBeLessThanOrEqual(64))
    const top = Int32Array.from(codes, (code) => code & ~0xff)
    expect(roundTrip(new Uint8Array(top.buffer), formatOf('s32'))).toEqual(new Uint8Array(top.buffer))
    const floats = Float64Array.from({ length: 1000 }, () => Math.fround(random() * 4 - 2))
    expect(roundTrip(new Uint8Array(floats.buffer), formatOf('f64'))).toEqual(new Uint8Array(floats.buffer))
  })

  it('gives back codes whose valid bits stand at the top of the box', () => {
    const codes = Int16Array.from({ length: 4096 }, (_, code) => code << 4)
    expect(roundTrip(new Uint8Array(codes.buffer), formatOf('s16', 1, 12))).toEqual(new Uint8Array(codes.buffer))
  })
})

const swapped = (bytes: Uint8Array, size: number): Uint8Array =>
  bytes.map((_, at) => bytes[at - (at % size) + size - 1 - (at % size)] ?? 0)

describe('rare encodings', () => {
  it.each(['s16be', 's24be', 's32be', 'f32be', 'f64be'] as const)('%s is its counterpart byte by byte', (encoding) => {
    const random = mulberry32(11)
    const samples = [0, 1].map(() => Float32Array.from({ length: 999 }, () => random() * 2.4 - 1.2))
    for (const dither of [null, 5]) {
      const source = (): (() => number) | null => (dither === null ? null : mulberry32(dither))
      const bytes = encodeFrames(samples, formatOf(encoding, 2), source())
      const other = encodeFrames(samples, formatOf(usual(encoding), 2), source())
      expect(swapped(bytes, bytesPerSample(encoding))).toEqual(other)
    }
  })

  it('gives back every 8-bit code of s8 and of G.711, in any number of channels', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, code) => code)
    for (const encoding of ['s8', 'alaw', 'mulaw'] as const) {
      for (const channels of [1, 2, 4]) expect(roundTrip(bytes, formatOf(encoding, channels))).toEqual(bytes)
    }
  })

  it('never dithers G.711', () => {
    const samples = [Float32Array.from({ length: 500 }, (_, i) => Math.sin(i))]
    const plain = encodeFrames(samples, formatOf('alaw'), null)
    expect(encodeFrames(samples, formatOf('alaw'), mulberry32(1))).toEqual(plain)
  })
})

describe('encodeFrames', () => {
  const loud = [Float32Array.of(1, 1.5, 1e30, Infinity, -1, -1.5, -1e30, -Infinity, Number.NaN, -0)]

  it('clips integers, never wraps, and writes NaN as silence', () => {
    expect([...encodeFrames(loud, formatOf('u8'), null)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0, 128, 128])
    const s16 = new Int16Array(encodeFrames(loud, formatOf('s16'), null).buffer)
    expect([...s16]).toEqual([32_767, 32_767, 32_767, 32_767, -32_768, -32_768, -32_768, -32_768, 0, 0])
    const s32 = new Int32Array(encodeFrames(loud, formatOf('s32'), null).buffer)
    expect([...s32.subarray(3, 9)]).toEqual([2 ** 31 - 1, -(2 ** 31), -(2 ** 31), -(2 ** 31), -(2 ** 31), 0])
    const dithered = new Int16Array(encodeFrames(loud, formatOf('s16'), mulberry32(7)).buffer)
    for (const code of dithered.subarray(1, 4)) expect(code).toBe(32_767)
    for (const code of dithered.subarray(5, 8)) expect(code).toBe(-32_768)
    expect(dithered[8]).toBe(0)
  })

  it('keeps floats over full scale, writes infinities as full scale and NaN as silence', () => {
    const f32 = new Float32Array(encodeFrames(loud, formatOf('f32'), mulberry32(7)).buffer)
    expect([...f32]).toEqual([1, 1.5, Math.fround(1e30), 1, -1, -1.5, -Math.fround(1e30), -1, 0, -0])
  })

  it('rounds to the nearest step of the valid bits and leaves the bits below zero', () => {
    const random = mulberry32(20)
    const samples = Float32Array.from({ length: 5000 }, () => random() * 2 - 1)
    const bytes = encodeFrames([samples], formatOf('s24', 1, 20), null)
    for (let i = 0; i < samples.length; i++) {
      expect((bytes[3 * i] ?? 0) & 15).toBe(0)
      const error = slowSample(bytes, 3 * i, 's24') - (samples[i] ?? 0)
      expect(Math.abs(error)).toBeLessThanOrEqual(0.5 / 2 ** 19)
    }
  })

  it('dithers with triangular noise of one step: unbiased, error power 1/4 step², free of the signal', () => {
    for (const level of [0, 0.25, 0.5, -0.4]) {
      const length = 40_000
      const samples = new Float32Array(length).fill(level / 32_768)
      const codes = new Int16Array(encodeFrames([samples], formatOf('s16'), mulberry32(99)).buffer)
      let sum = 0
      let power = 0
      let farthest = 0
      for (const code of codes) {
        farthest = Math.max(farthest, Math.abs(code - level))
        sum += code - level
        power += (code - level) ** 2
      }
      expect(farthest).toBeLessThanOrEqual(1.5)
      expect(Math.abs(sum / length)).toBeLessThan(0.01)
      expect(power / length).toBeGreaterThan(0.24)
      expect(power / length).toBeLessThan(0.26)
    }
  })

  it('refuses channels that do not fit the format', () => {
    expect(() => encodeFrames([new Float32Array(2)], formatOf('s16', 2), null)).toThrow('1 channels')
    expect(() => encodeFrames([new Float32Array(2), new Float32Array(3)], formatOf('s16', 2), null)).toThrow(
      'different length',
    )
  })
})
