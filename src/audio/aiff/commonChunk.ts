import { sampleRate } from '../../base/units'
import { type AudioFormat, bytesPerSample, type Encoding, isInteger } from '../format'
import { convertAdvice, fetchAgain, RecordingError } from '../riff/errors'
import { latin1, viewOf } from '../riff/littleEndian'
import { readExtended } from './extended'

/** The bytes of a `COMM` chunk that are read: those of AIFF and the compression type of AIFF-C. */
export const commonBytes = 22

/** What a `COMM` chunk says. */
export interface CommonChunk {
  readonly format: AudioFormat
  /** Frames, 0 where the writer left them open. */
  readonly frames: number
}

const bigEndian: readonly Encoding[] = ['s8', 's16be', 's24be', 's32be']
const littleEndian: readonly Encoding[] = ['s8', 's16', 's24', 's32']

/** The encodings of compression types that say all (Apple, "AIFF-C Specification", 1991, and QuickTime's codec types). */
const byType: ReadonlyMap<string, Encoding> = new Map([
  ['raw ', 'u8'],
  ['in24', 's24be'],
  ['in32', 's32be'],
  ['fl32', 'f32be'],
  ['FL32', 'f32be'],
  ['fl64', 'f64be'],
  ['FL64', 'f64be'],
  ['alaw', 'alaw'],
  ['ALAW', 'alaw'],
  ['ulaw', 'mulaw'],
  ['ULAW', 'mulaw'],
])

/**
 * Reads the first `commonBytes` bytes of a `COMM` chunk, or all there are; `compressed` for AIFF-C. Fewer bits than a box
 * holds stand at its top. A rate that is no whole number is rounded. Throws `bad-format`, `compressed-audio`,
 * `unsupported-encoding`.
 */
export function readCommonChunk(body: Uint8Array, compressed: boolean): CommonChunk {
  if (body.length < (compressed ? 22 : 18)) throw badFormat('its description of the samples is cut')
  const view = viewOf(body)
  const channels = view.getUint16(0)
  const bits = view.getUint16(6)
  const rate = Math.round(readExtended(view, 8))
  if (channels < 1 || channels > 8)
    throw badFormat(`it has ${channels} channels`, 'Export it again with 1 to 8 channels.')
  if (!(rate >= 1000 && rate <= 768_000))
    throw badFormat(`its sample rate is ${rate} Hz`, 'Export it again at 1000 to 768000 Hz.')
  const encoding = encodingOf(compressed ? latin1(body.subarray(18, 22)) : 'NONE', bits)
  const bytes = bytesPerSample(encoding)
  const validBits = isInteger(encoding) && bits >= 8 && bits <= 8 * bytes ? bits : 8 * bytes
  const format = { encoding, rate: sampleRate(rate), channels, bytesPerFrame: channels * bytes, validBits }
  return { format, frames: view.getUint32(2) }
}

function encodingOf(type: string, bits: number): Encoding {
  if (type === 'raw ' && bits > 8) {
    const what = `This AIFF file holds unsigned samples of ${bits} bits, which cannot be opened. ${convertAdvice('aiff')}`
    throw new RecordingError('unsupported-encoding', what, { bits })
  }
  const known = byType.get(type)
  if (known !== undefined) return known
  if (type === 'NONE' || type === 'twos' || type === 'sowt') {
    const encoding = (type === 'sowt' ? littleEndian : bigEndian)[Math.ceil(bits / 8) - 1]
    if (encoding === undefined) throw badFormat(`it says that a sample has ${bits} bits`)
    return encoding
  }
  const name = type.replaceAll(/[^\x20-\x7e]/g, '?').trim()
  throw new RecordingError(
    'compressed-audio',
    `This AIFF file holds audio compressed as “${name}”, not plain samples. ${convertAdvice('aiff')}`,
    { codec: name },
  )
}

function badFormat(what: string, wayOut: string = fetchAgain): RecordingError {
  return new RecordingError('bad-format', `This AIFF file cannot be read: ${what}. ${wayOut}`)
}
