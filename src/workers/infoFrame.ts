import { latin1, latin1Bytes } from '../audio/riff/littleEndian'
import { type SyncFile, writeAt } from './syncFile'

/** The first frame of an MP3, which holds no sound, and where it stands in the file. */
export interface TagFrame {
  readonly data: Uint8Array
  readonly position: number
}

/** What an MP3 was made from. */
export interface Mp3Facts {
  /** Frames of sound that were given to the encoder. */
  readonly frames: number
  readonly rate: number
  /** Bits per second. */
  readonly bitrate: number
}

/** Frames of silence that LAME puts in front. */
const encoderDelay = 576

/** Where a player would look for `Xing` or `Info`, by MPEG version and channels. */
const tagOffsets: readonly number[] = [36, 21, 13]

/**
 * Writes the tag of a constant bit rate with the ends of the sound ("Mp3 Info Tag rev 1", LAME project) over the tag that the
 * muxer made, so that players start and end at the very frame. The table of contents goes: a constant rate needs none, and
 * its room is needed.
 */
export function writeInfoFrame(file: SyncFile, { data, position }: TagFrame, facts: Mp3Facts): void {
  const at = tagOffsets.find((offset) => latin1(data.subarray(offset, offset + 4)) === 'Xing')
  if (at === undefined) return
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const mpegFrames = view.getUint32(at + 8) - 1
  const bytes = view.getUint32(at + 12)
  const samplesPerFrame = facts.rate >= 32_000 ? 1152 : 576
  const padding = Math.max(0, Math.min(4095, mpegFrames * samplesPerFrame - encoderDelay - facts.frames))
  const tag = new Uint8Array(data.length - at)
  const out = new DataView(tag.buffer)
  tag.set(latin1Bytes('Info'))
  out.setUint32(4, 3)
  out.setUint32(8, mpegFrames)
  out.setUint32(12, bytes)
  tag.set(latin1Bytes('LAME3.100'), 16)
  tag[25] = 1
  tag[36] = Math.min(255, Math.round(facts.bitrate / 1000))
  tag.set([encoderDelay >> 4, ((encoderDelay & 15) << 4) | (padding >> 8), padding & 255], 37)
  out.setUint32(44, bytes)
  writeAt(file, tag, position + at)
}
