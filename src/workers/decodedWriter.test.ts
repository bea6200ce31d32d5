import { describe, expect, it } from 'vitest'
import { decodeFrames } from '../audio/codec'
import { readLayout } from '../audio/layout'
import { memorySource } from '../audio/source'
import { canHold, type DecodedBlock, DecodedWriter } from './decodedWriter'
import type { SyncFile } from './syncFile'

/** A file in memory; `bytes` is what it holds. */
class MemoryFile implements SyncFile {
  bytes = new Uint8Array(0)

  write(part: Uint8Array, { at }: { readonly at: number }): number {
    const grown = new Uint8Array(Math.max(this.bytes.length, at + part.length))
    grown.set(this.bytes)
    grown.set(part, at)
    this.bytes = grown
    return part.length
  }

  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size)
  }

  flush(): void {}
  close(): void {}
}

type Samples = Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>

/** A block of the planes it is given; one plane with `channels` for interleaved samples. */
function block(format: string, planes: readonly Samples[], channels = planes.length, rate = 48_000): DecodedBlock {
  const length = (planes[0]?.length ?? 0) / (format.endsWith('planar') ? 1 : channels)
  return {
    format,
    sampleRate: rate,
    numberOfChannels: channels,
    numberOfFrames: length,
    copyTo(destination, { planeIndex }) {
      const plane = planes[planeIndex]
      if (plane === undefined) throw new RangeError(`no plane ${planeIndex}`)
      new Uint8Array(destination).set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength))
    },
  }
}

async function read(
  file: MemoryFile,
): Promise<{ readonly channels: number[][]; readonly encoding: string; readonly bits: number }> {
  const layout = await readLayout(memorySource(file.bytes))
  expect(layout.notes).toEqual([])
  const { dataStart, frames, format } = layout
  const samples = file.bytes.subarray(dataStart, dataStart + frames * format.bytesPerFrame)
  const channels = decodeFrames(samples, format).map((channel) => Array.from(channel))
  return { channels, encoding: format.encoding, bits: format.validBits }
}

describe('DecodedWriter', () => {
  it('writes interleaved and planar whole numbers exactly, in the depth of the source', async () => {
    const codes = [0x7fffff00, -0x80000000, 0x100, -0x100, 0x12345600, 0]
    const parts = [
      block('s32', [Int32Array.from(codes)], 2),
      block('s32-planar', [
        Int32Array.of(codes[0] ?? 0, codes[2] ?? 0, codes[4] ?? 0),
        Int32Array.of(codes[1] ?? 0, codes[3] ?? 0, codes[5] ?? 0),
      ]),
    ]
    for (const part of parts) {
      const file = new MemoryFile()
      const writer = new DecodedWriter(file, 24, 0)
      writer.write(part)
      writer.finish(writer.frames)
      const { channels, encoding, bits } = await read(file)
      expect([encoding, bits]).toEqual(['s24', 24])
      expect(channels.map((channel) => channel.map((sample) => sample * 2 ** 31))).toEqual([
        [0x7fffff00, 0x100, 0x12345600],
        [-0x80000000, -0x100, 0],
      ])
    }
  })

  it('keeps 8, 12 and 20 bits apart from the boxes they come in', async () => {
    for (const [depth, encoding] of [
      [8, 's16'],
      [12, 's16'],
      [20, 's24'],
    ] as const) {
      const file = new MemoryFile()
      const writer = new DecodedWriter(file, depth, 0)
      writer.write(block('s32', [Int32Array.of(1 << (32 - depth), -(1 << (32 - depth)))], 1))
      writer.finish(2)
      const { channels, encoding: written, bits } = await read(file)
      expect([written, bits]).toEqual([encoding, depth])
      expect(channels[0]).toEqual([2 ** (1 - depth), -(2 ** (1 - depth))])
    }
  })

  it('leaves out what comes before the recording and behind it, over blocks of any length', async () => {
    const file = new MemoryFile()
    const writer = new DecodedWriter(file, null, 5)
    for (const start of [0, 3, 6, 9]) writer.write(block('f32-planar', [Float32Array.of(start, start + 1, start + 2)]))
    expect(writer.frames).toBe(7)
    const { frames, bytes } = writer.finish(4)
    expect([frames, bytes]).toEqual([4, file.bytes.length])
    expect(await read(file)).toMatchObject({ encoding: 'f32', channels: [[5, 6, 7, 8]] })
  })

  it('pads odd samples, and writes silence for a piece that is missing', async () => {
    const file = new MemoryFile()
    const writer = new DecodedWriter(file, 24, 0)
    writer.silence(9)
    writer.write(block('s32', [Int32Array.of(256)], 1))
    writer.silence(2)
    expect(writer.finish(99)).toEqual({ frames: 3, bytes: file.bytes.length })
    expect((await read(file)).channels).toEqual([[2 ** -23, 0, 0]])
    expect(writer.fits(block('s32', [new Int32Array(2)], 2))).toBe(false)
    expect(writer.fits(block('s32', [new Int32Array(1)], 1, 44_100))).toBe(false)
  })

  it('takes u8 and s16 blocks of plain samples in other containers', async () => {
    const file = new MemoryFile()
    const writer = new DecodedWriter(file, 16, 0)
    writer.write(block('u8', [Uint8Array.of(0, 128, 255)], 1))
    writer.write(block('s16', [Int16Array.of(-32_768, 1)], 1))
    writer.finish(5)
    expect((await read(file)).channels).toEqual([[-1, 0, 127 / 128, -1, 2 ** -15]])
  })

  it('says when there is no room', () => {
    const file = new MemoryFile()
    file.write = () => 0
    const writer = new DecodedWriter(file, null, 0)
    writer.write(block('f32-planar', [new Float32Array(9)]))
    expect(() => writer.finish(9)).toThrow(expect.objectContaining({ name: 'QuotaExceededError' }))
    const long = block('f32-planar', [new Float32Array(2 ** 19)])
    expect(() => writer.write(long)).toThrow(expect.objectContaining({ name: 'QuotaExceededError' }))
  })

  it('knows what it can write and what can be opened again', () => {
    expect([canHold(48_000, 1), canHold(1000, 8), canHold(768_000, 2)]).toEqual([true, true, true])
    const refused = [canHold(48_000, 9), canHold(48_000, 0), canHold(44_100.5, 1), canHold(999, 1), canHold(800_000, 1)]
    expect(refused).toEqual(refused.map(() => false))
  })
})
