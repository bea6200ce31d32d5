import { marksIn } from './aiff/marks'
import type { Chunk } from './chunk'
import type { FileLayout } from './layout'
import { cuePointsIn, cueTextsIn, loopsIn } from './riff/cuePoints'
import { latin1 } from './riff/littleEndian'
import { fileChanged, HeaderWindow } from './riff/window'
import type { ByteSource } from './source'

/** A chunk that holds positions, and its body. */
export interface MarkerChunk {
  readonly kind: 'cue' | 'texts' | 'loops' | 'marks'
  readonly chunk: Chunk
  readonly body: Uint8Array
}

/** The positions that a file carries beside its samples. */
export interface Markers {
  readonly chunks: readonly MarkerChunk[]
  /** Ids of chunks that are too large to be read; their positions stay as they are. */
  readonly unread: readonly string[]
}

/** A marker for showing. */
export interface Marker {
  /** On the recording. Can lie past its end. */
  readonly frame: number
  /** Frames that a region or loop holds, 0 for a point. */
  readonly length: number
  /** Empty where it has no name. */
  readonly label: string
}

/** No positions at all. */
export const noMarkers: Markers = { chunks: [], unread: [] }

/** More than any list of markers needs, in bytes, for all of a file's. */
const mostBytes = 16 * 2 ** 20

/** Reads the chunks that hold positions, 16 MiB of them at most. Throws `file-changed` when the file holds less than it did. */
export async function readMarkers(source: ByteSource, layout: FileLayout): Promise<Markers> {
  const window = new HeaderWindow(source)
  const chunks: MarkerChunk[] = []
  const unread: string[] = []
  let room = mostBytes
  for (const chunk of layout.chunks) {
    const kind = await kindOf(window, layout, chunk)
    if (kind === null) continue
    const length = chunk.bodyEnd - chunk.bodyStart
    if (length > room) unread.push(chunk.id)
    else {
      room -= length
      chunks.push({ kind, chunk, body: await bodyOf(source, window, chunk) })
    }
  }
  return { chunks, unread }
}

async function kindOf(window: HeaderWindow, layout: FileLayout, chunk: Chunk): Promise<MarkerChunk['kind'] | null> {
  if (layout.container === 'AIFF' || layout.container === 'AIFC') return chunk.id === 'MARK' ? 'marks' : null
  if (chunk.id === 'cue ') return 'cue'
  if (chunk.id === 'smpl') return 'loops'
  if (chunk.id !== 'LIST' && chunk.id !== 'list') return null
  const type = await window.at(chunk.bodyStart, Math.min(4, chunk.bodyEnd - chunk.bodyStart))
  return latin1(type) === 'adtl' ? 'texts' : null
}

async function bodyOf(source: ByteSource, window: HeaderWindow, { bodyStart, bodyEnd }: Chunk): Promise<Uint8Array> {
  const length = bodyEnd - bodyStart
  if (length <= 32 * 1024) return (await window.at(bodyStart, length)).slice()
  const bytes = await source.read(bodyStart, bodyEnd)
  if (bytes.length !== length) throw fileChanged()
  return bytes
}

/** Every marker, region and loop, by place. Labels are text to be shown as text. */
export function markersIn({ chunks }: Markers): Marker[] {
  const texts = chunks.flatMap(({ kind, body }) => (kind === 'texts' ? cueTextsIn(body) : []))
  const names = new Map(texts.filter(({ kind }) => kind !== 'ltxt').map(({ id, text }) => [id, text]))
  for (const { kind, id, text } of texts) if (kind === 'labl') names.set(id, text)
  const lengths = new Map(texts.filter(({ length }) => length > 0).map(({ id, length }) => [id, length]))
  const found = chunks.flatMap(({ kind, body }): Marker[] => {
    if (kind === 'marks') return marksIn(body).map(({ frame, text }) => ({ frame, length: 0, label: text }))
    if (kind === 'loops') {
      return loopsIn(body).map(({ start, last }) => ({
        frame: start,
        length: Math.max(0, last + 1 - start),
        label: 'loop',
      }))
    }
    if (kind !== 'cue') return []
    return cuePointsIn(body).map(({ id, frame }) => ({
      frame,
      length: lengths.get(id) ?? 0,
      label: names.get(id) ?? '',
    }))
  })
  return found.toSorted((a, b) => a.frame - b.frame)
}
