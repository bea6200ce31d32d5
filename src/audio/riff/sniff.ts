import { must } from '../../base/assert'
import { convertAdvice, RecordingError } from './errors'
import { latin1 } from './littleEndian'

/** The kinds of WAV that are read: plain, and its two 64-bit forms (EBU Tech 3306, ITU-R BS.2088). */
export type Container = 'RIFF' | 'RF64' | 'BW64'

/** The containers of plain samples, which are edited in place. */
export type PlainContainer = Container | 'W64' | 'AIFF' | 'AIFC'

/** The containers of compressed audio that may be decodable. */
export type EncodedContainer = 'flac' | 'mp3' | 'aac' | 'ogg' | 'mp4' | 'webm'

/** What a file is, by its first bytes. `name` is for people: “an MP3 file”. */
export type Sniffed =
  | { readonly kind: 'plain'; readonly container: PlainContainer }
  | { readonly kind: 'encoded'; readonly container: EncodedContainer; readonly name: string }

interface Signature {
  readonly at: number
  readonly magic: string
  readonly name: string
  /** The usual file extension of audio; absent for what is not audio. */
  readonly extension?: string
  readonly lossless?: boolean
  readonly is?: PlainContainer | EncodedContainer
}

const signatures: readonly Signature[] = [
  { at: 0, magic: 'fLaC', name: 'a FLAC file', extension: 'flac', lossless: true, is: 'flac' },
  { at: 8, magic: 'AIFF', name: 'an AIFF file', extension: 'aiff', lossless: true, is: 'AIFF' },
  { at: 8, magic: 'AIFC', name: 'an AIFF-C file', extension: 'aiff', lossless: true, is: 'AIFC' },
  { at: 0, magic: 'riff\x2e\x91\xcf\x11', name: 'a Wave64 (W64) file', extension: 'w64', lossless: true, is: 'W64' },
  { at: 0, magic: 'RIFX', name: 'a big-endian WAV (RIFX) file', extension: 'wav', lossless: true },
  { at: 0, magic: 'caff', name: 'a CAF file', extension: 'caf', lossless: true },
  { at: 0, magic: 'wvpk', name: 'a WavPack file', extension: 'wv', lossless: true },
  { at: 0, magic: 'MAC ', name: "a Monkey's Audio file", extension: 'ape', lossless: true },
  { at: 0, magic: '.snd', name: 'a Sun AU file', extension: 'au', lossless: true },
  { at: 0, magic: 'ID3', name: 'an MP3 file', extension: 'mp3', is: 'mp3' },
  { at: 0, magic: 'OggS', name: 'an Ogg file', extension: 'ogg', is: 'ogg' },
  { at: 4, magic: 'ftyp', name: 'an M4A or MP4 file', extension: 'm4a', is: 'mp4' },
  { at: 0, magic: '\x1a\x45\xdf\xa3', name: 'a WebM or Matroska file', extension: 'webm', is: 'webm' },
  { at: 0, magic: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', name: 'a WMA file', extension: 'wma' },
  { at: 0, magic: '#!AMR', name: 'an AMR file', extension: 'amr' },
  { at: 8, magic: 'AVI ', name: 'an AVI video', extension: 'avi' },
  { at: 0, magic: 'MThd', name: 'a MIDI file' },
  { at: 0, magic: '\x89PNG', name: 'a PNG picture' },
  { at: 0, magic: '\xff\xd8\xff', name: 'a JPEG picture' },
  { at: 0, magic: 'GIF8', name: 'a GIF picture' },
  { at: 8, magic: 'WEBP', name: 'a WebP picture' },
  { at: 0, magic: '%PDF', name: 'a PDF' },
  { at: 0, magic: 'PK\x03\x04', name: 'a ZIP archive' },
]

/** How many bytes from the start of a file `sniffContainer` wants to see. */
export const sniffBytes = 64

/**
 * What a file is, by its first bytes (`sniffBytes` of them, or all there are) and never by its name.
 * Throws `not-audio`, `unsupported-container` or `cut-header` with the name of what it is instead.
 */
export function sniffFile(head: Uint8Array): Sniffed {
  const text = latin1(head)
  const id = text.slice(0, 4)
  if (id === 'RIFF' || id === 'RF64' || id === 'BW64') {
    if (text.slice(8, 12) === 'WAVE') return { kind: 'plain', container: id }
    if (text.length < 12) throw notAudio('This file is only the first few bytes of a WAV.')
  }
  const known = signatures.find(({ at, magic }) => text.startsWith(magic, at)) ?? frameSignature(head)
  if (known === null) throw notAudio(`This file is not a sound recording${guess(text)}.`)
  const { is, name } = known
  if (is === 'W64' || ((is === 'AIFF' || is === 'AIFC') && id === 'FORM')) return { kind: 'plain', container: is }
  if (is !== undefined && is !== 'AIFF' && is !== 'AIFC' && !isWav(is)) return { kind: 'encoded', container: is, name }
  throw refused(known)
}

/**
 * The kind of WAV that a file is. Throws as `sniffFile` does, and `unsupported-container` for every other audio, too.
 */
export function sniffContainer(head: Uint8Array): Container {
  const sniffed = sniffFile(head)
  if (sniffed.kind === 'plain' && isWav(sniffed.container)) return sniffed.container
  throw refused(
    must(
      signatures.find(({ is }) => is === sniffed.container) ?? frameSignature(head),
      'a signature for what was found',
    ),
  )
}

const isWav = (container: PlainContainer | EncodedContainer): container is Container =>
  container === 'RIFF' || container === 'RF64' || container === 'BW64'

function refused({ name, extension, lossless }: Signature): RecordingError {
  if (extension === undefined) return notAudio(`This file is not a sound recording, it is ${name}.`)
  return new RecordingError(
    'unsupported-container',
    `This is ${name}, which Pickup cannot open. ${convertAdvice(extension, lossless === true ? 's24' : 's16')}`,
    { name },
  )
}

function notAudio(what: string): RecordingError {
  return new RecordingError('not-audio', `${what} Open a WAV file instead.`)
}

/** MPEG audio and ADTS AAC begin with a sync word instead of a name. */
function frameSignature(head: Uint8Array): Signature | null {
  const [first = 0, second = 0, third = 0] = head
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null
  const layer = (second >> 1) & 3
  const usual = third >> 4 !== 15 && ((third >> 2) & 3) !== 3 && (second & 0x18) !== 8
  if ((layer === 1 || layer === 2) && usual)
    return { at: 0, magic: '', name: 'an MP3 file', extension: 'mp3', is: 'mp3' }
  if ((second & 0xf6) === 0xf0) return { at: 0, magic: '', name: 'an AAC file', extension: 'aac', is: 'aac' }
  return null
}

function guess(text: string): string {
  if (!/^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(text)) return ''
  return text.trimStart().startsWith('<') ? ', it looks like a web page' : ', it looks like text'
}
