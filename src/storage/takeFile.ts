import { sha256 } from './bytes'

/**
 * One take on disk: `magic`, the length of the metadata (4 bytes, little endian), the metadata (UTF-8 JSON), the
 * audio, the SHA-256 of all that, and `committed`. The end is written last, so that a file cut by a crash is known.
 */
const magic = 'PickTak1'
const committed = 'PickEnd1'
const headBytes = magic.length + 4
const tailBytes = 32 + committed.length

/** The two halves of a whole take file. */
export interface TakeFile {
  readonly meta: unknown
  readonly audio: Uint8Array
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const isAscii = (bytes: Uint8Array, text: string): boolean =>
  bytes.length === text.length && bytes.every((byte, i) => byte === text.charCodeAt(i))

/** The bytes of a take file. `meta` must be plain data. */
export async function takeFileBytes({ meta, audio }: TakeFile): Promise<Uint8Array> {
  const json = ascii(JSON.stringify(meta))
  const audioStart = headBytes + json.length
  const file = new Uint8Array(audioStart + audio.length + tailBytes)
  file.set(ascii(magic))
  new DataView(file.buffer).setUint32(magic.length, json.length, true)
  file.set(json, headBytes)
  file.set(audio, audioStart)
  const end = audioStart + audio.length
  file.set(await sha256(file.subarray(0, end)), end)
  file.set(ascii(committed), end + 32)
  return file
}

/** The length of the metadata when the first bytes of a file are a take's, else null. */
function metaLength(head: Uint8Array, size: number): number | null {
  if (head.length < headBytes || !isAscii(head.subarray(0, magic.length), magic)) return null
  const length = new DataView(head.buffer, head.byteOffset).getUint32(magic.length, true)
  return headBytes + length + tailBytes <= size ? length : null
}

function parseMeta(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}

/** The take in `file`, checked against its hash, or null when it is cut or damaged. */
export async function readTakeFile(file: Uint8Array): Promise<TakeFile | null> {
  const length = metaLength(file, file.length)
  if (length === null || !isAscii(file.subarray(-committed.length), committed)) return null
  const end = file.length - tailBytes
  const actual = await sha256(file.subarray(0, end))
  if (!actual.every((byte, i) => byte === file[end + i])) return null
  return { meta: parseMeta(file.subarray(headBytes, headBytes + length)), audio: file.slice(headBytes + length, end) }
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer())

/** The metadata of a take file that was written to its end, without reading its audio, else null. Does not hash. */
export async function readTakeMeta(file: Blob): Promise<unknown> {
  const length = metaLength(await bytesOf(file.slice(0, headBytes)), file.size)
  if (length === null) return null
  if (!isAscii(await bytesOf(file.slice(-committed.length)), committed)) return null
  return parseMeta(await bytesOf(file.slice(headBytes, headBytes + length)))
}
