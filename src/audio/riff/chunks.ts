import { type Chunk, isCut, maxChunks, tooManyChunks } from '../chunk'
import { latin1, latin1Bytes, readU64, viewOf } from './littleEndian'
import type { Container } from './sniff'
import type { HeaderWindow } from './window'

/** The 64-bit sizes of an RF64 or BW64 file. */
export interface Ds64 {
  readonly riffSize: number
  readonly dataSize: number
  /** Frames, or 0 where the writer left it open. */
  readonly frames: number
  /** Sizes of other chunks past 4 GB, by id. */
  readonly table: ReadonlyMap<string, number>
}

/**
 * How the length of the samples was found: `whole` as the header says; `streamed` to the end of the file, because the
 * header leaves it open; `cut` where the file ends early; `wrapped` where the header lost the bits above 4 GB.
 */
export type DataFate = 'whole' | 'streamed' | 'cut' | 'wrapped'

/** The chunks of a file, in file order, and what was odd about them. */
export interface ChunkTable {
  readonly chunks: readonly Chunk[]
  /** The 32-bit RIFF size in the header. */
  readonly riffField: number
  readonly ds64: Ds64 | null
  readonly dataFate: DataFate
  /** The first byte behind the last chunk. What follows belongs to no chunk. */
  readonly end: number
}

/** The 8 bytes in front of a chunk's body. */
export function chunkHeader(id: string, size: number): Uint8Array {
  const bytes = new Uint8Array(8)
  bytes.set(latin1Bytes(id))
  viewOf(bytes).setUint32(4, size, true)
  return bytes
}

/** A size that points elsewhere: into `ds64`, or to the end of the file. */
export const openSize = 0xffffffff

const ds64Bytes = 28
const ds64Entry = 12

/** Finds the chunks by their headers; no body is read but that of `ds64`. Throws `too-many-chunks`. */
export async function readChunkTable(window: HeaderWindow, container: Container): Promise<ChunkTable> {
  const riffField = viewOf(await window.at(4, 4)).getUint32(0, true)
  const chunks: Chunk[] = []
  const seen = new Set<string>()
  let ds64: Ds64 | null = null
  let dataFate: DataFate = 'whole'
  let riffEnd = riffEndOf(riffField, ds64, window.size)
  let at = 12
  while (at < window.size) {
    if (at >= riffEnd && seen.has('data') && seen.has('fmt ')) {
      if (!(await chains(window, at, window.size))) break
      riffEnd = window.size
    }
    const header = await readHeader(window, at)
    if (header === null) break
    if (chunks.length === maxChunks) throw tooManyChunks()
    const declared = declaredSize(header, ds64)
    let bodyEnd = Math.min(at + 8 + (declared ?? header.sizeField), window.size)
    if (header.id === 'data' && !seen.has('data')) {
      const found = await findDataEnd(window, header, declared, riffEnd)
      dataFate = found.fate
      bodyEnd = found.bodyEnd
    }
    const chunk = await makeChunk(window, header, declared ?? header.sizeField, bodyEnd)
    if (chunk.id !== 'data' && isCut(chunk) && bodyEnd - chunk.bodyStart >= openSize) break
    chunks.push(chunk)
    seen.add(chunk.id)
    at = chunk.end
    if (container !== 'RIFF' && ds64 === null && chunk.id === 'ds64') {
      ds64 = await readDs64(window, chunk)
      riffEnd = riffEndOf(riffField, ds64, window.size)
    }
  }
  return { chunks, riffField, ds64, dataFate, end: at }
}

interface Header {
  readonly id: string
  readonly offset: number
  readonly sizeField: number
}

/** The chunk header at `offset`, or null where none can be: too near the end, or an id that is not ASCII. */
async function readHeader(window: HeaderWindow, offset: number): Promise<Header | null> {
  const bytes = await window.at(offset, 8)
  if (bytes.length < 8) return null
  const id = latin1(bytes.subarray(0, 4))
  if (!/^[\x20-\x7e]{4}$/.test(id)) return null
  return { id, offset, sizeField: viewOf(bytes).getUint32(4, true) }
}

async function makeChunk(window: HeaderWindow, header: Header, declared: number, bodyEnd: number): Promise<Chunk> {
  const { id, offset, sizeField } = header
  const bodyStart = offset + 8
  const end = (bodyEnd - bodyStart) % 2 === 1 ? await padEnd(window, bodyEnd) : bodyEnd
  return { id, offset, bodyStart, bodyEnd, end, declaredSize: declared, sizeField }
}

/** Where the chunk behind an odd body begins. Some writers leave the pad byte out. */
async function padEnd(window: HeaderWindow, bodyEnd: number): Promise<number> {
  if (bodyEnd >= window.size) return bodyEnd
  if (await isPlausible(window, bodyEnd + 1)) return bodyEnd + 1
  return (await isPlausible(window, bodyEnd)) ? bodyEnd : bodyEnd + 1
}

/** Whether a chunk, or the end of the file, can stand at `offset`. */
async function isPlausible(window: HeaderWindow, offset: number): Promise<boolean> {
  if (offset === window.size) return true
  const header = await readHeader(window, offset)
  return header !== null && (header.id === 'data' || offset + 8 + header.sizeField <= window.size)
}

/** Whether `[start, end)` is nothing but chunks. */
async function chains(window: HeaderWindow, start: number, end: number): Promise<boolean> {
  let at = start
  for (let count = 0; at < end && count < maxChunks; count++) {
    const header = await readHeader(window, at)
    if (header === null) return false
    const bodyEnd = at + 8 + header.sizeField
    if (bodyEnd > end) return false
    at = bodyEnd === end || header.sizeField % 2 === 0 ? bodyEnd : await padEnd(window, bodyEnd)
  }
  return at === end
}

/** What the header and `ds64` say of a chunk's size, or null where they leave it open. */
function declaredSize(header: Header, ds64: Ds64 | null): number | null {
  if (header.sizeField !== openSize) return header.sizeField
  if (ds64 === null) return null
  const size = header.id === 'data' ? ds64.dataSize : ds64.table.get(header.id)
  return size === undefined || size >= 2 ** 63 ? null : size
}

async function findDataEnd(
  window: HeaderWindow,
  header: Header,
  declared: number | null,
  riffEnd: number,
): Promise<{ readonly fate: DataFate; readonly bodyEnd: number }> {
  const { size } = window
  const bodyStart = header.offset + 8
  if (declared === null) return { fate: 'streamed', bodyEnd: size }
  const bodyEnd = bodyStart + declared
  if (declared === 0) {
    const empty =
      (await chains(window, bodyStart, size)) || (riffEnd > bodyStart && (await chains(window, bodyStart, riffEnd)))
    return empty ? { fate: 'whole', bodyEnd } : { fate: 'streamed', bodyEnd: size }
  }
  if (bodyEnd > size) return { fate: isPlaceholder(declared) ? 'streamed' : 'cut', bodyEnd: size }
  const lost = Math.floor((size - bodyEnd) / 2 ** 32) * 2 ** 32
  if (lost > 0 && header.sizeField === declared && !(await isPlausible(window, bodyEnd + (declared % 2)))) {
    if (await isPlausible(window, bodyEnd + lost + (declared % 2))) return { fate: 'wrapped', bodyEnd: bodyEnd + lost }
  }
  return { fate: 'whole', bodyEnd }
}

/** Sizes that writers without a seekable output put in place of the real one (sox, arecord, players' disk writers). */
function isPlaceholder(size: number): boolean {
  return size === 0x7ffff000 || (size >= 0x7fffff00 && size <= 0x80000000) || size >= 0xffff0000
}

/** Where the header says the file ends, at most the end of the file; the latter where it leaves that open. */
function riffEndOf(riffField: number, ds64: Ds64 | null, size: number): number {
  const riffSize = riffField === openSize && ds64 !== null ? ds64.riffSize : riffField
  return riffSize === 0 || riffSize === openSize ? size : Math.min(8 + riffSize, size)
}

/** The body of `ds64`. Its table is read as far as one window goes, whatever count it claims. */
async function readDs64(window: HeaderWindow, chunk: Chunk): Promise<Ds64 | null> {
  const bytes = await window.at(chunk.bodyStart, Math.min(chunk.bodyEnd - chunk.bodyStart, 64 * 1024))
  if (bytes.length < ds64Bytes) return null
  const view = viewOf(bytes)
  const room = Math.floor((bytes.length - ds64Bytes) / ds64Entry)
  const table = new Map<string, number>()
  for (let entry = 0; entry < Math.min(view.getUint32(24, true), room); entry++) {
    const at = ds64Bytes + entry * ds64Entry
    table.set(latin1(bytes.subarray(at, at + 4)), readU64(view, at + 4))
  }
  return { riffSize: readU64(view, 0), dataSize: readU64(view, 8), frames: readU64(view, 16), table }
}
