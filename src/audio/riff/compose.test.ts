import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../../base/random'
import { frames } from '../../base/units'
import {
  ascii,
  assemble,
  chunk,
  extension,
  formatChunk,
  joinBytes,
  riff,
  SparseSource,
  u32,
  u64,
} from '../../testing/wav'
import { memorySource } from '../source'
import { composeWav } from './compose'
import { readWavLayout, type WavLayout } from './layout'
import { viewOf } from './littleEndian'

const fmt = formatChunk()
const samples = Uint8Array.from({ length: 200 }, (_, i) => (i * 37 + 131) & 255)
const data = chunk('data', samples)
const info = chunk('LIST', ascii('INFOISFT\x04\0\0\0abc\0'))

/** The file that comes out with `newSamples` in place of all samples, or with the ones there are. */
async function composed(
  bytes: Uint8Array,
  newSamples?: Uint8Array,
): Promise<{ layout: WavLayout; output: Uint8Array }> {
  const source = memorySource(bytes)
  const layout = await readWavLayout(source)
  const { bytesPerFrame } = layout.format
  const own = bytes.subarray(layout.dataStart, layout.dataStart + layout.frames * bytesPerFrame)
  const used = newSamples ?? own
  const frame = composeWav(layout, frames(used.length / bytesPerFrame))
  const output = await assemble(frame, source, used)
  expect(output.length).toBe(frame.size)
  return { layout, output }
}

function ds64(riffSize: number, dataSize: number, count: number, rest = u32(0)): Uint8Array {
  return chunk('ds64', joinBytes(u64(riffSize), u64(dataSize), u64(count), rest))
}

describe('an unchanged length', () => {
  const open = chunk('data', samples, { size: 0xffffffff })
  const right: readonly [string, Uint8Array][] = [
    ['plain', riff([fmt, data])],
    [
      'chunks all around',
      riff([
        chunk('JUNK', new Uint8Array(28)),
        chunk('bext', new Uint8Array(602)),
        fmt,
        info,
        data,
        info,
        chunk('cue ', u32(0)),
      ]),
    ],
    [
      'odd chunks, one with a pad byte of 7',
      riff([
        chunk('abcd', Uint8Array.of(1, 2, 3)),
        fmt,
        data,
        joinBytes(chunk('efgh', Uint8Array.of(5), { pad: false }), Uint8Array.of(7)),
      ]),
    ],
    ['odd data', riff([formatChunk({ bits: 8 }), chunk('data', samples.subarray(1)), info])],
    [
      'extensible',
      riff([
        formatChunk({ tag: 0xfffe, bits: 24, extra: extension(1, 20, 4) }),
        chunk('data', samples.subarray(0, 198)),
      ]),
    ],
    [
      'float with fact',
      riff([formatChunk({ tag: 3, bits: 32, extra: new Uint8Array(2) }), chunk('fact', u32(50)), data]),
    ],
    ['RF64', riff([ds64(4 + 36 + 24 + 208, 200, 100), fmt, open], { id: 'RF64', size: 0xffffffff })],
    [
      'BW64 with open frame count and a table',
      riff([ds64(4 + 48 + 24 + 208, 200, 0, joinBytes(u32(1), ascii('axml'), u64(2 ** 33))), fmt, open], {
        id: 'BW64',
        size: 0xffffffff,
      }),
    ],
  ]
  it.each(right)('gives a right file back byte for byte: %s (T4)', async (_, bytes) => {
    const { layout, output } = await composed(bytes)
    expect(layout.notes).toEqual([])
    expect(output).toEqual(bytes)
  })

  const wrong: readonly [string, Uint8Array, Uint8Array][] = [
    ['streamed', riff([fmt, chunk('data', samples, { size: 0 })], { size: 0 }), riff([fmt, data])],
    [
      'open sizes',
      riff([fmt, chunk('fact', u32(0xffffffff)), open], { size: 0xffffffff }),
      riff([fmt, chunk('fact', u32(100)), data]),
    ],
    ['cut', riff([fmt, data]).subarray(0, 144), riff([fmt, chunk('data', samples.subarray(0, 100))])],
    ['trailing bytes', joinBytes(riff([fmt, data]), samples), riff([fmt, data])],
    ['RIFF size too small', riff([fmt, data, info], { size: 36 }), riff([fmt, data, info])],
    [
      'a frame that is not whole',
      riff([fmt, chunk('data', samples.subarray(0, 199)), info]),
      riff([fmt, chunk('data', samples.subarray(0, 198)), info]),
    ],
    [
      'pad bytes left out',
      riff([
        chunk('abcd', ascii('xyz'), { pad: false }),
        formatChunk({ bits: 8 }),
        chunk('data', samples.subarray(1), { pad: false }),
        info,
      ]),
      riff([chunk('abcd', ascii('xyz')), formatChunk({ bits: 8 }), chunk('data', samples.subarray(1)), info]),
    ],
    [
      'block align',
      riff([formatChunk({ channels: 2, blockAlign: 2 }), data]),
      riff([formatChunk({ channels: 2 }), data]),
    ],
    [
      'data before fmt',
      riff([info, data, chunk('abcd', u32(1)), fmt, info]),
      riff([info, fmt, data, chunk('abcd', u32(1)), info]),
    ],
    ['two data and two fmt chunks', riff([fmt, data, data, info, fmt]), riff([fmt, data, info])],
    [
      'a cut chunk behind the samples',
      riff([fmt, data, chunk('id3 ', samples)]).subarray(0, 44 + 200 + 8 + 33),
      riff([fmt, data, chunk('id3 ', samples.subarray(0, 33))]),
    ],
    [
      'RF64 without ds64',
      riff([fmt, open], { id: 'RF64', size: 0xffffffff }),
      riff([ds64(4 + 36 + 24 + 208, 200, 100), fmt, open], { id: 'RF64', size: 0xffffffff }),
    ],
    [
      'RF64 with a late ds64',
      riff([fmt, ds64(0, 200, 100), open], { id: 'RF64', size: 0xffffffff }),
      riff([ds64(4 + 36 + 24 + 208, 200, 100), fmt, open], { id: 'RF64', size: 0xffffffff }),
    ],
    [
      'RF64 with a short ds64',
      riff([chunk('ds64', new Uint8Array(10)), fmt, open], { id: 'RF64', size: 0xffffffff }),
      riff([ds64(4 + 36 + 24 + 208, 200, 100), fmt, open], { id: 'RF64', size: 0xffffffff }),
    ],
  ]
  it.each(wrong)('makes a wrong file right: %s', async (_, bytes, expected) => {
    const { layout, output } = await composed(bytes)
    expect(layout.notes).not.toEqual([])
    expect(output).toEqual(expected)
    expect((await composed(output)).layout.notes).toEqual([])
  })
})

describe('a changed length', () => {
  it('changes sizes, fact and pad byte, and nothing else', async () => {
    const u8 = formatChunk({ bits: 8 })
    const around = (body: Uint8Array): Uint8Array =>
      riff([chunk('abcd', Uint8Array.of(1)), u8, chunk('fact', u32(body.length)), chunk('data', body), info])
    for (const length of [0, 1, 2, 199, 200, 201, 1000]) {
      const body = Uint8Array.from({ length }, (_, i) => i & 255)
      expect((await composed(around(samples), body)).output).toEqual(around(body))
      expect((await composed(around(samples.subarray(1)), body)).output).toEqual(around(body))
    }
  })

  it('holds for any arrangement of chunks: what is composed reads back, in order and byte for byte', async () => {
    const random = mulberry32(2024)
    const pick = (count: number): number => Math.floor(random() * count)
    for (let seed = 0; seed < 200; seed++) {
      const others = Array.from({ length: pick(6) }, () =>
        chunk(
          ['abcd', 'LIST', 'bext', 'JUNK'][pick(4)] ?? '',
          Uint8Array.from({ length: pick(70) }, () => pick(256)),
        ),
      )
      const at = pick(others.length + 1)
      const bits = [8, 16, 24, 32][pick(4)] ?? 8
      const channels = 1 + pick(8)
      const format = formatChunk({ bits, channels })
      const body = (count: number): Uint8Array =>
        Uint8Array.from({ length: (count * channels * bits) / 8 }, () => pick(256))
      const file = (body: Uint8Array): Uint8Array =>
        riff([
          ...others.slice(0, at),
          format,
          ...others.slice(at, at + 1),
          chunk('data', body),
          ...others.slice(at + 1),
        ])
      const source = file(body(1 + pick(20)))
      expect((await composed(source)).output).toEqual(source)
      const changed = body(1 + pick(20))
      expect((await composed(source, changed)).output).toEqual(file(changed))
    }
  })
})

describe('past 4 GB', () => {
  const frames3G = frames(3 * 2 ** 30)
  const dataBytes = 6 * 2 ** 30

  async function head(bytes: Uint8Array): Promise<{ text: string; view: DataView; size: number; bytes: Uint8Array }> {
    const source = memorySource(bytes)
    const frame = composeWav(await readWavLayout(source), frames3G)
    const output = await assemble(frame, source, new Uint8Array(0))
    expect(frame.size).toBe(output.length + dataBytes)
    return { text: String.fromCharCode(...output), view: viewOf(output), size: frame.size, bytes: output }
  }

  it('becomes RF64 with a ds64 in front', async () => {
    const { text, view, size } = await head(riff([fmt, chunk('fact', u32(100)), data, info]))
    expect(text.slice(0, 4) + text.slice(8, 16)).toBe('RF64WAVEds64')
    expect(view.getUint32(4, true)).toBe(0xffffffff)
    expect(view.getUint32(16, true)).toBe(28)
    expect(view.getBigUint64(20, true)).toBe(BigInt(size - 8))
    expect(view.getBigUint64(28, true)).toBe(BigInt(dataBytes))
    expect(view.getBigUint64(36, true)).toBe(BigInt(frames3G))
    expect(view.getUint32(44, true)).toBe(0)
    expect(text.slice(48, 52)).toBe('fmt ')
    expect(view.getUint32(text.indexOf('data') + 4, true)).toBe(0xffffffff)
    expect(view.getUint32(text.indexOf('fact') + 8, true)).toBe(frames3G)
  })

  it('uses the room of a leading JUNK chunk and leaves everything behind it where it was', async () => {
    for (const room of [28, 36, 37, 92, 93]) {
      const junk = chunk(
        'JUNK',
        Uint8Array.from({ length: room }, (_, i) => i),
      )
      const source = riff([junk, fmt, data])
      const { text, bytes } = await head(source)
      expect(bytes.length).toBe(source.length - 200)
      expect(text.indexOf('fmt ')).toBe(12 + junk.length)
      expect(text.includes('JUNK')).toBe(room > 28)
    }
    for (const room of [27, 30, 35]) {
      const { text } = await head(riff([chunk('JUNK', new Uint8Array(room)), fmt, data]))
      expect(text.slice(12, 16)).toBe('ds64')
      expect(text.includes('JUNK')).toBe(room < 28)
    }
  })

  it('turns at the first size that 32 bits cannot say', async () => {
    const layout = await readWavLayout(memorySource(riff([formatChunk({ bits: 8 }), chunk('data', samples)])))
    const most = 0xfffffffe - 36
    expect(composeWav(layout, frames(most)).size).toBe(44 + most)
    expect(composeWav(layout, frames(most + 1)).size).toBe(44 + 36 + most + 2)
  })

  it('keeps RF64 and BW64 what they are when they get short', async () => {
    for (const id of ['RF64', 'BW64']) {
      const long = riff(
        [ds64(72 + dataBytes, dataBytes, frames3G), fmt, chunk('data', new Uint8Array(0), { size: 0xffffffff })],
        { id, size: 0xffffffff },
      )
      const source = new SparseSource(long.length + dataBytes, [{ at: 0, bytes: long }])
      const output = await assemble(composeWav(await readWavLayout(source), frames(100)), source, samples)
      expect(output).toEqual(
        riff([ds64(272, 200, 100), fmt, chunk('data', samples, { size: 0xffffffff })], { id, size: 0xffffffff }),
      )
    }
  })

  it('gives a 5 GB file back by ranges', async () => {
    const long = riff(
      [
        ds64(72 + dataBytes + info.length, dataBytes, frames3G),
        fmt,
        chunk('data', new Uint8Array(0), { size: 0xffffffff }),
      ],
      { id: 'RF64', size: 0xffffffff },
    )
    const source = new SparseSource(long.length + dataBytes + info.length, [
      { at: 0, bytes: long },
      { at: long.length + dataBytes, bytes: info },
    ])
    const layout = await readWavLayout(source)
    expect(layout.notes).toEqual([])
    const frame = composeWav(layout, layout.frames)
    expect(frame.size).toBe(source.size)
    expect(await assemble(frame, source, new Uint8Array(0))).toEqual(joinBytes(long, info))
  })
})
