import { describe, expect, it } from 'vitest'
import { ascii, chunk, formatChunk, joinBytes, riff, SparseSource, u32, u64 } from '../../testing/wav'
import { memorySource } from '../source'
import { RecordingError } from './errors'
import { readWavLayout, type WavLayout } from './layout'

const samples = Uint8Array.from({ length: 200 }, (_, i) => (i * 37 + 131) & 255)
const fmt = formatChunk()
const data = chunk('data', samples)
const info = chunk('LIST', ascii('INFOISFT\x04\0\0\0abc\0'))

function layoutOf(bytes: Uint8Array): Promise<WavLayout> {
  return readWavLayout(memorySource(bytes))
}

/** The code of the refusal, or `opened`. A message that is not what happened and what to do is given as it is. */
async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await layoutOf(bytes)
    return 'opened'
  } catch (error) {
    if (error instanceof RecordingError) return /^[A-Z].*\. [A-Z].*\.$/.test(error.message) ? error.code : error.message
    throw error
  }
}

const codes = (layout: WavLayout): string[] => layout.notes.map((note) => note.code)
const ids = (layout: WavLayout): string => layout.chunks.map((chunk) => chunk.id).join(' ')

describe('readWavLayout', () => {
  it('finds samples and chunks of a plain file and has nothing to say', async () => {
    const layout = await layoutOf(riff([fmt, info, data, chunk('cue ', u32(0))]))
    expect(layout).toMatchObject({ container: 'RIFF', frames: 100, dataStart: 12 + 24 + info.length + 8, notes: [] })
    expect(ids(layout)).toBe('fmt  LIST data cue ')
  })

  it('accepts odd chunks with pad bytes anywhere', async () => {
    const layout = await layoutOf(
      riff([chunk('JUNK', Uint8Array.of(1, 2, 3)), fmt, data, chunk('abcd', Uint8Array.of(9))]),
    )
    expect(layout).toMatchObject({ frames: 100, notes: [] })
    expect(ids(layout)).toBe('JUNK fmt  data abcd')
  })

  it('sees where the pad byte was left out', async () => {
    const odd = chunk('data', samples.subarray(0, 199), { pad: false })
    const u8 = formatChunk({ bits: 8 })
    const layout = await layoutOf(riff([u8, odd, info]))
    expect(layout).toMatchObject({ frames: 199 })
    expect(ids(layout)).toBe('fmt  data LIST')
    expect(codes(layout)).toEqual(['pad-byte'])
    const before = await layoutOf(riff([chunk('note', ascii('xyz'), { pad: false }), u8, chunk('data', samples)]))
    expect(before).toMatchObject({ frames: 200 })
    expect(codes(await layoutOf(riff([u8, odd])))).toEqual(['pad-byte'])
    const unpadded = chunk('note', ascii('xyz'), { pad: false })
    expect((await layoutOf(riff([u8, unpadded, unpadded, data]))).notes).toMatchObject([
      { code: 'pad-byte', message: expect.stringContaining('2 chunks') },
    ])
  })

  it('takes everything to the end of the file when sizes are 0 or open', async () => {
    for (const size of [0, 0xffffffff, 0x7ffff000, 0x80000000]) {
      const layout = await layoutOf(riff([fmt, chunk('data', samples, { size })], { size }))
      expect(layout).toMatchObject({ frames: 100 })
      expect(codes(layout)).toEqual(['sizes-repaired'])
    }
    const neverFinished = riff([fmt, chunk('data', samples, { size: 0 })], { size: 36 })
    expect(await layoutOf(neverFinished)).toMatchObject({ frames: 100 })
  })

  it('takes a data chunk of size 0 for empty where chunks follow it', async () => {
    const empty = chunk('data', new Uint8Array(0))
    expect(await codeOf(riff([fmt, empty]))).toBe('no-samples')
    expect(await codeOf(riff([fmt, empty, info]))).toBe('no-samples')
    expect(await codeOf(joinBytes(riff([fmt, empty, info]), samples))).toBe('no-samples')
    expect(await codeOf(riff([fmt, empty], { size: 0 }))).toBe('no-samples')
  })

  it('opens what is there of a cut file and says how much is missing', async () => {
    const whole = riff([fmt, data])
    const layout = await layoutOf(whole.subarray(0, whole.length - 51))
    expect(layout).toMatchObject({ frames: 74 })
    expect(codes(layout)).toEqual(['truncated'])
    expect(layout.notes[0]?.message).toContain('26 of 100 frames')
  })

  it('keeps a cut chunk behind the samples', async () => {
    const whole = riff([fmt, data, info])
    const layout = await layoutOf(whole.subarray(0, whole.length - 3))
    expect(codes(layout)).toEqual(['truncated'])
    expect(ids(layout)).toBe('fmt  data LIST')
  })

  it('leaves bytes behind the end out', async () => {
    const layout = await layoutOf(joinBytes(riff([fmt, data]), samples, samples))
    expect(layout).toMatchObject({ frames: 100 })
    expect(codes(layout)).toEqual(['trailing-bytes'])
    expect(layout.notes[0]?.message).toContain('400 bytes')
    expect(codes(await layoutOf(riff([fmt, data, Uint8Array.of(0, 0, 0)])))).toEqual(['trailing-bytes'])
  })

  it('keeps chunks that were appended without counting them in', async () => {
    const layout = await layoutOf(joinBytes(riff([fmt, data]), info, info))
    expect(ids(layout)).toBe('fmt  data LIST LIST')
    expect(codes(layout)).toEqual(['sizes-repaired'])
  })

  it('reads past a RIFF size that is too small', async () => {
    for (const size of [4, 20, 36, 100]) {
      const layout = await layoutOf(riff([fmt, data, info], { size }))
      expect(layout).toMatchObject({ frames: 100 })
      expect(ids(layout)).toBe('fmt  data LIST')
      expect(codes(layout)).toEqual(['sizes-repaired'])
    }
  })

  it('drops a frame that is not whole', async () => {
    const layout = await layoutOf(riff([formatChunk({ channels: 2 }), chunk('data', samples.subarray(0, 198))]))
    expect(layout).toMatchObject({ frames: 49 })
    expect(codes(layout)).toEqual(['partial-frame'])
  })

  it('takes data before fmt, and the first of two data chunks', async () => {
    expect(codes(await layoutOf(riff([data, fmt])))).toEqual(['chunk-order'])
    const two = await layoutOf(riff([fmt, data, chunk('data', samples.subarray(100))]))
    expect(two).toMatchObject({ frames: 100, dataStart: 44 })
    expect(codes(two)).toEqual(['second-chunk'])
  })

  it('says that a ds64 stands too late', async () => {
    const open = chunk('data', samples, { size: 0xffffffff })
    expect(codes(await layoutOf(riff([fmt, ds64(268, 200, 100), open], { id: 'RF64', size: 0xffffffff })))).toEqual([
      'chunk-order',
    ])
  })

  it('notices a wrong count in fact', async () => {
    expect(codes(await layoutOf(riff([fmt, chunk('fact', u32(100)), data])))).toEqual([])
    expect(codes(await layoutOf(riff([fmt, chunk('fact', u32(7)), data])))).toEqual(['sizes-repaired'])
  })

  it('refuses what is missing, each with its own code', async () => {
    expect(await codeOf(new Uint8Array(0))).toBe('empty-file')
    expect(await codeOf(riff([]))).toBe('cut-header')
    expect(await codeOf(riff([fmt]).subarray(0, 27))).toBe('cut-header')
    expect(await codeOf(riff([data]))).toBe('no-format')
    expect(await codeOf(riff([fmt, info]))).toBe('no-samples')
    expect(await codeOf(riff([fmt, chunk('LIST', samples, { size: 0x7ffffff0 }), data]))).toBe('cut-header')
    expect(await codeOf(riff([fmt, chunk('data', Uint8Array.of(1))]))).toBe('no-samples')
  })

  it('opens every cut of a file or refuses it, and never claims frames that are not there', async () => {
    const whole = riff([chunk('JUNK', new Uint8Array(5)), fmt, chunk('fact', u32(100)), data, info])
    for (let length = 0; length <= whole.length; length++) {
      const bytes = whole.subarray(0, length)
      if ((await codeOf(bytes)) !== 'opened') continue
      const layout = await layoutOf(bytes)
      expect(layout.dataStart + layout.frames * 2).toBeLessThanOrEqual(length)
    }
  })
})

function ds64(
  riffSize: number,
  dataSize: number,
  frames: number,
  table: readonly [string, number][] = [],
  count = table.length,
): Uint8Array {
  const entries = table.map(([id, size]) => joinBytes(ascii(id), u64(size)))
  return chunk('ds64', joinBytes(u64(riffSize), u64(dataSize), u64(frames), u32(count), ...entries))
}

describe('64-bit files', () => {
  const gigabytes5 = 5 * 2 ** 30

  it.each(['RF64', 'BW64'] as const)(
    'reads the sizes of %s from ds64, with chunks behind 5 GB of samples',
    async (id) => {
      const head = riff(
        [
          ds64(12 + 36 + 24 + gigabytes5 + info.length - 0, gigabytes5, gigabytes5 / 2),
          fmt,
          chunk('data', new Uint8Array(0), { size: 0xffffffff }),
        ],
        { id, size: 0xffffffff },
      )
      const source = new SparseSource(head.length + gigabytes5 + info.length, [
        { at: 0, bytes: head },
        { at: head.length + gigabytes5, bytes: info },
      ])
      const layout = await readWavLayout(source)
      expect(layout).toMatchObject({ container: id, frames: gigabytes5 / 2, notes: [] })
      expect(ids(layout)).toBe('ds64 fmt  data LIST')
      expect(source.bytesRead).toBeLessThan(200_000)
    },
  )

  it('looks other long chunks up in the table', async () => {
    const long = chunk('axml', samples, { size: 0xffffffff })
    const layout = await layoutOf(
      riff([ds64(0, 200, 100, [['axml', 200]]), fmt, long, chunk('data', samples, { size: 0xffffffff })], {
        id: 'BW64',
        size: 0xffffffff,
      }),
    )
    expect(ids(layout)).toBe('ds64 fmt  axml data')
    expect(layout.frames).toBe(100)
  })

  it('does not believe a table of four billion entries', async () => {
    const layout = await layoutOf(
      riff([ds64(0, 200, 100, [['axml', 200]], 0xffffffff), fmt, chunk('data', samples, { size: 0xffffffff })], {
        id: 'RF64',
        size: 0xffffffff,
      }),
    )
    expect(layout.frames).toBe(100)
  })

  it('opens RF64 without ds64, or with an open one, to the end of the file', async () => {
    const open = chunk('data', samples, { size: 0xffffffff })
    for (const first of [ds64(0, 0, 0), ds64(2 ** 64, 2 ** 64, 0), chunk('ds64', new Uint8Array(10))]) {
      const layout = await layoutOf(riff([first, fmt, open], { id: 'RF64', size: 0xffffffff }))
      expect(layout.frames).toBe(100)
      expect(codes(layout)).toEqual(['sizes-repaired'])
    }
    const without = await layoutOf(riff([fmt, open], { id: 'RF64', size: 0xffffffff }))
    expect(without.frames).toBe(100)
    expect(codes(without)).toEqual(['sizes-repaired'])
  })

  it('finds the whole of a RIFF whose lengths lost the bits above 4 GB', async () => {
    const head = riff([fmt, chunk('data', new Uint8Array(0), { size: gigabytes5 % 2 ** 32 })], {
      size: (gigabytes5 + 36) % 2 ** 32,
    })
    const layout = await readWavLayout(new SparseSource(head.length + gigabytes5, [{ at: 0, bytes: head }]))
    expect(layout.frames).toBe(gigabytes5 / 2)
    expect(codes(layout)).toEqual(['sizes-repaired'])
  })
})

describe('hostile files', () => {
  it('opens ten thousand tiny chunks with few reads', async () => {
    const tiny = Array.from({ length: 10_000 }, (_, i) => chunk('abcd', new Uint8Array(i % 4)))
    const bytes = riff([fmt, ...tiny, data])
    const source = new SparseSource(bytes.length, [{ at: 0, bytes }])
    const layout = await readWavLayout(source)
    expect(layout).toMatchObject({ frames: 100, notes: [] })
    expect(layout.chunks.length).toBe(10_002)
    expect(source.bytesRead).toBeLessThan(2 * bytes.length)
  })

  it('opens ten thousand chunks behind the end, and behind an empty data chunk', async () => {
    const tiny = joinBytes(...Array.from({ length: 10_000 }, (_, i) => chunk('abcd', new Uint8Array(i % 4))))
    expect((await layoutOf(joinBytes(riff([fmt, data]), tiny))).chunks.length).toBe(10_002)
    expect(await codeOf(joinBytes(riff([fmt, chunk('data', new Uint8Array(0)), info]), tiny))).toBe('no-samples')
  })

  it('gives up on chunks without end', async () => {
    const bytes = joinBytes(ascii('RIFF\0\0\0\0WAVE'), chunk('abcd', new Uint8Array(0)))
    const many = joinBytes(bytes, ...Array.from({ length: 100_001 }, () => chunk('abcd', new Uint8Array(0))))
    expect(await codeOf(many)).toBe('too-many-chunks')
  })

  it('does not walk through gigabytes of zeros', async () => {
    const head = riff([fmt])
    const source = new SparseSource(5e9, [{ at: 0, bytes: head }])
    await expect(readWavLayout(source)).rejects.toMatchObject({ code: 'no-samples' })
    expect(source.bytesRead).toBeLessThan(200_000)
  })

  it('says so when the file shrinks while it is read', async () => {
    const source = { size: 1000, read: () => Promise.resolve(riff([fmt])) }
    await expect(readWavLayout(source)).rejects.toMatchObject({ code: 'file-changed' })
  })
})
