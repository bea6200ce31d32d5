import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '../testing/corpus'
import { fileSource } from '../testing/fileSource'
import { ascii, joinBytes } from '../testing/wav'
import { readLameTag } from './lameTag'
import { memorySource } from './source'

const tag = (word: string, flags: number, fields: Uint8Array, ends: readonly number[]): Uint8Array =>
  joinBytes(
    ascii(word),
    Uint8Array.of(0, 0, 0, flags),
    fields,
    ascii('LAME3.100'),
    new Uint8Array(12),
    Uint8Array.from(ends),
  )
const frame = (second: number, fourth: number, side: number, body: Uint8Array): Uint8Array =>
  joinBytes(Uint8Array.of(0xff, second, 0x90, fourth), new Uint8Array(side), body, new Uint8Array(300))

const id3 = (size: number): Uint8Array =>
  joinBytes(ascii('ID3\x04\0\0'), Uint8Array.of(0, 0, size >> 7, size & 127), new Uint8Array(size).fill(0x41))
const read = (name: string) => readLameTag(fileSource(join(folder ?? '', name)))
const folder = corpus()

describe('readLameTag', () => {
  const ends = [0x24, 0x03, 0xb1]
  const frames = Uint8Array.of(0, 0, 0, 53)
  const kinds: readonly [string, number, number, number][] = [
    ['MPEG-1 stereo', 0xfb, 0x00, 32],
    ['MPEG-1 mono', 0xfb, 0xc0, 17],
    ['MPEG-2 stereo', 0xf3, 0x40, 17],
    ['MPEG-2.5 mono', 0xe3, 0xc0, 9],
  ]
  it.each(kinds)('finds it in %s', async (_, second, fourth, side) => {
    const file = frame(second, fourth, side, tag('Info', 1, frames, ends))
    expect(await readLameTag(memorySource(file))).toEqual({ delay: 576, padding: 945, mpegFrames: 53 })
  })

  it('finds it behind ID3 tags, whatever fields stand before it', async () => {
    const fields = joinBytes(frames, new Uint8Array(108))
    const file = joinBytes(id3(300), id3(5), frame(0xfb, 0, 32, tag('Xing', 15, fields, ends)))
    expect(await readLameTag(memorySource(file))).toEqual({ delay: 576, padding: 945, mpegFrames: 53 })
  })

  it('says nothing where the encoder did not', async () => {
    const plain = memorySource(frame(0xfb, 0, 32, ascii('no tag')))
    const open = memorySource(frame(0xfb, 0, 32, tag('Xing', 0, ascii(''), [0, 0, 0])))
    const lie = memorySource(joinBytes(ascii('ID3\x04\0\0\x7f\x7f\x7f\x7f'), new Uint8Array(100)))
    for (const source of [plain, open, lie, memorySource(new Uint8Array(0))]) {
      expect(await readLameTag(source)).toBeNull()
    }
  })

  it('does not follow a chain of ID3 tags to the end of the file', async () => {
    const file = joinBytes(...Array.from({ length: 20_000 }, () => id3(2000)))
    const source = memorySource(file)
    let reads = 0
    const counting = { size: source.size, read: (start: number, end: number) => (reads++, source.read(start, end)) }
    expect(await readLameTag(counting)).toBeNull()
    expect(reads).toBeLessThan(4)
  })

  it.skipIf(folder === null)('reads the tags of real files', async () => {
    expect(await read('zoo/mp3_cbr128_stereo_44100.mp3')).toEqual({ delay: 576, padding: 945, mpegFrames: 53 })
    expect(await read('zoo/mp3_vbr_v4_mono_44100.mp3')).toEqual({ delay: 576, padding: 945, mpegFrames: 53 })
    expect(await read('hostile/mp3_cut.mp3')).toMatchObject({ mpegFrames: 22 })
    expect(await read('zoo/mp3_vbr_no_xing.mp3')).toBeNull()
    expect(await read('hostile/id3_huge.mp3')).toBeNull()
  })
})
