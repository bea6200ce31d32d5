import { assert } from '../../base/assert'
import { type SampleRate } from '../../base/units'
import { encodeFrames } from '../codec'
import { type AudioFormat, bytesPerSample, type Encoding, isInteger } from '../format'
import { type Pcm, pcmFrames } from '../pcm'
import { chunkHeader, openSize } from './chunks'
import { tagExtensible, tagFloat, tagPcm } from './formatTags'
import { latin1Bytes, viewOf } from './littleEndian'

/** The format of a new file, in which every bit of a sample is valid. Asserts 1–8 channels. */
export function newFormat(encoding: Encoding, rate: SampleRate, channels: number): AudioFormat {
  assert(Number.isInteger(channels) && channels >= 1 && channels <= 8, `not a channel count: ${channels}`)
  const bytes = bytesPerSample(encoding)
  return { encoding, rate, channels, bytesPerFrame: channels * bytes, validBits: 8 * bytes }
}

/**
 * Everything in front of the samples of a new WAV: `fmt `, `fact` for floats, and the header of `data`.
 * Samples of an odd number of bytes must be followed by one zero byte, which the sizes count already.
 * The format is extensible where Microsoft's rules ask for it: more than two channels, or integers of more than 16 bits or
 * with unused ones. Asserts that the file stays below 4 GB.
 */
export function wavHeader(format: AudioFormat, frames: number): Uint8Array {
  const dataBytes = frames * format.bytesPerFrame
  const body = formatBody(format)
  const fact = isInteger(format.encoding) ? new Uint8Array(0) : factChunk(frames)
  const size = 12 + 8 + body.length + fact.length + 8
  const riffSize = size - 8 + dataBytes + (dataBytes % 2)
  assert(riffSize < openSize, `a new WAV of ${dataBytes} bytes of samples`)
  const bytes = new Uint8Array(size)
  bytes.set(chunkHeader('RIFF', riffSize))
  bytes.set(latin1Bytes('WAVE'), 8)
  bytes.set(chunkHeader('fmt ', body.length), 12)
  bytes.set(body, 20)
  bytes.set(fact, 20 + body.length)
  bytes.set(chunkHeader('data', dataBytes), size - 8)
  return bytes
}

/** A whole new WAV file of `pcm`; `dither` as in `encodeFrames`. */
export function wavFile(pcm: Pcm, encoding: Encoding, dither: (() => number) | null): Uint8Array {
  const format = newFormat(encoding, pcm.rate, pcm.channels.length)
  const header = wavHeader(format, pcmFrames(pcm))
  const samples = encodeFrames(pcm.channels, format, dither)
  const bytes = new Uint8Array(header.length + samples.length + (samples.length % 2))
  bytes.set(header)
  bytes.set(samples, header.length)
  return bytes
}

/** Speaker positions by channel count, 1 to 8: mono in the centre, then the usual layouts up to 7.1. */
const channelMasks: readonly number[] = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x13f, 0x63f]

/** Microsoft's GUID base behind the two bytes of the tag. */
const guidEnd: readonly number[] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]

function formatBody(format: AudioFormat): Uint8Array {
  const { encoding, channels, rate, bytesPerFrame, validBits } = format
  const bits = 8 * bytesPerSample(encoding)
  const tag = isInteger(encoding) ? tagPcm : tagFloat
  const extensible = channels > 2 || (isInteger(encoding) && (bits > 16 || validBits < bits))
  const bytes = new Uint8Array(extensible ? 40 : tag === tagFloat ? 18 : 16)
  const view = viewOf(bytes)
  view.setUint16(0, extensible ? tagExtensible : tag, true)
  view.setUint16(2, channels, true)
  view.setUint32(4, rate, true)
  view.setUint32(8, rate * bytesPerFrame, true)
  view.setUint16(12, bytesPerFrame, true)
  view.setUint16(14, bits, true)
  if (!extensible) return bytes
  view.setUint16(16, 22, true)
  view.setUint16(18, validBits, true)
  view.setUint32(20, channelMasks[channels - 1] ?? 0, true)
  view.setUint16(24, tag, true)
  bytes.set(guidEnd, 26)
  return bytes
}

function factChunk(frames: number): Uint8Array {
  const bytes = new Uint8Array(12)
  bytes.set(chunkHeader('fact', 4))
  viewOf(bytes).setUint32(8, frames, true)
  return bytes
}
