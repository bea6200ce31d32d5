import type { InfillEncoding } from '../../../infill/contract'
import type { OutputFormat } from '../../infillForm'

/** Format tags of WAV (Microsoft's mmreg.h). */
const formatTag: Readonly<Record<InfillEncoding, number>> = { pcm_s16le: 1, pcm_f32le: 3, pcm_alaw: 6, pcm_mulaw: 7 }
const sampleBytes: Readonly<Record<InfillEncoding, number>> = { pcm_s16le: 2, pcm_f32le: 4, pcm_alaw: 1, pcm_mulaw: 1 }

/** The bytes of mono `samples` (full scale ±1, clipped) in a WAV or raw output. `rate` in Hz is the samples' own. */
export function writeAudio(
  samples: Float32Array,
  format: OutputFormat & { readonly encoding: InfillEncoding },
): Uint8Array<ArrayBuffer> {
  const { encoding, rate } = format
  const size = samples.length * sampleBytes[encoding]
  const header = format.container === 'wav' ? wavHeader(encoding, rate, samples.length) : new Uint8Array(0)
  const bytes = new Uint8Array(header.length + size + (format.container === 'wav' ? size % 2 : 0))
  bytes.set(header)
  const view = new DataView(bytes.buffer, header.length)
  samples.forEach((sample, index) => {
    const clipped = Math.min(1, Math.max(-1, sample))
    if (encoding === 'pcm_f32le') view.setFloat32(4 * index, clipped, true)
    else if (encoding === 'pcm_s16le') view.setInt16(2 * index, toInt16(clipped), true)
    else view.setUint8(index, encoding === 'pcm_mulaw' ? muLaw(toInt16(clipped)) : aLaw(toInt16(clipped)))
  })
  return bytes
}

/** A RIFF header with true sizes: `fmt ` as the tag wants it, and `fact` for all but plain PCM. */
function wavHeader(encoding: InfillEncoding, rate: number, frames: number): Uint8Array {
  const plain = encoding === 'pcm_s16le'
  const width = sampleBytes[encoding]
  const formatSize = plain ? 16 : 18
  const length = 20 + formatSize + (plain ? 0 : 12) + 8
  const dataSize = frames * width
  const view = new DataView(new ArrayBuffer(length))
  let at = 0
  const tag = (text: string) => {
    for (const letter of text) view.setUint8(at++, letter.charCodeAt(0))
  }
  const u32 = (value: number) => {
    view.setUint32(at, value, true)
    at += 4
  }
  const u16 = (value: number) => {
    view.setUint16(at, value, true)
    at += 2
  }
  tag('RIFF')
  u32(length - 8 + dataSize + (dataSize % 2))
  tag('WAVEfmt ')
  u32(formatSize)
  u16(formatTag[encoding])
  u16(1)
  u32(rate)
  u32(rate * width)
  u16(width)
  u16(8 * width)
  if (!plain) {
    u16(0)
    tag('fact')
    u32(4)
    u32(frames)
  }
  tag('data')
  u32(dataSize)
  return new Uint8Array(view.buffer)
}

function toInt16(sample: number): number {
  return Math.min(32_767, Math.round(sample * 32_768))
}

/** One sample by ITU-T G.711 µ-law. */
function muLaw(sample: number): number {
  const bias = 0x84
  const magnitude = Math.min(Math.abs(sample), 32_635) + bias
  const exponent = 31 - Math.clz32(magnitude) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}

/** One sample by ITU-T G.711 A-law. */
function aLaw(sample: number): number {
  const negative = sample < 0
  const magnitude = negative ? ~sample >> 3 : sample >> 3
  const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 4)
  const mantissa = (magnitude >> Math.max(1, exponent)) & 0x0f
  return ((exponent << 4) | mantissa) ^ (negative ? 0x55 : 0xd5)
}
