import type { CommonLayout } from '../audio/commonLayout'
import { composeFile, type FileLayout } from '../audio/layout'
import { type Markers, noMarkers } from '../audio/markers'
import { assert, assertNever } from '../base/assert'
import type { FixId } from '../base/ids'
import { firstEndingFrom } from '../base/spans'
import { type Frames, type RecordingRange, recordingRange } from '../base/units'
import { type MetadataReport, metadataPlan } from './metadataPlan'
import type { RecordingPiece, Timeline } from './timeline'

/** One stretch of the exported file. */
export type ExportPart =
  /** These bytes. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The bytes `[start, end)` of the recording's file, as they are (T4). */
  | { readonly kind: 'copy'; readonly start: number; readonly end: number }
  /** `length` frames of a fix's insert from its frame `start` on, encoded in the recording's format. */
  | { readonly kind: 'insert'; readonly fix: FixId; readonly start: Frames; readonly length: Frames }
  /** Frames of the recording in which samples that are no numbers become 0 and all others stay as they are. */
  | { readonly kind: 'repair'; readonly range: RecordingRange }

/** The exported file, front to back. */
export interface ExportPlan {
  /** Bytes of the whole file: the sum of its parts. */
  readonly size: number
  /** Never two copies in a row that could be one. */
  readonly parts: readonly ExportPart[]
  /** What became of the markers and measurements beside the samples. */
  readonly metadata: MetadataReport
}

/**
 * What the corrected file consists of: the recording's own bytes around the fixes, the inserts, and all other chunks in
 * their order. `repairs` are spans of the recording, in any order, with samples that are NaN or infinite. The positions in
 * `markers` move with the frames they stand on. Reads no audio. Asserts that `timeline` belongs to the recording of
 * `layout`. Throws `too-long` where the container cannot say the new length.
 */
export function exportPlan(
  layout: FileLayout,
  timeline: Timeline,
  repairs: readonly RecordingRange[],
  markers: Markers = noMarkers,
): ExportPlan {
  assert(timeline.recordingFrames === layout.frames, 'timeline and file layout are of different recordings')
  const metadata = metadataPlan(layout, markers, timeline)
  const wav = composeFile(layout, timeline.length, metadata.changes)
  const parts = new Parts()
  for (const part of wav.parts) {
    if (part.kind === 'samples') addSamples(parts, layout, timeline, merged(repairs))
    else parts.add(part)
  }
  const size = parts.list.reduce((sum, part) => sum + partSize(part, layout), 0)
  assert(size === wav.size, `planned ${size} bytes for a file of ${wav.size}`)
  return { size, parts: parts.list, metadata: metadata.report }
}

/** Bytes a part takes in the exported file. */
export function partSize(part: ExportPart, layout: CommonLayout): number {
  switch (part.kind) {
    case 'bytes':
      return part.bytes.length
    case 'copy':
      return part.end - part.start
    case 'insert':
      return part.length * layout.format.bytesPerFrame
    case 'repair':
      return (part.range.end - part.range.start) * layout.format.bytesPerFrame
    default:
      return assertNever(part)
  }
}

/** Collects parts and joins copies that continue each other. */
class Parts {
  readonly list: ExportPart[] = []

  add(part: ExportPart): void {
    const last = this.list.at(-1)
    if (part.kind === 'copy' && last?.kind === 'copy' && last.end === part.start) {
      this.list[this.list.length - 1] = { kind: 'copy', start: last.start, end: part.end }
    } else {
      this.list.push(part)
    }
  }
}

function addSamples(parts: Parts, layout: CommonLayout, timeline: Timeline, repairs: readonly RecordingRange[]): void {
  for (const piece of timeline.pieces) {
    if (piece.kind === 'recording') addRecording(parts, layout, piece, repairs)
    else parts.add({ kind: 'insert', fix: piece.fix, start: piece.start, length: piece.length })
  }
}

function addRecording(
  parts: Parts,
  { dataStart, format }: CommonLayout,
  piece: RecordingPiece,
  repairs: readonly RecordingRange[],
): void {
  const end = piece.start + piece.length
  let at: number = piece.start
  const copy = (to: number): void => {
    const start = dataStart + at * format.bytesPerFrame
    if (to > at) parts.add({ kind: 'copy', start, end: dataStart + to * format.bytesPerFrame })
  }
  for (let index = firstEndingFrom(repairs, at + 1); index < repairs.length; index++) {
    const repair = repairs[index]
    if (repair === undefined || repair.start >= end) break
    const range = recordingRange(Math.max(at, repair.start), Math.min(end, repair.end))
    copy(range.start)
    parts.add({ kind: 'repair', range })
    at = range.end
  }
  copy(end)
}

/** The same frames as sorted spans that neither overlap nor touch. */
function merged(ranges: readonly RecordingRange[]): RecordingRange[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start)
  const apart: RecordingRange[] = []
  for (const range of sorted) {
    const last = apart.at(-1)
    if (last !== undefined && range.start <= last.end) {
      apart[apart.length - 1] = recordingRange(last.start, Math.max(last.end, range.end))
    } else if (range.start < range.end) apart.push(range)
  }
  return apart
}
