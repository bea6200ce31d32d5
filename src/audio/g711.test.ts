import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '../testing/corpus'
import { type G711, g711Code, g711Samples } from './g711'

const laws: readonly G711[] = ['alaw', 'mulaw']
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const as16Bit = (samples: Iterable<number>): Uint8Array =>
  new Uint8Array(Int16Array.from(samples, (sample) => sample * 2 ** 15).buffer)

describe('G.711', () => {
  // python3 -c "import audioop, hashlib; print(hashlib.sha256(audioop.alaw2lin(bytes(range(256)), 2)).hexdigest())"
  it.each([
    ['alaw', 'e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174'],
    ['mulaw', '3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827'],
  ] as const)('decodes every %s code as an independent table does', (law, hash) => {
    expect(sha256(as16Bit(g711Samples(law)))).toBe(hash)
  })

  it.each(laws)('gives every %s code back', (law) => {
    const codes = Array.from(g711Samples(law), (sample) => g711Code(law, sample))
    expect(codes).toEqual(Array.from({ length: 256 }, (_, code) => code))
  })

  it.each(laws)('gives any sample a code no farther than half a step of its segment: %s', (law) => {
    const table = g711Samples(law)
    let worst = 0
    for (let level = -32_124; level <= 32_124; level++) {
      const coded = table[g711Code(law, level / 2 ** 15)] ?? 0
      const step = Math.max(16, 2 ** (Math.floor(Math.log2(Math.abs(level) + 132)) - 3))
      worst = Math.max(worst, Math.abs(coded * 2 ** 15 - level) / step)
    }
    expect(worst).toBeLessThanOrEqual(0.5)
  })

  it.each(laws)('clips and writes silence for what is no number: %s', (law) => {
    const loudest = Math.max(...g711Samples(law))
    for (const over of [1, 1.5, 1e30, Infinity]) {
      expect(g711Samples(law)[g711Code(law, over)]).toBe(loudest)
      expect(g711Samples(law)[g711Code(law, -over)]).toBe(-loudest)
    }
    expect(Math.abs(g711Samples(law)[g711Code(law, Number.NaN)] ?? 1)).toBeLessThan(2 ** -11)
  })

  const folder = corpus()
  it.skipIf(folder === null).each([
    ['alaw', '78595c6db2bb03dda8bfd8f3ab1e1ec7e25fe97d6c083705727b617b879fd73f'],
    ['mulaw', 'a9656ad69590613c53ec506689cadc0fc55a644be7951fabcde349098e6e7b33'],
  ] as const)('decodes a %s recording to the samples that ffmpeg hears', (law, hash) => {
    const file = readFileSync(join(folder ?? '', `zoo/g711_${law}_mono_8000.wav`))
    const codes = file.subarray(file.indexOf('data') + 8)
    expect(sha256(as16Bit(Array.from(codes, (code) => g711Samples(law)[code] ?? 0)))).toBe(hash)
  })
})
