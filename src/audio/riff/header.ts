import { assert } from '../../base/assert'
import { type SampleRate } from '../../base/units'
import { encodeFrames } from '../codec'
import { type AudioFormat, bytesPerSample, type Encoding, isInteger, kindOf } from '../format'
import { type Pcm, pcmFrames } from '../pcm'
import { chunkHeader, openSize } from './chunks'
import { tagAlaw, tagExtensible, tagFloat, tagMulaw, tagPcm } from './formatTags'
import { latin1Bytes, viewOf, writeU64 } from './littleEndian'

/** The format of a new file, in which every bit of a sample is valid. Asserts 1–8 channels. */
export function newFormat(encoding: Encoding, rate: SampleRate, channels: number): AudioFormat {
  assert(Number.isInteger(channels) && channels >= 1 && channels <= 8, `not a channel count: ${channels}`)
  const bytes = bytesPerSample(encoding)
  return { encoding, rate, channels, bytesPerFrame: channels * bytes, validBits: 8 * bytes }
}

/**
 * Everything in front of the samples of a new WAV: `fmt `, `fact` for all but integers, and the header of `data`.
 * Samples of an odd number of bytes must be followed by one zero byte, which the sizes count already.
 * The format is extensible where Microsoft's rules ask for it: more than two channels, or integers of more than 16 bits or
 * with unused ones. Asserts that the file stays below 4 GB and that WAV has the encoding: big endian and `s8` it has not.
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

/** Bytes of `ds64` without a table, and so of the JUNK chunk that keeps its room. */
const ds64Bytes = 28

/**
 * Everything in front of the samples of a new WAV of any length: as `wavHeader`, with room for the 64-bit sizes of an RF64,
 * which it becomes past 4 GB (EBU Tech 3306). Its own length depends on the format alone, so that it can be written
 * again over itself when the number of frames is known.
 */
export function longWavHeader(format: AudioFormat, frames: number): Uint8Array {
  const plain = wavHeader(format, 0)
  const dataBytes = frames * format.bytesPerFrame
  const bytes = new Uint8Array(plain.length + 8 + ds64Bytes)
  const view = viewOf(bytes)
  const riffSize = bytes.length - 8 + dataBytes + (dataBytes % 2)
  const wide = riffSize >= openSize
  bytes.set(chunkHeader(wide ? 'RF64' : 'RIFF', wide ? openSize : riffSize))
  bytes.set(latin1Bytes('WAVE'), 8)
  bytes.set(chunkHeader(wide ? 'ds64' : 'JUNK', ds64Bytes), 12)
  if (wide) [riffSize, dataBytes, frames].forEach((value, i) => writeU64(view, 20 + 8 * i, value))
  bytes.set(plain.subarray(12), 20 + ds64Bytes)
  view.setUint32(bytes.length - 4, wide ? openSize : dataBytes, true)
  if (!isInteger(format.encoding)) view.setUint32(bytes.length - 12, Math.min(frames, openSize), true)
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
  const tag = tagOf(encoding)
  const extensible = channels > 2 || (isInteger(encoding) && (bits > 16 || validBits < bits))
  const bytes = new Uint8Array(extensible ? 40 : tag === tagPcm ? 16 : 18)
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

function tagOf(encoding: Encoding): number {
  assert(!encoding.endsWith('be') && encoding !== 's8', `WAV has no encoding ${encoding}`)
  if (encoding === 'alaw') return tagAlaw
  if (encoding === 'mulaw') return tagMulaw
  return kindOf(encoding) === 'float' ? tagFloat : tagPcm
}

function factChunk(frames: number): Uint8Array {
  const bytes = new Uint8Array(12)
  bytes.set(chunkHeader('fact', 4))
  viewOf(bytes).setUint32(8, frames, true)
  return bytes
}
