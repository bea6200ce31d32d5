import { clamp, frames, secondsToFrames, type TimelineFrame, type TimelineRange, timelineRange } from '../base/units'
import { type Edge, type Edited, edgeThroughEdit, fixSpan, replacedBy } from '../edit/positions'
import { findFix } from '../edit/project'
import { phraseAround } from '../infill/phrase'
import { type Snapped, type SnappedEdge, snapReach, snapSelection, unsnapped } from '../infill/snap'
import type { App } from './app'
import type { OpenDocument, Selection } from './document'
import { whileOpen } from './lasting'
import { findPausesAround } from './localPauses'

/** How a selection came about: drawn by hand, or placed exactly (by nudging, or with Alt held). */
export type SelectBy = 'snapping' | 'exact'

/**
 * Marks `[start, end)` of the edited timeline, in either order, and snaps its edges to pauses unless that is off.
 * A selection that touches a fix offers that fix for editing.
 */
export function select(app: App, start: number, end: number, by: SelectBy): void {
  selectKeeping(app, { start, end, by, kept: null })
}

/** An edge that stays where it was, and keeps saying how it came there. */
interface KeptEdge {
  readonly edge: Edge
  readonly before: Snapped
}

interface Selecting {
  readonly start: number
  readonly end: number
  readonly by: SelectBy
  readonly kept: KeptEdge | null
}

function selectKeeping(app: App, { start, end, by, kept }: Selecting): void {
  app.store.edit((document) => {
    const drawn = orderedRange(document, start, end)
    const snapped = keeping(kept, document.snap && by === 'snapping' ? snap(document, drawn) : unsnapped(drawn))
    return { selection: { drawn, snapped }, ...editedBy(document, snapped.range) }
  })
  if (by === 'snapping') void snapToWhatIsThere(app, kept)
}

function keeping(kept: KeptEdge | null, snapped: Snapped): Snapped {
  if (!kept) return snapped
  const start = kept.edge === 'start' ? kept.before.start : snapped.start
  const end = kept.edge === 'end' ? kept.before.end : snapped.end
  return start.at > end.at ? snapped : { range: timelineRange(start.at, end.at), start, end }
}

/** While the pass over the recording has not been here yet, the pauses around the selection are looked for at once. */
async function snapToWhatIsThere(app: App, kept: KeptEdge | null): Promise<void> {
  const selection = app.store.document()?.selection
  if (!selection) return
  try {
    if (!(await findPausesAround(app, selection.drawn)) || app.store.document()?.selection !== selection) return
    app.store.edit((document) => {
      if (!document.snap) return {}
      const snapped = keeping(kept, snap(document, selection.drawn))
      return { selection: { drawn: selection.drawn, snapped }, ...editedBy(document, snapped.range) }
    })
  } catch (error) {
    app.store.fail(error)
  }
}

/** Shows a selection while it is being drawn, before anything snaps. */
export function drawSelection(app: App, start: number, end: number): void {
  app.store.edit((document) => {
    const drawn = orderedRange(document, start, end)
    return { selection: { drawn, snapped: unsnapped(drawn), drawing: true } }
  })
}

/** Tells something of the selection, until it is another one. */
export function tellWhileSelected(app: App, text: string): void {
  const document = app.store.document()
  if (!document) return
  app.store.tell(
    text,
    whileOpen(document, ({ selection }) => selection === document.selection),
  )
}

/** Puts back a selection from before. */
export function setSelection(app: App, selection: Selection | null): void {
  app.store.edit(() => ({ selection }))
}

/** Fixes in a row, by their numbers. */
export interface CoveredFixes {
  readonly first: number
  readonly last: number
  /** Whether what is selected is what is heard of them, and nothing else. */
  readonly alone: boolean
}

/** The fixes that the selection touches, or null for none. */
export function coveredFixes({ selection, history, timeline }: OpenDocument): CoveredFixes | null {
  if (!selection) return null
  const { range } = selection.snapped
  const project = history.present
  const touches = new Set(replacedBy(project, timeline, range).touches)
  const covered = project.fixes.filter(({ id }) => touches.has(id)).map((fix) => fixSpan(project, timeline, fix))
  const [start, end] = [covered[0]?.start, covered.at(-1)?.end]
  if (start === undefined) return null
  const first = project.fixes.findIndex(({ id }) => touches.has(id)) + 1
  return { first, last: first + touches.size - 1, alone: range.start === start && range.end === end }
}

/** What is worked on: the selection, or else the fix whose text is shown, on the edited timeline. */
export function rangeAtHand({ selection, history, timeline, editing }: OpenDocument): TimelineRange | null {
  if (selection) return selection.snapped.range
  const fix = editing === null ? null : findFix(history.present, editing)
  return fix ? fixSpan(history.present, timeline, fix) : null
}

/** Takes the selection away. Text that was typed stays; what a fix said goes with the fix. */
export function clearSelection(app: App): void {
  app.store.edit((document) => ({
    selection: null,
    editing: null,
    text: document.text === textOfEdited(document) ? '' : document.text,
  }))
}

function textOfEdited({ history, editing }: OpenDocument): string | null {
  return history.present.fixes.find(({ id }) => id === editing)?.text ?? null
}

/**
 * Moves one edge by `by` frames exactly; it stops a frame before the other edge, so that a selection does not become a point that
 * moves as a whole, and at the ends of the recording.
 */
export function nudgeSelection(app: App, edge: Edge, by: number): void {
  const selection = app.store.document()?.selection
  if (!selection) return
  const { start, end } = selection.snapped.range
  // A point to insert at moves as a whole.
  if (start === end) select(app, Math.max(0, start + by), Math.max(0, start + by), 'exact')
  else if (edge === 'start') select(app, clamp(start + by, 0, end - 1), end, 'exact')
  else select(app, start, Math.max(start + 1, end + by), 'exact')
}

/** Puts one edge of the selection somewhere; without a selection, or past its other edge, starts a new one there. */
export function placeEdge(app: App, edge: Edge, at: number, by: SelectBy = 'snapping'): void {
  const document = app.store.document()
  if (!document) return
  const before = document.selection?.snapped
  // A point has no other edge yet: both are snapped once there are two.
  const isRange = before !== undefined && before.range.start < before.range.end
  if (before && edge === 'start' && before.range.end > at) {
    selectKeeping(app, { start: at, end: before.range.end, by, kept: isRange ? { edge: 'end', before } : null })
  } else if (before && edge === 'end' && before.range.start < at) {
    selectKeeping(app, { start: before.range.start, end: at, by, kept: isRange ? { edge: 'start', before } : null })
  } else select(app, at, at, by)
}

/** Switches snapping on or off, and snaps or unsnaps the present selection. */
export function setSnap(app: App, on: boolean): void {
  app.store.edit((document) => {
    const { selection } = document
    if (!selection) return { snap: on }
    const snapped = on ? snap(document, selection.drawn) : unsnapped(selection.drawn)
    return { snap: on, selection: { drawn: selection.drawn, snapped } }
  })
}

/** Widens the selection to the phrase between the pauses around it. */
export function expandToPhrase(app: App): void {
  const range = app.store.document()?.selection?.snapped.range
  if (range) selectWider(app, range, phraseAround)
}

/** Marks what is said around a place: `widen` tells how much of it, as `phraseAround` and `sentenceAround` do. */
export function selectAround(app: App, at: TimelineFrame, widen: typeof phraseAround): void {
  selectWider(app, timelineRange(at, at), widen)
}

function selectWider(app: App, range: TimelineRange, widen: typeof phraseAround): void {
  const document = app.store.document()
  if (!document) return
  const { start, end } = widen(range, document.timelinePauses, document.timeline.length)
  select(app, start, end, 'snapping')
}

/** Marks a fix for editing: its span on the edited timeline, its text, its takes. */
export function selectFix(app: App, range: TimelineRange): void {
  select(app, range.start, range.end, 'exact')
}

/** The selection after an edit: around the same frames of the recording and the same fixes as before. */
export function keepSelection(selection: Selection | null, before: Edited, after: Edited): Selection | null {
  if (!selection || before.timeline === after.timeline) return selection
  const { start, end } = selection.snapped.range
  const from = edgeThroughEdit(before, after, start, 'start')
  const to = start === end ? from : edgeThroughEdit(before, after, end, 'end')
  const range = timelineRange(Math.min(from, to), to)
  return range.start === start && range.end === end ? selection : { drawn: range, snapped: unsnapped(range) }
}

function orderedRange(document: OpenDocument, a: number, b: number): TimelineRange {
  const { length } = document.timeline
  const low = clamp(Math.round(Math.min(a, b)), 0, length)
  return timelineRange(low, clamp(Math.round(Math.max(a, b)), low, length))
}

function snap(document: OpenDocument, drawn: TimelineRange): Snapped {
  const { rate } = document.recording.format
  const snapped = snapSelection(drawn, document.timelinePauses, {
    reach: secondsToFrames(snapReach.seconds, rate),
    leave: secondsToFrames(snapReach.leaveSeconds, rate),
    length: frames(document.timeline.length),
  })
  return atFileEdges(drawn, snapped, document.timeline.length)
}

/** An edge that was drawn right at the end of the recording stays there: that is what was meant. */
function atFileEdges(drawn: TimelineRange, snapped: Snapped, length: number): Snapped {
  const start = drawn.start === 0 ? fileEdge(drawn.start) : snapped.start
  const end = drawn.end === length ? fileEdge(drawn.end) : snapped.end
  return { range: timelineRange(start.at, Math.max(start.at, end.at)), start, end }
}

const fileEdge = (at: TimelineFrame): SnappedEdge => ({ at, moved: 0, pause: null, reason: 'file-edge' })

function editedBy(document: OpenDocument, range: TimelineRange): Partial<OpenDocument> {
  const project = document.history.present
  const { touches } = replacedBy(project, document.timeline, range)
  const fix = touches.length === 1 ? project.fixes.find(({ id }) => id === touches[0]) : undefined
  if (!fix) {
    const text = document.text === textOfEdited(document) ? '' : document.text
    return document.editing === null ? {} : { editing: null, text }
  }
  return fix.id === document.editing ? {} : { editing: fix.id, text: fix.text }
}
