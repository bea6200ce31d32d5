import { envelopeOf } from '../audio/envelope'
import { findPauses, type Pause } from '../audio/pauses'
import { recordingFrame, secondsToFrames, type TimelineRange } from '../base/units'
import { toRecording } from '../edit/positions'
import { timelinePauses } from '../infill/timelinePauses'
import type { App } from './app'

const aroundSeconds = 12

/**
 * Finds the pauses around a span of the edited timeline by reading just that part, for when the pass over the whole
 * recording has not come that far, or was stopped. Gives whether any were added to those that are known.
 */
export async function findPausesAround(app: App, range: TimelineRange): Promise<boolean> {
  const { workspace, store } = app
  const document = store.document()
  if (!workspace || !document || document.analysis.phase === 'done') return false
  const around = secondsToFrames(aroundSeconds, workspace.layout.format.rate)
  const from = Math.max(0, toRecording(document.timeline, range.start, 'before') - around)
  const pcm = await workspace.readClamped(from, toRecording(document.timeline, range.end, 'after') + around)
  const found = findPauses(envelopeOf(pcm)).map((pause) => shifted(pause, from))
  if (app.workspace !== workspace || store.document()?.analysis.phase === 'done') return false
  store.edit(({ pauses, timeline }) => {
    const merged = merge(pauses, found)
    return { pauses: merged, timelinePauses: timelinePauses(timeline, merged) }
  })
  return found.length > 0
}

const shifted = (pause: Pause, by: number): Pause => ({
  start: recordingFrame(pause.start + by),
  end: recordingFrame(pause.end + by),
  depth: pause.depth,
})

/** Both lists in order; where they overlap, those that were known stay. */
function merge(known: readonly Pause[], found: readonly Pause[]): Pause[] {
  const fresh = found.filter((pause) => !known.some(({ start, end }) => start < pause.end && pause.start < end))
  return [...known, ...fresh].sort((a, b) => a.start - b.start)
}
