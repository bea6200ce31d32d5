import { frames } from '../../base/units'
import { type Chunk, isCut } from '../chunk'
import type { CommonLayout } from '../commonLayout'
import type { ByteSource } from '../source'
import { type ChunkTable, openSize, readChunkTable } from './chunks'
import { emptyFile, fetchAgain, RecordingError } from './errors'
import { type FormatChunk, formatBytes, readFormatChunk } from './formatChunk'
import {
  byteText,
  cutChunk,
  cutSamples,
  type LayoutNote,
  missingPad,
  openLength,
  partialFrame,
  secondChunk,
  trailingBytes,
  wrongSizes,
} from './layoutNotes'
import { viewOf } from './littleEndian'
import { type Container, sniffBytes, sniffContainer } from './sniff'
import { HeaderWindow } from './window'

/** Where the parts of a WAV file lie. With no notes, `composeWav` of an unchanged length gives the same file back. */
export interface WavLayout extends CommonLayout {
  readonly container: Container
  /** The frame count in `ds64`: 0 where left open, null where there is none. */
  readonly ds64Frames: number | null
  /** The frame count in `fact`, null where there is none. */
  readonly factFrames: number | null
}

/**
 * Finds the samples and every chunk of a WAV file, reading headers only.
 * Wrong sizes are repaired where the file shows what is right; see the notes of the result.
 * Throws `RecordingError` for what is not a WAV with plain samples, and whatever `source.read` rejects with.
 */
export async function readWavLayout(source: ByteSource): Promise<WavLayout> {
  if (source.size === 0) throw emptyFile()
  const window = new HeaderWindow(source)
  const container = sniffContainer(await window.at(0, sniffBytes))
  const table = await readChunkTable(window, container)
  const parts = await readParts(window, table)
  const { format } = parts.format
  const bytes = parts.data.bodyEnd - parts.data.bodyStart
  const count = Math.floor(bytes / format.bytesPerFrame)
  if (count === 0) throw noSamples('The samples of this WAV are missing: its data chunk is empty.')
  return {
    container,
    format,
    frames: frames(count),
    dataStart: parts.data.bodyStart,
    chunks: table.chunks,
    notes: findNotes({ container, table, parts, frames: count, size: source.size }),
    ds64Frames: table.ds64?.frames ?? null,
    factFrames: parts.factFrames,
  }
}

interface Parts {
  readonly data: Chunk
  readonly format: FormatChunk
  readonly factFrames: number | null
}

async function readParts(window: HeaderWindow, { chunks }: ChunkTable): Promise<Parts> {
  const formatChunk = chunks.find((chunk) => chunk.id === 'fmt ')
  const data = chunks.find((chunk) => chunk.id === 'data')
  const last = chunks.at(-1)
  if (last === undefined) throw cutHeader('it ends, or turns into something else, behind its first 12 bytes')
  if ((formatChunk === undefined || data === undefined) && last.id !== 'data' && isCut(last)) {
    throw cutHeader(`its “${last.id}” chunk should have ${byteText(last.declaredSize)}, more than the file holds`)
  }
  if (formatChunk === undefined) {
    throw new RecordingError(
      'no-format',
      `This WAV does not say what its samples are (it has no “fmt ” chunk). ${fetchAgain}`,
    )
  }
  const body = await window.at(
    formatChunk.bodyStart,
    Math.min(formatChunk.bodyEnd - formatChunk.bodyStart, formatBytes),
  )
  if (body.length < 16 && isCut(formatChunk)) throw cutHeader('its description of the samples is cut')
  const format = readFormatChunk(body)
  if (data === undefined) throw noSamples('This WAV holds no samples (it has no “data” chunk).')
  const fact = chunks.find((chunk) => chunk.id === 'fact')
  const factBody =
    fact === undefined ? null : await window.at(fact.bodyStart, Math.min(fact.bodyEnd - fact.bodyStart, 4))
  const factFrames = factBody?.length === 4 ? viewOf(factBody).getUint32(0, true) : null
  return { data, format, factFrames }
}

interface Findings {
  readonly container: Container
  readonly table: ChunkTable
  readonly parts: Parts
  readonly frames: number
  readonly size: number
}

/** Everything that keeps an unchanged export from being the same file, in words. */
function findNotes(found: Findings): LayoutNote[] {
  const { table, parts, size } = found
  const notes = lengthNotes(found)
  if (!parts.format.consistent) notes.push(unlikeFrames)
  const last = table.chunks.at(-1)
  if (last !== undefined && last.id !== 'data' && isCut(last)) notes.push(cutChunk(last))
  const unpadded = table.chunks.filter(lacksPad)
  if (unpadded.length > 0) {
    notes.push(missingPad(unpadded.length === 1 ? `the “${unpadded[0]?.id}” chunk` : `${unpadded.length} chunks`))
  }
  for (const id of ['data', 'fmt ']) {
    if (table.chunks.filter((chunk) => chunk.id === id).length > 1) notes.push(secondChunk(id))
  }
  if (!inOrder(found)) notes.push(strayChunks)
  if (table.end < size) notes.push(trailingBytes(size - table.end))
  if (notes.length === 0 && !sizesRight(found)) notes.push(wrongSizes)
  return notes
}

const unlikeFrames: LayoutNote = {
  code: 'block-align',
  message:
    'The header contradicts itself on the size of a frame. The channels and bits were trusted, and the export says it right.',
}

const strayChunks: LayoutNote = {
  code: 'chunk-order',
  message: 'Chunks that must come before the samples stand elsewhere. The export puts them in front.',
}

const wrappedLength: LayoutNote = {
  code: 'sizes-repaired',
  message:
    'The recording is too long for the lengths in its header. It was opened in full, and the export says the length right.',
}

/** Whether a whole chunk of odd length has no pad byte. */
function lacksPad(chunk: Chunk): boolean {
  const length = chunk.bodyEnd - chunk.bodyStart
  return length % 2 === 1 && chunk.end === chunk.bodyEnd && length === chunk.declaredSize
}

function lengthNotes({ table, parts }: Findings): LayoutNote[] {
  const { format } = parts.format
  const { bodyStart, bodyEnd, declaredSize } = parts.data
  const held = bodyEnd - bodyStart
  if (table.dataFate === 'cut') return [cutSamples(declaredSize, held, format)]
  const notes: LayoutNote[] = []
  if (table.dataFate === 'streamed') notes.push(openLength)
  if (table.dataFate === 'wrapped') notes.push(wrappedLength)
  const spare = held % format.bytesPerFrame
  if (spare > 0) notes.push(partialFrame(spare))
  return notes
}

/** `fmt ` before `data`, and in a 64-bit file no `ds64` but before everything. */
function inOrder({ container, table: { chunks } }: Findings): boolean {
  const ids = chunks.map((chunk) => chunk.id)
  return (container === 'RIFF' || ids.lastIndexOf('ds64') <= 0) && ids.indexOf('fmt ') < ids.indexOf('data')
}

function sizesRight({ container, table, parts, frames }: Findings): boolean {
  const { riffField, ds64, end } = table
  const { sizeField, bodyStart, bodyEnd } = parts.data
  const { factFrames } = parts
  if (container === 'RIFF') {
    return riffField === end - 8 && sizeField === bodyEnd - bodyStart && (factFrames ?? frames) === frames
  }
  return (
    ds64 !== null &&
    riffField === openSize &&
    sizeField === openSize &&
    ds64.riffSize === end - 8 &&
    ds64.dataSize === bodyEnd - bodyStart &&
    (ds64.frames === 0 || ds64.frames === frames) &&
    (factFrames === null || factFrames === openSize || factFrames === frames)
  )
}

function cutHeader(what: string): RecordingError {
  return new RecordingError('cut-header', `This WAV ends before its samples begin: ${what}. ${fetchAgain}`)
}

function noSamples(what: string): RecordingError {
  return new RecordingError('no-samples', `${what} ${fetchAgain}`)
}
