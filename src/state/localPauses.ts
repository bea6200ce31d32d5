import { envelopeOf } from '../audio/envelope'
import { findPauses, type Pause } from '../audio/pauses'
import { recordingFrame, secondsToFrames, type TimelineRange } from '../base/units'
import { toRecording } from '../edit/positions'
import { timelinePauses } from '../infill/timelinePauses'
import type { App } from './app'

const aroundSeconds = 10

/**
 * Finds the pauses around both ends of a span of the edited timeline by reading just there, for when the pass over the whole
 * recording has not come that far, or was stopped. Gives whether any were added to those that are known.
 */
export async function findPausesAround(app: App, range: TimelineRange): Promise<boolean> {
  const { workspace, store } = app
  const document = store.document()
  if (!workspace || !document || document.analysis.phase === 'done') return false
  const around = secondsToFrames(aroundSeconds, workspace.layout.format.rate)
  const edges = [
    toRecording(document.timeline, range.start, 'before'),
    toRecording(document.timeline, range.end, 'after'),
  ]
  const found: Pause[] = []
  for (const edge of edges) {
    const from = Math.max(0, edge - around)
    const pcm = await workspace.readClamped(from, edge + around)
    found.push(...findPauses(envelopeOf(pcm)).map((pause) => shifted(pause, from)))
  }
  if (app.workspace !== workspace || store.document()?.analysis.phase === 'done') return false
  store.edit(({ pauses, timeline, history }) => {
    const merged = found.reduce(merge, pauses)
    return {
      pauses: merged,
      timelinePauses: timelinePauses(timeline, merged, workspace.inserts.pauses(history.present)),
    }
  })
  return found.length > 0
}

const shifted = (pause: Pause, by: number): Pause => ({
  start: recordingFrame(pause.start + by),
  end: recordingFrame(pause.end + by),
  depth: pause.depth,
})

/** One more pause in its place; one that overlaps a pause that is known is left out. */
function merge(known: readonly Pause[], found: Pause): readonly Pause[] {
  if (known.some(({ start, end }) => start < found.end && found.start < end)) return known
  return [...known, found].sort((a, b) => a.start - b.start)
}
