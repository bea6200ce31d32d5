import { messageOf } from '../base/errors'
import type { TimelineRange } from '../base/units'
import { type InfillPlan, planInfill } from '../infill/plan'
import { PlanError } from '../infill/planError'
import { planInWords, type Reach } from '../infill/planWords'
import type { Band } from '../player/bandPaint'
import type { OpenDocument } from './document'
import { spanFor } from './spanAtHand'

/** What a plan is made from. */
export type Planned = Pick<OpenDocument, 'history' | 'timeline' | 'timelinePauses' | 'recording'>

/**
 * What Generate sends and replaces for a selection: this is what it goes by, and what is shown. Throws PlanError `no-speech`
 * when there is nothing for the voice to go by.
 */
export function planOf(document: Planned, selection: TimelineRange): InfillPlan {
  const { history, timeline, timelinePauses, recording } = document
  return planInfill({
    project: history.present,
    timeline,
    selection,
    pauses: timelinePauses,
    rate: recording.format.rate,
  })
}

/** What Generate would do now, or why it could not. */
export type ShownPlan =
  | { readonly kind: 'plan'; readonly plan: InfillPlan }
  | { readonly kind: 'refused'; readonly reason: string }

/** What Generate would do with the present selection and text; null without one of them. */
export function shownPlan(document: Planned & Pick<OpenDocument, 'selection' | 'text'>): ShownPlan | null {
  const { selection, text } = document
  if (selection === null || selection.drawing || text.trim() === '') return null
  try {
    return { kind: 'plan', plan: planOf(document, spanFor(document, selection.snapped.range)) }
  } catch (error) {
    if (error instanceof PlanError) return { kind: 'refused', reason: messageOf(error) }
    throw error
  }
}

/** A plan in words, with how far what is sent along goes. */
export function wordsOfPlan(plan: InfillPlan, { recording }: Pick<OpenDocument, 'recording'>, reach: Reach): string {
  return planInWords(plan, recording.format.rate, reach)
}

/** The same on the waveform: what goes along on each side, and what is replaced. */
export function planBands(document: OpenDocument): Band[] {
  const shown = shownPlan(document)
  if (shown?.kind !== 'plan') return []
  const { left, selection, right } = shown.plan
  const bands: (Band | null)[] = [
    left && { ...left, kind: 'sent', label: 'context before' },
    { ...selection, kind: 'replaced', label: 'replaced' },
    right && { ...right, kind: 'sent', label: 'context after' },
  ]
  return bands.filter((band) => band !== null)
}
