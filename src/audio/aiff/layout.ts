import { frames } from '../../base/units'
import { type Chunk, isCut } from '../chunk'
import { type ChunkRules, walkChunks } from '../chunkWalk'
import type { CommonLayout } from '../commonLayout'
import { notesOf } from '../layoutFindings'
import { fetchAgain, RecordingError } from '../riff/errors'
import { latin1, viewOf } from '../riff/littleEndian'
import { HeaderWindow } from '../riff/window'
import type { ByteSource } from '../source'
import { commonBytes, readCommonChunk } from './commonChunk'

/** Where the parts of an AIFF or AIFF-C file lie. With no notes, `composeAiff` of an unchanged length gives the same file. */
export interface AiffLayout extends CommonLayout {
  readonly container: 'AIFF' | 'AIFC'
}

/** Bytes at the start of an `SSND` body: how many bytes to skip before the samples, and a block size. */
const leadBytes = 8

/** The size that writers leave who cannot go back. */
const openSize = 0xffffffff

const rules: ChunkRules = {
  start: 12,
  headerBytes: 8,
  align: 2,
  sampleId: 'SSND',
  sampleLead: leadBytes,
  readHeader(bytes) {
    const id = latin1(bytes.subarray(0, 4))
    if (!/^[\x20-\x7e]{4}$/.test(id)) return null
    const size = viewOf(bytes).getUint32(4)
    return { id, size: id === 'SSND' && size === openSize ? null : size }
  },
}

/**
 * Finds the samples and every chunk of an AIFF file, reading headers only. The caller has seen its first 12 bytes.
 * Throws `RecordingError` for what holds no plain samples, and whatever `source.read` rejects with.
 */
export async function readAiffLayout(source: ByteSource): Promise<AiffLayout> {
  const window = new HeaderWindow(source)
  const head = await window.at(0, 12)
  const container = latin1(head.subarray(8, 12)) === 'AIFC' ? 'AIFC' : 'AIFF'
  const walked = await walkChunks(window, rules)
  const find = (id: string): Chunk | undefined => walked.chunks.find((chunk) => chunk.id === id)
  const common = find('COMM')
  const sound = find('SSND')
  const last = walked.chunks.at(-1)
  if (last === undefined || (last !== sound && isCut(last) && (common === undefined || sound === undefined))) {
    throw missing('cut-header', 'ends before its samples begin')
  }
  if (common === undefined) throw missing('no-format', 'does not say what its samples are (it has no “COMM” chunk)')
  if (sound === undefined) throw missing('no-samples', 'holds no samples (it has no “SSND” chunk)')
  const commonEnd = Math.min(common.bodyEnd - common.bodyStart, commonBytes)
  const { format, frames: said } = readCommonChunk(await window.at(common.bodyStart, commonEnd), container === 'AIFC')
  const lead = await sampleLead(window, sound)
  const heldBytes = sound.bodyEnd - sound.bodyStart - lead
  const count = Math.floor(heldBytes / format.bytesPerFrame)
  if (count < 1) throw missing('no-samples', 'has an empty “SSND” chunk')
  const notes = notesOf({
    walked,
    format,
    samples: sound,
    promisedBytes: sound.declaredSize - lead,
    heldBytes,
    sizesRight: viewOf(head).getUint32(4) === walked.end - 8 && said === count,
    padMissing: (last.end - last.offset) % 2 === 1 && !isCut(last),
    single: ['COMM', 'SSND'],
    size: source.size,
  })
  return { container, format, frames: frames(count), dataStart: sound.bodyStart + lead, chunks: walked.chunks, notes }
}

/** Bytes of the body before the samples. */
async function sampleLead(window: HeaderWindow, sound: Chunk): Promise<number> {
  const lead = await window.at(sound.bodyStart, leadBytes)
  return lead.length < leadBytes ? leadBytes : leadBytes + viewOf(lead).getUint32(0)
}

function missing(code: 'no-format' | 'no-samples' | 'cut-header', what: string): RecordingError {
  return new RecordingError(code, `This AIFF file ${what}. ${fetchAgain}`)
}
