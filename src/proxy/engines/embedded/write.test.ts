import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { writeAudio } from './write'

const samples = new Float32Array([0, 0.5, -0.5, 1, -1, 1.5, -2])
const wav = (encoding: 'pcm_s16le' | 'pcm_f32le' | 'pcm_mulaw' | 'pcm_alaw', input = samples) =>
  Buffer.from(writeAudio(input, { container: 'wav', rate: 22_050, encoding, bitRate: null }))

/** ITU-T G.711 expansion of a code, in 16-bit steps. */
function expandMuLaw(code: number): number {
  const plain = ~code & 0xff
  const magnitude = ((((plain & 0x0f) << 3) + 0x84) << ((plain >> 4) & 7)) - 0x84
  return plain & 0x80 ? -magnitude : magnitude
}

function expandALaw(code: number): number {
  const plain = code ^ 0x55
  const exponent = (plain >> 4) & 7
  const step = ((plain & 0x0f) << 4) + 8
  const magnitude = exponent === 0 ? step : (step + 0x100) << (exponent - 1)
  return plain & 0x80 ? magnitude : -magnitude
}

describe('a WAV is honest about itself', () => {
  test('16 bits: the plainest header there is', () => {
    expect(wav('pcm_s16le').toString('hex')).toBe(
      '524946463200000057415645666d7420100000000100010022560000' +
        '44ac00000200100064617461' +
        '0e000000' +
        '0000004000c0ff7f0080ff7f0080',
    )
  })

  test.each([
    ['pcm_f32le', 3, 4],
    ['pcm_mulaw', 7, 1],
    ['pcm_alaw', 6, 1],
  ] as const)('%s: with its tag, its count of frames, and a pad byte where one is due', (encoding, tag, width) => {
    const file = wav(encoding)
    expect(file.readUInt32LE(4)).toBe(file.length - 8)
    expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ')
    expect([file.readUInt32LE(16), file.readUInt16LE(20), file.readUInt16LE(22)]).toEqual([18, tag, 1])
    expect([file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([22_050, 22_050 * width])
    expect([file.readUInt16LE(32), file.readUInt16LE(34), file.readUInt16LE(36)]).toEqual([width, 8 * width, 0])
    expect([file.toString('latin1', 38, 42), file.readUInt32LE(42), file.readUInt32LE(46)]).toEqual(['fact', 4, 7])
    expect([file.toString('latin1', 50, 54), file.readUInt32LE(54)]).toEqual(['data', 7 * width])
    expect(file.length).toBe(58 + 7 * width + ((7 * width) % 2))
  })

  test('raw is the samples and nothing else', () => {
    const raw = writeAudio(samples, { container: 'raw', rate: 8000, encoding: 'pcm_f32le', bitRate: null })
    expect([...new Float32Array(raw.buffer)]).toEqual([0, 0.5, -0.5, 1, -1, 1, -1])
  })
})

const hash = (expand: (code: number) => number) => {
  const table = Int16Array.from({ length: 256 }, (_, code) => expand(code))
  return createHash('sha256').update(new Uint8Array(table.buffer)).digest('hex')
}

describe('G.711', () => {
  // All codes in order through: ffmpeg -f mulaw -ar 8000 -ac 1 -i codes.raw -f s16le - | sha256sum (and -f alaw)
  test('the expansion used here is ffmpeg’s', () => {
    expect(hash(expandMuLaw)).toBe('3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827')
    expect(hash(expandALaw)).toBe('e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174')
  })

  test.each([
    ['pcm_mulaw', expandMuLaw, (code: number) => 4 << ((~code >> 4) & 7), 32_635],
    ['pcm_alaw', expandALaw, (code: number) => 8 << Math.max(0, (((code ^ 0x55) >> 4) & 7) - 1), 32_767],
  ] as const)('%s: every 16-bit sample lies within half a step of its code', (encoding, expand, halfStep, most) => {
    const all = Float32Array.from({ length: 65_536 }, (_, index) => (index - 32_768) / 32_768)
    const codes = writeAudio(all, { container: 'raw', rate: 8000, encoding, bitRate: null })
    const wrong = [...codes].filter((code, index) => {
      const sample = Math.min(most, Math.max(-most, index - 32_768))
      return Math.abs(expand(code) - sample) > halfStep(code)
    })
    expect(wrong).toEqual([])
  })
})
