import { PickupError } from '../base/errors'
import { type RecordingRange, rangeLength, type TimelineRange } from '../base/units'
import { replacedBy } from '../edit/positions'
import { insertionSpan } from '../infill/insertion'
import type { Job, OpenDocument } from './document'
import { freshId } from './fixFlow'
import { fixOver } from './placeTake'
import type { Planned } from './planShown'

/** Why there is nothing that a take could be put in. */
export type SpanErrorCode = 'no-selection' | 'read-only'

/** Where a take goes. */
export interface SpanAtHand {
  /** On the edited timeline. */
  readonly range: TimelineRange
  /** What of the recording the take replaces. */
  readonly replaced: RecordingRange
}

/**
 * What is selected, as the place for a take; for an insertion point a short stretch of the pause it stands in.
 * Throws PickupError `read-only` or `no-selection`.
 */
export function spanAtHand(document: OpenDocument): SpanAtHand {
  const { readOnly, selection } = document
  if (readOnly) {
    const message = 'Another tab has this project. Take it over first, then put a take in place.'
    throw new PickupError<SpanErrorCode>('read-only', message)
  }
  if (!selection) {
    const message = 'Nothing is selected. Drag over the words to replace first.'
    throw new PickupError<SpanErrorCode>('no-selection', message)
  }
  const range = spanFor(document, selection.snapped.range)
  return { range, replaced: replacedBy(document.history.present, document.timeline, range).replaced }
}

/** Where a take goes that is asked for with `range` selected, on the edited timeline. */
export function spanFor(
  { history, timeline, timelinePauses, recording }: Planned,
  range: TimelineRange,
): TimelineRange {
  if (rangeLength(range) > 0) return range
  const touches = (among: TimelineRange) => replacedBy(history.present, timeline, among).touches.length > 0
  const stretch = insertionSpan(range.start, timelinePauses, recording.format.rate)
  return touches(stretch) && !touches(range) ? range : stretch
}

/** How many frames of its pause a line takes the place of that is put in at the point that is selected; 0 for a selection. */
export function givenUpAtPoint(document: OpenDocument): number {
  const range = document.selection?.snapped.range
  if (range === undefined || rangeLength(range) > 0) return 0
  return rangeLength(spanFor(document, range))
}

/** A job for a take of what is at hand, the first phase of one. A request that is under way for the same place is for the same fix. */
export function jobFor(
  { history, jobs, text: typed }: OpenDocument,
  { replaced }: SpanAtHand,
  text: string,
  voice: string | null,
): Job {
  const known = fixOver(history.present, replaced)
  const same = jobs.find((job) => job.replaced.start === replaced.start && job.replaced.end === replaced.end)
  return {
    id: crypto.randomUUID(),
    phase: 'preparing',
    text,
    typed,
    voice,
    replaced,
    fix: known?.id ?? same?.fix ?? freshId(),
    isNew: known === null,
    startedAt: Date.now(),
    again: null,
  }
}
