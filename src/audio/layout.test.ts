import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { frames, type SampleRate, sampleRate } from '../base/units'
import { ascii, assemble, formatChunk, joinBytes, SparseSource, u32, u64 } from '../testing/wav'
import { composeFile, type FileLayout, fileType, readLayout } from './layout'
import { RecordingError } from './riff/errors'
import { type ByteSource, memorySource } from './source'
import { chunkGuid, riffTail } from './w64/guids'

const samples = Uint8Array.from({ length: 200 }, (_, i) => (i * 37 + 131) & 255)

const padTo = (bytes: Uint8Array, align: number): Uint8Array =>
  joinBytes(bytes, new Uint8Array((align - (bytes.length % align)) % align))

/** A W64 chunk with its padding. */
const w64Chunk = (id: string, body: Uint8Array, size = body.length + 24): Uint8Array =>
  padTo(joinBytes(chunkGuid(id), u64(size), body), 8)

const w64 = (chunks: readonly Uint8Array[], size?: number): Uint8Array => {
  const body = joinBytes(chunkGuid('wave'), ...chunks)
  return joinBytes(ascii(`riff${riffTail}`), u64(size ?? body.length + 24), body)
}

const be = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * (bytes - 1 - i))))

const aiffChunk = (id: string, body: Uint8Array, size = body.length): Uint8Array =>
  padTo(joinBytes(ascii(id), be(size, 4), body), 2)

/** A `COMM` chunk; the rate is 48 kHz as an 80-bit float. */
const common = (channels: number, count: number, bits: number, type = ''): Uint8Array => {
  const rate = Uint8Array.of(0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0)
  const compression = type === '' ? new Uint8Array(0) : joinBytes(ascii(type), Uint8Array.of(0, 0))
  return aiffChunk('COMM', joinBytes(be(channels, 2), be(count, 4), be(bits, 2), rate, compression))
}

const sound = (body: Uint8Array, skip = 0): Uint8Array =>
  aiffChunk('SSND', joinBytes(be(skip, 4), be(0, 4), new Uint8Array(skip), body))

const aiff = (
  chunks: readonly Uint8Array[],
  { id = 'AIFF', size }: { id?: string; size?: number } = {},
): Uint8Array => {
  const body = joinBytes(ascii(id), ...chunks)
  return joinBytes(ascii('FORM'), be(size ?? body.length, 4), body)
}

const fmt = w64Chunk('fmt ', formatChunk().subarray(8))
const name = aiffChunk('NAME', ascii('odd'))

async function composed(
  bytes: Uint8Array,
  body?: Uint8Array,
): Promise<{ readonly layout: FileLayout; readonly output: Uint8Array }> {
  const source = memorySource(bytes)
  const layout = await readLayout(source)
  const { dataStart, format } = layout
  const own = bytes.subarray(dataStart, dataStart + layout.frames * format.bytesPerFrame)
  const written = body ?? own
  const frame = composeFile(layout, frames(written.length / format.bytesPerFrame))
  const output = await assemble(frame, source, written)
  expect(output.length).toBe(frame.size)
  return { layout, output }
}

const codesOf = (layout: FileLayout): string[] => layout.notes.map(({ code }) => code)

async function refusal(bytes: Uint8Array): Promise<RecordingError> {
  try {
    await readLayout(memorySource(bytes))
  } catch (error) {
    if (error instanceof RecordingError) return error
  }
  throw new Error('not refused')
}

describe('right files come back byte for byte (T4)', () => {
  const right: readonly [string, Uint8Array][] = [
    ['W64', w64([fmt, w64Chunk('data', samples)])],
    [
      'W64 with more chunks',
      w64([w64Chunk('junk', samples), fmt, w64Chunk('data', samples), w64Chunk('bext', samples)]),
    ],
    [
      'W64 with fact and odd samples',
      w64([
        w64Chunk('fmt ', formatChunk({ bits: 8 }).subarray(8)),
        w64Chunk('fact', u64(199)),
        w64Chunk('data', samples.subarray(1)),
      ]),
    ],
    [
      'W64 whose last chunk is not padded',
      w64([
        w64Chunk('fmt ', formatChunk({ bits: 8 }).subarray(8)),
        w64Chunk('data', samples.subarray(1)).subarray(0, 223),
      ]),
    ],
    ['AIFF', aiff([common(1, 100, 16), sound(samples)])],
    ['AIFF, samples before format', aiff([sound(samples), name, common(2, 50, 16)])],
    ['AIFF of 8 bits, odd', aiff([common(1, 199, 8), sound(samples.subarray(1)), name])],
    ['AIFF with an offset', aiff([name, common(1, 100, 16), sound(samples, 12)])],
    ['AIFF-C', aiff([aiffChunk('FVER', u32(1)), common(1, 100, 16, 'sowt'), sound(samples)], { id: 'AIFC' })],
  ]
  it.each(right)('%s', async (_, bytes) => {
    const { layout, output } = await composed(bytes)
    expect(layout.notes).toEqual([])
    expect(output).toEqual(bytes)
  })

  it.each(right)('and read back with any other length: %s', async (_, bytes) => {
    for (const length of [1, 7, 8, 99, 100, 101, 300]) {
      const layout = await readLayout(memorySource(bytes))
      const body = Uint8Array.from({ length: length * layout.format.bytesPerFrame }, (_, i) => (i * 7) & 255)
      const { output } = await composed(bytes, body)
      const again = await composed(output)
      expect(again.layout).toMatchObject({
        container: layout.container,
        format: layout.format,
        frames: length,
        notes: [],
      })
      expect(output.subarray(again.layout.dataStart, again.layout.dataStart + body.length)).toEqual(body)
      expect(again.layout.chunks.map(({ id }) => id)).toEqual(layout.chunks.map(({ id }) => id))
    }
  })
})

describe('wrong files are opened, and made right', () => {
  const half = samples.subarray(0, 100)
  const wrong: readonly [string, string, Uint8Array, Uint8Array][] = [
    [
      'sizes-repaired',
      'W64 with a wrong size',
      w64([fmt, w64Chunk('data', samples)], 7),
      w64([fmt, w64Chunk('data', samples)]),
    ],
    ['sizes-repaired', 'W64, open', w64([fmt, w64Chunk('data', samples, 0)], 0), w64([fmt, w64Chunk('data', samples)])],
    [
      'truncated',
      'W64, cut',
      w64([fmt, w64Chunk('data', half, 224)]).subarray(0, 204),
      w64([fmt, w64Chunk('data', half)]),
    ],
    [
      'trailing-bytes',
      'W64 with more behind',
      joinBytes(w64([fmt, w64Chunk('data', samples)]), half.subarray(0, 20)),
      w64([fmt, w64Chunk('data', samples)]),
    ],
    [
      'partial-frame',
      'W64',
      w64([fmt, w64Chunk('data', samples.subarray(1))]),
      w64([fmt, w64Chunk('data', samples.subarray(1, 199))]),
    ],
    [
      'sizes-repaired',
      'AIFF with a wrong count',
      aiff([common(1, 7, 16), sound(samples)]),
      aiff([common(1, 100, 16), sound(samples)]),
    ],
    [
      'sizes-repaired',
      'AIFF, open',
      aiff([common(1, 0, 16), aiffChunk('SSND', joinBytes(new Uint8Array(8), samples), 0)], { size: 0 }),
      aiff([common(1, 100, 16), sound(samples)]),
    ],
    [
      'truncated',
      'AIFF, cut',
      aiff([common(1, 100, 16), sound(samples)]).subarray(0, 154),
      aiff([common(1, 50, 16), sound(half)]),
    ],
    [
      'second-chunk',
      'AIFF',
      aiff([common(1, 100, 16), sound(samples), sound(half)]),
      aiff([common(1, 100, 16), sound(samples)]),
    ],
    [
      'pad-byte',
      'AIFF',
      aiff([common(1, 199, 8), sound(samples.subarray(1))]).subarray(0, 253),
      aiff([common(1, 199, 8), sound(samples.subarray(1))]),
    ],
  ]
  it.each(wrong)('%s: %s', async (code, _, bytes, expected) => {
    const { layout, output } = await composed(bytes)
    expect(codesOf(layout)).toEqual([code])
    expect(output).toEqual(expected)
    expect((await composed(output)).layout.notes).toEqual([])
  })
})

describe('AIFF encodings', () => {
  const kinds = [
    ['AIFF', '', 8, 's8'],
    ['AIFF', '', 16, 's16be'],
    ['AIFF', '', 20, 's24be'],
    ['AIFF', '', 24, 's24be'],
    ['AIFF', '', 32, 's32be'],
    ['AIFC', 'NONE', 24, 's24be'],
    ['AIFC', 'twos', 16, 's16be'],
    ['AIFC', 'sowt', 16, 's16'],
    ['AIFC', 'sowt', 24, 's24'],
    ['AIFC', 'fl32', 32, 'f32be'],
    ['AIFC', 'FL64', 64, 'f64be'],
    ['AIFC', 'in24', 24, 's24be'],
    ['AIFC', 'raw ', 8, 'u8'],
    ['AIFC', 'alaw', 16, 'alaw'],
    ['AIFC', 'ULAW', 16, 'mulaw'],
  ] as const
  it.each(kinds)('%s %s of %i bits is %s', async (id, type, bits, encoding) => {
    const layout = await readLayout(
      memorySource(aiff([common(2, 10, bits, type), sound(samples.subarray(0, 160))], { id })),
    )
    expect(layout.format).toMatchObject({ encoding, rate: 48_000, channels: 2 })
    expect(layout.format.validBits).toBe(bits === 20 ? 20 : (layout.format.bytesPerFrame / 2) * 8)
  })

  it('names what it cannot read', async () => {
    expect(await refusal(aiff([common(1, 100, 16, 'ima4'), sound(samples)], { id: 'AIFC' }))).toMatchObject({
      code: 'compressed-audio',
      message: expect.stringMatching(/ima4.*ffmpeg -i in\.aiff/),
    })
    expect(await refusal(aiff([common(1, 100, 16, 'raw '), sound(samples)], { id: 'AIFC' }))).toMatchObject({
      code: 'unsupported-encoding',
      data: { bits: 16 },
    })
    expect((await refusal(aiff([common(1, 100, 40), sound(samples)]))).code).toBe('bad-format')
    expect((await refusal(aiff([common(9, 100, 16), sound(samples)]))).code).toBe('bad-format')
    expect((await refusal(aiff([common(1, 100, 16)]))).code).toBe('no-samples')
    expect((await refusal(aiff([common(1, 0, 16), sound(new Uint8Array(0))]))).code).toBe('no-samples')
    expect((await refusal(aiff([sound(samples)]))).code).toBe('no-format')
    expect((await refusal(aiff([name, common(1, 100, 16)]).subarray(0, 40))).code).toBe('cut-header')
    expect((await refusal(aiff([common(1, 100, 16), sound(samples, 300)]).subarray(0, 60))).code).toBe('no-samples')
    expect((await refusal(w64([fmt]))).code).toBe('no-samples')
    expect((await refusal(w64([w64Chunk('data', samples)]))).code).toBe('no-format')
    expect((await refusal(w64([w64Chunk('junk', samples, 2 ** 40), fmt, w64Chunk('data', samples)]))).code).toBe(
      'cut-header',
    )
    expect((await refusal(w64([]))).code).toBe('cut-header')
    expect((await refusal(aiff([]))).code).toBe('cut-header')
  })

  it('reads sample rates of 80 bits', async () => {
    // python3 -c "import aifc, sys; aifc._write_float(sys.stdout.buffer, 44100)" | xxd -p; the last is 22254.5454…, an old Macintosh's
    const rates = [
      [44_100, '400eac44000000000000'],
      [8000, '400bfa00000000000000'],
      [96_000, '400fbb80000000000000'],
      [768_000, '4012bb80000000000000'],
      [22_255, '400daddd1745d1745800'],
    ] as const
    for (const [rate, hex] of rates) {
      const file = aiff([common(1, 100, 16), sound(samples)])
      file.set(
        Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
        28,
      )
      const { layout, output } = await composed(file)
      expect(layout.format.rate).toBe<SampleRate>(sampleRate(rate))
      expect(output).toEqual(file)
    }
  })
})

describe('long files', () => {
  const frames3G = 3 * 2 ** 30
  it('gives a 6 GB W64 back by ranges', async () => {
    const head = w64([fmt, w64Chunk('data', new Uint8Array(0), 24 + 2 * frames3G)], 0)
    const size = head.length + 2 * frames3G
    head.set(u64(size), 16)
    const source: ByteSource = new SparseSource(size, [{ at: 0, bytes: head }])
    const layout = await readLayout(source)
    expect(layout).toMatchObject({ container: 'W64', frames: frames3G, notes: [] })
    const frame = composeFile(layout, layout.frames)
    expect(frame.size).toBe(size)
    expect(await assemble(frame, source, new Uint8Array(0))).toEqual(head)
  })

  it('refuses an AIFF past 4 GB, which its sizes cannot say', async () => {
    const layout = await readLayout(memorySource(aiff([common(1, 100, 16), sound(samples)])))
    expect(() => composeFile(layout, frames(frames3G))).toThrow('past 4 GB')
  })
})

it('opens what random bytes may follow a header without harm', async () => {
  const random = mulberry32(77)
  const heads = [ascii('FORM\0\0\0\0AIFF'), ascii('FORM\0\0\0\0AIFC'), w64([]), w64([fmt]), aiff([common(1, 5, 16)])]
  for (let round = 0; round < 300; round++) {
    const noise = Uint8Array.from({ length: Math.floor(random() * 200) }, () => random() * 256)
    const head = heads[round % heads.length] ?? ascii('')
    const bytes = joinBytes(head, round % 2 === 0 ? sound(noise) : w64Chunk('data', noise), noise)
    const outcome = await composed(bytes).catch((error: unknown) => error)
    const opened = outcome instanceof RecordingError ? null : outcome
    expect(opened).toSatisfy((found) => found === null || (typeof found === 'object' && 'layout' in found))
  }
})

it('names files after their container', () => {
  expect(fileType('W64').extension).toBe('w64')
  expect(fileType('AIFC')).toEqual({ extension: 'aifc', type: 'audio/aiff' })
  expect(fileType('BW64').extension).toBe('wav')
})
