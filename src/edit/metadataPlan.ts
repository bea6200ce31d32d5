import { marksIn, moveMark } from '../audio/aiff/marks'
import type { Chunk } from '../audio/chunk'
import type { ChunkChanges } from '../audio/frame'
import type { FileLayout } from '../audio/layout'
import type { MarkerChunk, Markers } from '../audio/markers'
import { cuePointsIn, cueTextsIn, loopsIn, moveCuePoint, moveLoop, resizeText } from '../audio/riff/cuePoints'
import { type PositionMap, positionMap } from './positionMap'
import type { Timeline } from './timeline'

/** A marker that stood inside a replaced range. */
export interface SeamMarker {
  /** Empty where it has no name. */
  readonly label: string
  /** Where it stood on the recording. */
  readonly from: number
  /** The seam it stands at now, on the edited timeline. */
  readonly to: number
}

/** What became of the positions and measurements a file carries. */
export interface MetadataReport {
  /** Points, regions and loops that stand at another frame than before. */
  readonly moved: number
  readonly atSeam: readonly SeamMarker[]
  /** Ids of chunks whose positions could not be read and stay as they were. */
  readonly unread: readonly string[]
  /** Ids of chunks that measured the samples as they were, and are left out. */
  readonly dropped: readonly string[]
}

/** Chunks of new content, and what to tell about them. */
export interface MetadataPlan {
  readonly changes: ChunkChanges
  readonly report: MetadataReport
}

/**
 * Chunks that hold peaks of the samples: libsndfile's `PEAK`, the EBU's `levl` (Tech 3285, supplement 3). After an edit
 * they would be wrong, and whoever wants them measures them anew.
 */
const measuring: ReadonlySet<string> = new Set(['PEAK', 'levl'])

/**
 * The chunks that change with an edit: positions in `cue `, `ltxt`, `smpl` and `MARK` move with the frames they stand on;
 * what stood inside a replaced range goes to the seam in front of it, and a region that ends in one ends behind it. Ids,
 * names, notes and the order stay, every body keeps its length. An unchanged timeline changes nothing.
 */
export function metadataPlan(layout: FileLayout, markers: Markers, timeline: Timeline): MetadataPlan {
  const changes = new Map<Chunk, Uint8Array | null>()
  const dropped: string[] = []
  if (!isEdited(timeline)) return { changes, report: { moved: 0, atSeam: [], unread: [], dropped } }
  const mover = new Mover(positionMap(timeline), markers.chunks)
  for (const part of markers.chunks) {
    const body = mover.rewritten(part)
    if (body.some((byte, at) => byte !== part.body[at])) changes.set(part.chunk, body)
  }
  for (const chunk of layout.chunks) {
    if (!measuring.has(chunk.id)) continue
    changes.set(chunk, null)
    dropped.push(chunk.id)
  }
  return { changes, report: { moved: mover.moved, atSeam: mover.atSeam, unread: markers.unread, dropped } }
}

/** Whether anything but the whole recording is heard. */
function isEdited({ pieces, length, recordingFrames }: Timeline): boolean {
  const [first] = pieces
  const whole = pieces.length === 1 && first?.kind === 'recording' && length === recordingFrames
  return !whole && recordingFrames > 0
}

class Mover {
  readonly atSeam: SeamMarker[] = []
  moved = 0
  readonly #map: PositionMap
  readonly #names: ReadonlyMap<number, string>
  readonly #starts: ReadonlyMap<number, number>

  constructor(map: PositionMap, chunks: readonly MarkerChunk[]) {
    this.#map = map
    const texts = chunks.flatMap(({ kind, body }) => (kind === 'texts' ? cueTextsIn(body) : []))
    const points = chunks.flatMap(({ kind, body }) => (kind === 'cue' ? cuePointsIn(body) : []))
    this.#names = new Map(texts.filter(({ kind }) => kind === 'labl').map(({ id, text }) => [id, text]))
    this.#starts = new Map(points.map(({ id, frame }) => [id, frame]))
  }

  /** The body of a chunk with its positions moved. */
  rewritten({ kind, body }: MarkerChunk): Uint8Array {
    const moved = body.slice()
    if (kind === 'cue') {
      for (const point of cuePointsIn(body)) {
        moveCuePoint(moved, point, this.#moved(point.frame, this.#names.get(point.id) ?? ''))
      }
    } else if (kind === 'marks') {
      for (const mark of marksIn(body)) moveMark(moved, mark, this.#moved(mark.frame, mark.text))
    } else if (kind === 'loops') {
      for (const loop of loopsIn(body)) {
        const start = this.#moved(loop.start, 'loop')
        moveLoop(moved, loop, start, Math.max(start, this.#map.end(loop.last + 1) - 1))
      }
    } else {
      for (const text of cueTextsIn(body)) {
        const start = this.#starts.get(text.id)
        if (text.length === 0 || start === undefined) continue
        const from = this.#map.start(start).frame
        resizeText(moved, text, Math.max(0, this.#map.end(start + text.length) - from))
      }
    }
    return moved
  }

  #moved(frame: number, label: string): number {
    const to = this.#map.start(frame)
    if (to.frame !== frame) this.moved++
    if (to.inside) this.atSeam.push({ label, from: frame, to: to.frame })
    return to.frame
  }
}
