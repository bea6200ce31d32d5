import { assert, must } from '../base/assert'
import type { FixId } from '../base/ids'
import {
  type RecordingFrame,
  type RecordingRange,
  recordingFrame,
  recordingRange,
  type TimelineFrame,
  type TimelineRange,
  timelineFrame,
  timelineRange,
} from '../base/units'
import { compareRanges, type Fix, overlaps } from './fix'
import { findFix, type Project } from './project'
import { insertSpan, type Piece, pieceIndexAt, piecesIn, type Timeline } from './timeline'

/** Which neighbour a position holds on to where the two documents differ: the frame before it or the frame after it. */
export type Side = 'before' | 'after'

/**
 * Where a position of the recording stands on the edited timeline. `before`: right after the last frame below `at` that is
 * still heard, 0 when there is none. `after`: right before the first frame from `at` on that is still heard, the
 * timeline's end when there is none. So inside a replaced range they are the two ends of what is heard in its place.
 */
export function toTimeline(timeline: Timeline, at: RecordingFrame, side: Side): TimelineFrame {
  const heard = timeline.pieces.filter((piece) => piece.kind === 'recording')
  if (side === 'before') {
    const piece = heard.findLast((piece) => piece.start < at)
    return piece === undefined ? timelineFrame(0) : timelineFrame(piece.at + Math.min(piece.length, at - piece.start))
  }
  const piece = heard.find((piece) => piece.start + piece.length > at)
  return timelineFrame(piece === undefined ? timeline.length : piece.at + Math.max(0, at - piece.start))
}

/**
 * Which position of the recording stands at `at` of the edited timeline. `before`: right after the last frame of the
 * recording heard before `at`, 0 when there is none. `after`: right before the first one heard from `at` on, the
 * recording's end when there is none. The two differ only inside an insert, at its seams, and where something was cut.
 */
export function toRecording(timeline: Timeline, at: TimelineFrame, side: Side): RecordingFrame {
  const { pieces } = timeline
  if (side === 'before') {
    let index = at === 0 ? -1 : pieceIndexAt(timeline, at - 1)
    if (index === pieces.length) index--
    while (pieces[index]?.kind === 'insert') index--
    const piece = pieces[index]
    return recordingFrame(piece === undefined ? 0 : piece.start + Math.min(piece.length, at - piece.at))
  }
  let index = pieceIndexAt(timeline, at)
  while (pieces[index]?.kind === 'insert') index++
  const piece = pieces[index]
  return recordingFrame(piece === undefined ? timeline.recordingFrames : piece.start + Math.max(0, at - piece.at))
}

/** What a selection stands for in the recording, and which fixes it reaches into. */
export interface Replaced {
  /** The selection and every fix it touches, as one span of the recording. */
  readonly replaced: RecordingRange
  /** The fixes the selection touches, in order. They lie in `replaced` and no other fix overlaps it. */
  readonly touches: readonly FixId[]
  /** What is heard now where `replaced` is: the selection, grown by what is heard of the touched fixes. */
  readonly span: TimelineRange
}

/**
 * Takes a selection back to the recording. A fix is touched when the selection holds part of what is heard for it, on or
 * off, when it holds the place of a cut, and when it is a point at an insertion. An edge right on a seam does not touch.
 * Asserts that the selection lies on the timeline. The cost depends on the number of fixes alone (T9).
 */
export function replacedBy(project: Project, timeline: Timeline, selection: TimelineRange): Replaced {
  assert(selection.end <= timeline.length, `selection ends at ${selection.end}, past ${timeline.length} frames`)
  const recorded = (piece: Piece): RecordingRange => recordedRange(project, piece)
  const pieces = piecesIn(timeline, selection)
  const [first] = pieces
  const last = pieces.at(-1)
  const own = first && last ? hull(recorded(first), recorded(last)) : recordedAt(timeline, selection.start, recorded)
  const heard = new Set(pieces.map((piece) => (piece.kind === 'insert' ? piece.fix : null)))
  const touched = project.fixes.filter((fix) => heard.has(fix.id) || overlaps(fix.replaced, own))
  const outer = [touched[0], touched.at(-1)].filter((fix) => fix !== undefined)
  return {
    replaced: outer.reduce((range, fix) => hull(range, fix.replaced), own),
    touches: touched.map((fix) => fix.id),
    span: outer.reduce((span, fix) => hull(span, fixSpan(project, timeline, fix)), selection),
  }
}

/** An end of a selection. It holds on to the frame it encloses: the first one of the selection, or the last one. */
export type Edge = 'start' | 'end'

/**
 * Where an edge of a selection that is not empty stands in the recording: at the frame it encloses, or, where that is of an
 * insert, at that end of what the fix replaces. On the common seam of two fixes it so belongs to the one that is selected.
 */
export function edgeInRecording(project: Project, timeline: Timeline, at: TimelineFrame, edge: Edge): RecordingFrame {
  const piece = enclosed(timeline, at, edge)
  if (piece === undefined) return edge === 'start' ? recordingFrame(timeline.recordingFrames) : recordingFrame(0)
  if (piece.kind === 'recording') return recordingFrame(piece.start + at - piece.at)
  return recordedRange(project, piece)[edge]
}

/** A project and its timeline. */
export interface Edited {
  readonly project: Project
  readonly timeline: Timeline
}

/**
 * Where an edge of a selection stands after an edit: it goes on enclosing the frame it enclosed, or all that is heard where that
 * frame was: an edge never stands inside an insert.
 */
export function edgeThroughEdit(before: Edited, after: Edited, at: TimelineFrame, edge: Edge): TimelineFrame {
  const piece = enclosed(before.timeline, at, edge)
  if (piece === undefined) return timelineFrame(edge === 'start' ? after.timeline.length : 0)
  if (piece.kind === 'insert') {
    const fix = findFix(after.project, piece.fix)
    if (fix !== null) return fixSpan(after.project, after.timeline, fix)[edge]
  }
  const { start, end } = recordedRange(before.project, piece)
  if (start === end) return toTimeline(after.timeline, start, edge === 'start' ? 'after' : 'before')
  const own = piece.kind === 'recording' ? piece.start + at - piece.at : edge === 'start' ? start : end
  return enclosing(after, edge === 'start' ? own : own - 1, edge)
}

/** The piece whose frame an edge encloses. */
function enclosed(timeline: Timeline, at: TimelineFrame, edge: Edge): Piece | undefined {
  if (edge === 'end' && at === 0) return undefined
  return timeline.pieces[pieceIndexAt(timeline, edge === 'start' ? at : at - 1)]
}

/** Where an edge stands that encloses a frame of the recording, or what is heard in its place. */
function enclosing({ project, timeline }: Edited, frame: number, edge: Edge): TimelineFrame {
  const holds = (piece: Piece) => {
    const { start, end } = recordedRange(project, piece)
    return start <= frame && frame < end
  }
  const piece = timeline.pieces.find(holds)
  if (piece?.kind === 'recording') return timelineFrame(piece.at + frame - piece.start + (edge === 'start' ? 0 : 1))
  if (piece !== undefined) return timelineFrame(piece.at + (edge === 'start' ? 0 : piece.length))
  return toTimeline(timeline, recordingFrame(frame), 'after')
}

/** What of the recording a piece stands for: itself, or all that its fix replaces. */
function recordedRange(project: Project, piece: Piece): RecordingRange {
  if (piece.kind === 'recording') return recordingRange(piece.start, piece.start + piece.length)
  return must(findFix(project, piece.fix), `the timeline shows fix ${piece.fix}, which the project lacks`).replaced
}

/** What of the recording a point of the timeline stands for; more than a point inside an insert and where there is a cut. */
function recordedAt(timeline: Timeline, at: TimelineFrame, recorded: (piece: Piece) => RecordingRange): RecordingRange {
  const index = pieceIndexAt(timeline, at)
  const after = timeline.pieces[index]
  if (after !== undefined && after.at < at) {
    const inside = after.kind === 'recording' ? after.start + at - after.at : null
    return inside === null ? recorded(after) : recordingRange(inside, inside)
  }
  const before = timeline.pieces[index - 1]
  const start = before === undefined ? 0 : recorded(before).end
  return recordingRange(start, after === undefined ? timeline.recordingFrames : recorded(after).start)
}

/** Where on the timeline a fix is heard: its insert, or the original while it is off; the point of a cut that left nothing. */
export function fixSpan(project: Project, timeline: Timeline, fix: Fix): TimelineRange {
  const insert = insertSpan(timeline, fix.id)
  if (insert !== null) return insert
  const { start, end } = fix.replaced
  const original = timeline.pieces.find(
    (piece) => piece.kind === 'recording' && piece.start <= start && end <= piece.start + piece.length,
  )
  if (original?.kind === 'recording') {
    return timelineRange(original.at + start - original.start, original.at + end - original.start)
  }
  const next = timeline.pieces.find((piece) => compareRanges(recordedRange(project, piece), fix.replaced) > 0)
  const point = next?.at ?? timeline.length
  return timelineRange(point, point)
}

function hull<Range extends RecordingRange | TimelineRange>(a: Range, b: Range): Range {
  return { ...a, start: a.start < b.start ? a.start : b.start, end: a.end > b.end ? a.end : b.end }
}
