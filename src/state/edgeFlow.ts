import { must } from '../base/assert'
import type { FixId } from '../base/ids'
import { recordingRange } from '../base/units'
import { type Edge, edgeInRecording, fixSpan } from '../edit/positions'
import { findFix } from '../edit/project'
import type { App } from './app'
import { absorbing, changeFix, fixAtHand } from './fixFlow'

/**
 * Joins the fix at hand again after an `edge` of its selection was moved, as one step, once no edge has moved for
 * `settleMs`. Moving an edge inwards brings the original back there, outwards replaces more of it. An edge that was not
 * moved stays where it is, wherever the selection has it.
 */
export function edgeMoved(app: App, edge: Edge, settleMs: number): void {
  const id = app.store.document()?.editing
  if (!id) return
  app.workspace?.settlingEdges.move(id, edge, settleMs, (edges) => {
    if (app.store.document()?.editing === id) void moveEdges(app, id, edges)
  })
}

async function moveEdges(app: App, id: FixId, edges: ReadonlySet<Edge>): Promise<void> {
  const moved = movedEdges(app)
  if (!moved) return
  await changeFix(app, 'Edges moved', id, (project) => {
    // An edge that was not moved now may have been in a step that was not shown yet.
    const now = must(findFix(project, id), 'the fix whose edges move')
    const from = edges.has('start') ? moved.start : now.replaced.start
    const to = edges.has('end') ? moved.end : now.replaced.end
    if (to <= from || (from === now.replaced.start && to === now.replaced.end)) return project
    return absorbing(project, { ...now, replaced: recordingRange(from, to) })
  })
}

/** Where in the recording the edges of the selection put those of the fix at hand; null where it cannot be moved. */
function movedEdges(app: App): Readonly<Record<Edge, number>> | null {
  const document = app.store.document()
  const fix = fixAtHand(app)
  if (!document?.selection || !fix || fix.replaced.start === fix.replaced.end) return null
  const { range } = document.selection.snapped
  const span = fixSpan(document.history.present, document.timeline, fix)
  const { start, end } = fix.replaced
  const outwards = (edge: Edge) => edgeInRecording(document.history.present, document.timeline, range[edge], edge)
  const inwards = (by: number, from: number) => Math.min(Math.max(from + by, start), end)
  return {
    start: range.start < span.start ? outwards('start') : inwards(range.start - span.start, start),
    end: range.end > span.end ? outwards('end') : inwards(range.end - span.end, end),
  }
}
