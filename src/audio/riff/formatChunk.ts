import { sampleRate } from '../../base/units'
import { type AudioFormat, bytesPerSample, type Encoding, isInteger } from '../format'
import { convertAdvice, fetchAgain, RecordingError } from './errors'
import { codecName, tagAlaw, tagExtensible, tagFloat, tagMulaw, tagPcm, tagText } from './formatTags'
import { latin1, viewOf } from './littleEndian'

/** The most bytes of a `fmt ` chunk that carry meaning: those of WAVE_FORMAT_EXTENSIBLE. */
export const formatBytes = 40

/** What a `fmt ` chunk says. */
export interface FormatChunk {
  readonly format: AudioFormat
  /** Whether its block align and byte rate are what the format makes them. */
  readonly consistent: boolean
}

/** The byte rate and block align of a `fmt ` body as the format makes them, and their offset in it. */
export function repeatedNumbers({ rate, bytesPerFrame }: AudioFormat): { readonly at: 8; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(6)
  viewOf(bytes).setUint32(0, rate * bytesPerFrame, true)
  viewOf(bytes).setUint16(4, bytesPerFrame, true)
  return { at: 8, bytes }
}

/** The part of a sub-format GUID behind the tag: Microsoft's base, and the one of ambisonic B-format files. */
const guidEnds: ReadonlySet<string> = new Set([
  '\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71',
  '\x00\x00\x21\x07\xd3\x11\x86\x44\xc8\xc1\xca\x00\x00\x00',
])

/**
 * Reads the body of a `fmt ` chunk (its first `formatBytes` bytes, or all there are).
 * Samples lie in boxes of whole bytes; with fewer valid bits they stand at the top of the box, as Microsoft's
 * "Multiple Channel Audio Data and WAVE Files" has it.
 * Throws `bad-format`, `compressed-audio` or `unsupported-encoding`.
 */
export function readFormatChunk(body: Uint8Array): FormatChunk {
  if (body.length < 16) throw badFormat(`its format chunk has ${body.length} bytes where 16 are the least`)
  const view = viewOf(body)
  const tag = sampleTag(body, view)
  const channels = view.getUint16(2, true)
  const rate = view.getUint32(4, true)
  const bits = view.getUint16(14, true)
  if (channels < 1 || channels > 8)
    throw badFormat(`it has ${channels} channels`, 'Export it again with 1 to 8 channels.')
  if (rate < 1000 || rate > 768_000)
    throw badFormat(`its sample rate is ${rate} Hz`, 'Export it again at 1000 to 768000 Hz.')
  const encoding = encodingOf(tag, bits)
  const boxBits = 8 * bytesPerSample(encoding)
  const bytesPerFrame = channels * bytesPerSample(encoding)
  const byteRate = view.getUint32(8, true)
  const blockAlign = view.getUint16(12, true)
  if (blockAlign > bytesPerFrame && blockAlign % channels === 0 && byteRate === rate * blockAlign) {
    throw unsupported(`${bits}-bit samples in boxes of ${blockAlign / channels} bytes`, { bits, blockAlign, channels })
  }
  return {
    format: {
      encoding,
      rate: sampleRate(rate),
      channels,
      bytesPerFrame,
      validBits: isInteger(encoding) ? validBits(view, bits) : boxBits,
    },
    consistent: blockAlign === bytesPerFrame && byteRate === (rate * bytesPerFrame) % 2 ** 32,
  }
}

/** The format tag, looked up in the sub-format of an extensible format. */
function sampleTag(body: Uint8Array, view: DataView): number {
  const tag = view.getUint16(0, true)
  if (tag !== tagExtensible) return tag
  if (body.length < formatBytes) throw badFormat('its extensible format is cut short')
  if (guidEnds.has(latin1(body.subarray(26, 40)))) return view.getUint16(24, true)
  throw unsupported('an unknown sub-format', { tag })
}

function encodingOf(tag: number, bits: number): Encoding {
  if (tag === tagPcm) return integerOf(bits)
  if (tag === tagFloat) {
    if (bits === 32) return 'f32'
    if (bits === 64) return 'f64'
    throw unsupported(`${bits}-bit floating point samples`, { bits })
  }
  if (tag === tagAlaw || tag === tagMulaw) {
    if (bits === 8) return tag === tagAlaw ? 'alaw' : 'mulaw'
    throw unsupported(`${bits}-bit samples of a codec of 8`, { bits, tag })
  }
  const codec = codecName(tag)
  if (codec === null) throw unsupported(`the unknown format tag ${tagText(tag)}`, { tag })
  throw new RecordingError(
    'compressed-audio',
    `This WAV holds ${codec} audio (format tag ${tagText(tag)}), not plain samples. ${convertAdvice('wav')}`,
    { tag, codec },
  )
}

function integerOf(bits: number): Encoding {
  if (bits === 0) throw badFormat('it says that a sample has 0 bits')
  if (bits === 8) return 'u8'
  if (bits > 8 && bits <= 16) return 's16'
  if (bits > 16 && bits <= 24) return 's24'
  if (bits > 24 && bits <= 32) return 's32'
  throw unsupported(`${bits}-bit samples`, { bits })
}

/** An extensible format says how many bits are valid; one that says nonsense is taken to use the whole box. */
function validBits(view: DataView, bits: number): number {
  const said = view.getUint16(0, true) === tagExtensible ? view.getUint16(18, true) : bits
  return said >= 8 && said <= bits ? said : bits
}

function badFormat(what: string, wayOut: string = fetchAgain): RecordingError {
  return new RecordingError('bad-format', `This WAV cannot be read: ${what}. ${wayOut}`)
}

function unsupported(what: string, data: Readonly<Record<string, unknown>>): RecordingError {
  return new RecordingError('unsupported-encoding', `This WAV holds ${what}. ${convertAdvice('wav', 's24')}`, data)
}
