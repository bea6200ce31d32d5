import { assert, must } from '../../base/assert'
import type { Frames } from '../../base/units'
import { type Chunk, isCut } from '../chunk'
import { type ChunkChanges, joined, partBytes, type WavFrame, type WavPart } from '../frame'
import { chunkHeader, openSize } from './chunks'
import { repeatedNumbers } from './formatChunk'
import type { WavLayout } from './layout'
import { latin1Bytes, viewOf, writeU64 } from './littleEndian'
import type { Container } from './sniff'

/**
 * The file around `frames` frames of samples in the recording's format: every other chunk in order and byte for byte,
 * with sizes, pad bytes, `fact` and the numbers that `fmt ` repeats made right. A RIFF that passes 4 GB becomes RF64, in
 * the room of a leading JUNK chunk where there is one (EBU Tech 3306); RF64 and BW64 stay what they are.
 * Left out: second `data` and `fmt ` chunks, and bytes that belong to no chunk. Moved to the front: what must be there.
 * `changes` as in `ChunkChanges`, for chunks other than `fmt `, `fact`, `data` and `ds64`.
 */
export function composeWav(layout: WavLayout, frames: Frames, changes: ChunkChanges = new Map()): WavFrame {
  const plan = { layout, frames, changes }
  const same = compose(plan, layout.container)
  const dataBytes = frames * layout.format.bytesPerFrame
  const tooLong = dataBytes >= openSize || same.size - 8 >= openSize
  return layout.container === 'RIFF' && tooLong ? compose(plan, 'RF64') : same
}

interface Plan {
  readonly layout: WavLayout
  readonly frames: Frames
  readonly changes: ChunkChanges
}

function compose({ layout, frames, changes }: Plan, container: Container): WavFrame {
  const dataBytes = frames * layout.format.bytesPerFrame
  const wide = container !== 'RIFF'
  const kept = keptChunks(layout.chunks, wide).filter((chunk) => changes.get(chunk) !== null)
  const slot = wide ? ds64Slot(kept[0]) : null
  const after = slot?.consumed === true ? kept.slice(1) : kept
  const rest = [
    ...(slot?.rest ?? []),
    ...after.flatMap((chunk) =>
      chunk.id === 'data'
        ? dataParts(chunk, layout, frames, wide)
        : chunkParts(chunk, { layout, frames, changes }, wide),
    ),
  ]
  const lead = 12 + (slot === null ? 0 : slot.header.length + ds64Fields)
  const size = lead + rest.reduce((sum, part) => sum + partBytes(part, dataBytes), 0)
  const start: WavPart[] = [{ kind: 'bytes', bytes: riffHeader(container, size) }]
  if (slot !== null) {
    start.push({ kind: 'bytes', bytes: slot.header })
    start.push({ kind: 'bytes', bytes: ds64Numbers(size - 8, dataBytes, layout.ds64Frames === 0 ? 0 : frames) })
  }
  return { parts: joined([...start, ...rest]), size }
}

/** The chunks that are written, `fmt ` before `data`, and in a 64-bit file no `ds64` but a leading one. */
function keptChunks(chunks: readonly Chunk[], wide: boolean): Chunk[] {
  const format = must(
    chunks.find((chunk) => chunk.id === 'fmt '),
    'a layout without a fmt chunk',
  )
  const data = must(
    chunks.find((chunk) => chunk.id === 'data'),
    'a layout without a data chunk',
  )
  const kept = chunks.filter((chunk, index) => {
    if (chunk.id === 'data') return chunk === data
    if (chunk.id === 'fmt ') return chunk === format && format.offset < data.offset
    return !wide || chunk.id !== 'ds64' || index === 0
  })
  return format.offset < data.offset ? kept : kept.toSpliced(kept.indexOf(data), 0, format)
}

/** Bytes of `ds64` that change with the length: RIFF size, data size, frames. Behind them stands its table. */
const ds64Fields = 24

interface Ds64Slot {
  readonly header: Uint8Array
  /** What follows the numbers. */
  readonly rest: readonly WavPart[]
  /** Whether it takes the place of the first chunk. */
  readonly consumed: boolean
}

/** Where `ds64` goes: over the one there is, keeping its table; over a JUNK chunk with room for it; or in between. */
function ds64Slot(first: Chunk | undefined): Ds64Slot {
  const noTable: WavPart = { kind: 'bytes', bytes: new Uint8Array(4) }
  const length = first === undefined ? 0 : first.bodyEnd - first.bodyStart
  if (first?.id === 'ds64' && length >= 28) {
    const rest: WavPart = { kind: 'copy', start: first.bodyStart + ds64Fields, end: first.end }
    return { header: chunkHeader('ds64', length), rest: [rest], consumed: true }
  }
  const header = chunkHeader('ds64', 28)
  if (first?.id === 'JUNK' && length >= 36) {
    const left: WavPart = { kind: 'bytes', bytes: chunkHeader('JUNK', length - 36) }
    const filler: WavPart = { kind: 'copy', start: first.bodyStart + 36, end: first.bodyEnd }
    return { header, rest: [noTable, left, filler, ...padParts(first)], consumed: true }
  }
  const replaced = first?.id === 'ds64' || (first?.id === 'JUNK' && length >= 28)
  return { header, rest: [noTable], consumed: replaced }
}

function dataParts(chunk: Chunk, layout: WavLayout, frames: Frames, wide: boolean): WavPart[] {
  const size = frames * layout.format.bytesPerFrame
  const parts: WavPart[] = [{ kind: 'bytes', bytes: chunkHeader('data', wide ? openSize : size) }, { kind: 'samples' }]
  if (size % 2 === 0) return parts
  const sameLength = size === chunk.bodyEnd - chunk.bodyStart
  return [...parts, ...(sameLength ? padParts(chunk) : [padByte])]
}

/** A chunk as it stands in the source, but for the numbers that follow from the length and the format. */
function chunkParts(chunk: Chunk, { layout, frames, changes }: Plan, wide: boolean): WavPart[] {
  const { id, offset, bodyStart, bodyEnd } = chunk
  const length = bodyEnd - bodyStart
  const header: WavPart = isCut(chunk)
    ? { kind: 'bytes', bytes: chunkHeader(id, length) }
    : { kind: 'copy', start: offset, end: bodyStart }
  const body = changes.get(chunk)
  if (body !== undefined && body !== null) {
    assert(body.length === length, `a new body of ${body.length} bytes for a chunk of ${length}`)
    return [header, { kind: 'bytes', bytes: body }, ...padParts(chunk)]
  }
  const changed = changedBytes(chunk, layout, frames, wide)
  if (changed === null) return [header, { kind: 'copy', start: bodyStart, end: bodyEnd }, ...padParts(chunk)]
  return [
    header,
    { kind: 'copy', start: bodyStart, end: bodyStart + changed.at },
    { kind: 'bytes', bytes: changed.bytes },
    { kind: 'copy', start: bodyStart + changed.at + changed.bytes.length, end: bodyEnd },
    ...padParts(chunk),
  ]
}

interface ChangedBytes {
  /** Offset in the body. */
  readonly at: number
  readonly bytes: Uint8Array
}

function changedBytes(chunk: Chunk, layout: WavLayout, frames: Frames, wide: boolean): ChangedBytes | null {
  const { format, factFrames } = layout
  if (chunk.id === 'fmt ') return repeatedNumbers(format)
  if (chunk.id !== 'fact' || factFrames === null) return null
  if (chunk !== layout.chunks.find((other) => other.id === 'fact')) return null
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, wide && factFrames === openSize ? openSize : Math.min(frames, openSize), true)
  return { at: 0, bytes }
}

const padByte: WavPart = { kind: 'bytes', bytes: new Uint8Array(1) }

/** The pad byte of a chunk: the source's own, a new one where it is missing, none behind an even body. */
function padParts(chunk: Chunk): WavPart[] {
  if ((chunk.bodyEnd - chunk.bodyStart) % 2 === 0) return []
  return chunk.end > chunk.bodyEnd ? [{ kind: 'copy', start: chunk.bodyEnd, end: chunk.end }] : [padByte]
}

function riffHeader(container: Container, size: number): Uint8Array {
  const bytes = new Uint8Array(12)
  bytes.set(chunkHeader(container, container === 'RIFF' ? size - 8 : openSize))
  bytes.set(latin1Bytes('WAVE'), 8)
  return bytes
}

function ds64Numbers(riffSize: number, dataSize: number, frames: number): Uint8Array {
  const bytes = new Uint8Array(ds64Fields)
  const view = viewOf(bytes)
  writeU64(view, 0, riffSize)
  writeU64(view, 8, dataSize)
  writeU64(view, 16, frames)
  return bytes
}
