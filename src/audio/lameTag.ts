import { latin1 } from './riff/littleEndian'
import { HeaderWindow } from './riff/window'
import type { ByteSource } from './source'

/** What the encoder of an MP3 wrote down about its ends. */
export interface LameTag {
  /** Frames of silence that the encoder put in front. */
  readonly delay: number
  /** Frames of silence that it put behind. */
  readonly padding: number
  /** MPEG frames that follow the tag, null where it does not say. */
  readonly mpegFrames: number | null
}

/** Frames by which every MP3 decoder is late: its filter bank and one granule's overlap (528 and 1). */
export const decoderDelay = 529

/** How far behind the ID3 tags the first MPEG frame is looked for, in bytes. */
const reach = 64 * 1024

/**
 * Reads the Xing or Info tag of an MP3 and the LAME extension in it ("Mp3 Info Tag rev 1", LAME project). Null where there
 * is none or where it leaves the ends open: then nobody can tell silence from sound.
 */
export async function readLameTag(source: ByteSource): Promise<LameTag | null> {
  const window = new HeaderWindow(source)
  const start = await behindId3(window)
  const head = await window.at(start, reach)
  for (let at = 0; at + 4 <= head.length; at++) {
    const offset = xingOffset(head, at)
    if (offset !== null) return readXing(head.subarray(at + offset, at + offset + 160))
  }
  return null
}

/** ID3v2 tags that are skipped at most: files have one, or a few that were put in front of each other. */
const mostTags = 16

/** The first byte behind the ID3v2 tags, wherever their sizes say that is. */
async function behindId3(window: HeaderWindow): Promise<number> {
  let at = 0
  for (let tags = 0; tags < mostTags; tags++) {
    const head = await window.at(at, 10)
    if (head.length < 10 || latin1(head.subarray(0, 3)) !== 'ID3') return at
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((head[i] ?? 0) & 127), 0)
    const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : 10
    at += 10 + size + footer
  }
  return at
}

/** Where a Xing tag would stand in the MPEG layer 3 frame at `at`; null where no such frame begins. */
function xingOffset(bytes: Uint8Array, at: number): number | null {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4)
  const isLayer3 = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 8
  if (!isLayer3 || third >> 4 === 15 || ((third >> 2) & 3) === 3) return null
  const mpeg1 = (second & 0x18) === 0x18
  const mono = fourth >> 6 === 3
  if (mpeg1) return mono ? 21 : 36
  return mono ? 13 : 21
}

/** The bytes from the word `Xing` or `Info` on. */
function readXing(bytes: Uint8Array): LameTag | null {
  const word = latin1(bytes.subarray(0, 4))
  if ((word !== 'Xing' && word !== 'Info') || bytes.length < 8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const flags = view.getUint32(4)
  let at = 8
  const mpegFrames = (flags & 1) !== 0 && bytes.length >= 12 ? view.getUint32(8) : null
  for (const [flag, size] of [
    [1, 4],
    [2, 4],
    [4, 100],
    [8, 4],
  ] as const) {
    if ((flags & flag) !== 0) at += size
  }
  const [high = 0, middle = 0, low = 0] = bytes.subarray(at + 21, at + 24)
  const delay = (high << 4) | (middle >> 4)
  const padding = ((middle & 15) << 8) | low
  return delay === 0 && padding === 0 ? null : { delay, padding, mpegFrames }
}
