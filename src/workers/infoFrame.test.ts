import { expect, it } from 'vitest'
import { readLameTag } from '../audio/lameTag'
import { memorySource } from '../audio/source'
import { ascii, joinBytes } from '../testing/wav'
import { type TagFrame, writeInfoFrame } from './infoFrame'
import type { SyncFile } from './syncFile'

/** A frame as the muxer writes it: the word, flags, 54 frames counting itself, bytes, and a table of contents. */
function muxed(fourth: number, side: number): Uint8Array {
  const counts = Uint8Array.of(0, 0, 0, 7, 0, 0, 0, 54, 0, 0, 0x58, 0x28)
  const frame = joinBytes(Uint8Array.of(0xff, 0xfb, 0x50, fourth), new Uint8Array(side), ascii('Xing'), counts)
  return joinBytes(frame, new Uint8Array(160 - frame.length).fill(99))
}

it.each([
  ['stereo', 0x00, 32],
  ['mono', 0xc0, 17],
])('writes the ends of the sound where a player finds them: %s', async (_, fourth, side) => {
  const data = muxed(fourth, side)
  const written = data.slice()
  const file: SyncFile = {
    write(bytes, { at }) {
      written.set(bytes, at)
      return bytes.length
    },
    truncate: () => undefined,
    flush: () => undefined,
    close: () => undefined,
  }
  const frame: TagFrame = { data, position: 0 }
  writeInfoFrame(file, frame, { frames: 59_535, rate: 44_100, bitrate: 128_000 })
  expect(await readLameTag(memorySource(written))).toEqual({ delay: 576, padding: 945, mpegFrames: 53 })
  expect(written.subarray(0, 4 + side)).toEqual(data.subarray(0, 4 + side))
})
