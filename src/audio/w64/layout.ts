import { frames } from '../../base/units'
import { type Chunk, isCut } from '../chunk'
import { type ChunkRules, walkChunks } from '../chunkWalk'
import type { CommonLayout } from '../commonLayout'
import { notesOf } from '../layoutFindings'
import { fetchAgain, RecordingError } from '../riff/errors'
import { formatBytes, readFormatChunk } from '../riff/formatChunk'
import { readU64, viewOf } from '../riff/littleEndian'
import { HeaderWindow } from '../riff/window'
import type { ByteSource } from '../source'
import { chunkId } from './guids'

/** Where the parts of a Sony Wave64 file lie. With no notes, `composeW64` of an unchanged length gives the same file. */
export interface W64Layout extends CommonLayout {
  readonly container: 'W64'
  /** Bytes of the frame count in `fact`: 8, or 4 from some writers; null where there is none. */
  readonly factBytes: 4 | 8 | null
  /** Whether the last chunk is padded to a multiple of 8 bytes. */
  readonly padLast: boolean
}

/** The file's own header: GUID, size, GUID of WAVE. */
const headBytes = 40

/** Sizes past this are left open by writers that cannot go back. */
const largest = 2 ** 53

const rules: ChunkRules = {
  start: headBytes,
  headerBytes: 24,
  align: 8,
  sampleId: 'data',
  sampleLead: 0,
  readHeader(bytes) {
    const id = chunkId(bytes.subarray(0, 16))
    const size = readU64(viewOf(bytes), 16)
    if (id === 'data' && (size < 24 || size > largest)) return { id, size: null }
    return size < 24 || size > largest ? null : { id, size: size - 24 }
  },
}

/**
 * Finds the samples and every chunk of a W64 file, reading headers only. The caller has seen its first GUID.
 * Throws `RecordingError` for what holds no plain samples, and whatever `source.read` rejects with.
 */
export async function readW64Layout(source: ByteSource): Promise<W64Layout> {
  const window = new HeaderWindow(source)
  const walked = await walkChunks(window, rules)
  const find = (id: string): Chunk | undefined => walked.chunks.find((chunk) => chunk.id === id)
  const formatChunk = find('fmt ')
  const data = find('data')
  const last = walked.chunks.at(-1)
  if (last === undefined || (last !== data && isCut(last) && (formatChunk === undefined || data === undefined))) {
    throw missing('cut-header', 'ends before its samples begin')
  }
  if (formatChunk === undefined) throw missing('no-format', 'does not say what its samples are (it has no “fmt” chunk)')
  const bodyLength = Math.min(formatChunk.bodyEnd - formatChunk.bodyStart, formatBytes)
  const { format, consistent } = readFormatChunk(await window.at(formatChunk.bodyStart, bodyLength))
  if (data === undefined) throw missing('no-samples', 'holds no samples (it has no “data” chunk)')
  const heldBytes = data.bodyEnd - data.bodyStart
  const count = Math.floor(heldBytes / format.bytesPerFrame)
  if (count === 0) throw missing('no-samples', 'has an empty “data” chunk')
  const fact = await readFact(window, find('fact'))
  const padLast = isPadded(last)
  const riffSize = readU64(viewOf(await window.at(16, 8)), 0)
  const notes = notesOf({
    walked,
    format,
    samples: data,
    promisedBytes: data.declaredSize,
    heldBytes,
    sizesRight: consistent && riffSize === walked.end && (fact === null || fact.frames === count),
    padMissing: false,
    single: ['fmt ', 'data'],
    size: source.size,
  })
  return {
    container: 'W64',
    format,
    frames: frames(count),
    dataStart: data.bodyStart,
    chunks: walked.chunks,
    notes,
    factBytes: fact?.bytes ?? null,
    padLast,
  }
}

/** A last chunk that ends at a multiple of 8 bytes needs no padding and counts as padded, as does one that is cut. */
function isPadded(last: Chunk): boolean {
  return isCut(last) || (last.end - last.offset) % 8 === 0
}

async function readFact(
  window: HeaderWindow,
  fact: Chunk | undefined,
): Promise<{ readonly bytes: 4 | 8; readonly frames: number } | null> {
  if (fact === undefined || isCut(fact)) return null
  const body = await window.at(fact.bodyStart, Math.min(fact.bodyEnd - fact.bodyStart, 8))
  if (body.length === 8) return { bytes: 8, frames: readU64(viewOf(body), 0) }
  return body.length >= 4 ? { bytes: 4, frames: viewOf(body).getUint32(0, true) } : null
}

function missing(code: 'no-format' | 'no-samples' | 'cut-header', what: string): RecordingError {
  return new RecordingError(code, `This W64 file ${what}. ${fetchAgain}`)
}
