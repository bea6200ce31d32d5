import type { FixId } from '../base/ids'
import { firstEndingFrom } from '../base/spans'
import {
  type Frames,
  type RecordingRange,
  rangeLength,
  type SampleRate,
  secondsToFrames,
  type TimelineRange,
  timelineRange,
} from '../base/units'
import { replacedBy } from '../edit/positions'
import type { Project } from '../edit/project'
import type { Timeline } from '../edit/timeline'
import { PlanError } from './planError'
import type { TimelinePause } from './timelinePauses'

/** What a plan is made from. */
export interface PlanInput {
  readonly project: Project
  /** Of `project`. */
  readonly timeline: Timeline
  /** On `timeline`; empty for an insertion. */
  readonly selection: TimelineRange
  /** Of `timeline`: all, or all within reach of the contexts. */
  readonly pauses: readonly TimelinePause[]
  readonly rate: SampleRate
  /** What to keep of the usual limits when not all. */
  readonly limits?: Partial<PlanLimits>
}

/** All in seconds. */
export interface PlanLimits {
  /** Longest context of a side. */
  readonly context: number
  /** Least speech a context must hold to be sent. */
  readonly speech: number
  /** Longest replacement that goes without a remark. */
  readonly replaced: number
}

/** The limits a plan has unless told otherwise. */
export const usualLimits: PlanLimits = { context: 10, speech: 0.2, replaced: 30 }

/** Something about a plan the user should know, though it can be carried out. The message is fit to be shown. */
export interface PlanNote {
  readonly code: 'long-replacement' | 'nothing-spoken-replaced' | 'left-without-speech' | 'right-without-speech'
  readonly message: string
}

/** What will be replaced, and what of the surroundings is sent along. */
export interface InfillPlan {
  /** The selection and every fix it touches, in the recording. */
  readonly replaced: RecordingRange
  /** The fixes that go into the new one. */
  readonly touches: readonly FixId[]
  /** What is heard now where `replaced` is: between the contexts. */
  readonly selection: TimelineRange
  /** What is sent as the left side, up to the selection; null when no speech is in it. */
  readonly left: TimelineRange | null
  /** What is sent as the right side, from the selection on; null when no speech is in it. */
  readonly right: TimelineRange | null
  readonly notes: readonly PlanNote[]
}

/**
 * Plans one request. A context reaches from the selection outwards, with all of the pause beside it, to the end of the
 * file or up to the limit; there it is cut in the middle of a pause in its far third where one leaves enough speech. What is no pause counts
 * as speech, inserts too. Throws PlanError `no-speech` when neither side has any.
 */
export function planInfill(input: PlanInput): InfillPlan {
  const { project, timeline, selection, pauses, rate } = input
  const limits = { ...usualLimits, ...input.limits }
  const { replaced, touches, span } = replacedBy(project, timeline, selection)
  const reach = secondsToFrames(limits.context, rate)
  const least = Math.max(1, secondsToFrames(limits.speech, rate))
  const left = leftContext(span, pauses, reach, least)
  const right = rightContext(span, pauses, { reach, least, length: timeline.length })
  if (left === null && right === null) {
    throw new PlanError(
      'no-speech',
      `There is no speech within ${limits.context} seconds of the selection, and the voice needs some to go by. Select closer to the words around it.`,
      { selection, context: limits.context },
    )
  }
  return {
    replaced,
    touches,
    selection: span,
    left,
    right,
    notes: notesOn({ span, left, right }, pauses, { limits, rate }),
  }
}

/** A context gives up at most this part of its length to end in a pause. */
const farPart = 1 / 3

function leftContext(
  span: TimelineRange,
  pauses: readonly TimelinePause[],
  reach: Frames,
  least: number,
): TimelineRange | null {
  const window = timelineRange(Math.max(0, span.start - reach), span.start)
  if (speechIn(window, pauses) < least) return null
  if (rangeLength(window) < reach) return window
  for (let index = firstEndingFrom(pauses, window.start); index < pauses.length; index++) {
    const pause = pauses[index]
    if (pause === undefined || pause.start >= window.end) break
    const cut = middleOf(pause)
    if (cut < window.start) continue
    if (cut > window.start + reach * farPart) break
    const shorter = timelineRange(cut, window.end)
    return speechIn(shorter, pauses) >= least ? shorter : window
  }
  return window
}

function rightContext(
  span: TimelineRange,
  pauses: readonly TimelinePause[],
  { reach, least, length }: { readonly reach: Frames; readonly least: number; readonly length: Frames },
): TimelineRange | null {
  const window = timelineRange(span.end, Math.min(length, span.end + reach))
  if (speechIn(window, pauses) < least) return null
  if (rangeLength(window) < reach) return window
  for (let index = firstEndingFrom(pauses, window.end); index >= 0; index--) {
    const pause = pauses[index]
    if (pause === undefined) continue
    if (pause.end <= window.start) break
    const cut = middleOf(pause)
    if (cut > window.end) continue
    if (cut < window.end - reach * farPart) break
    const shorter = timelineRange(window.start, cut)
    return speechIn(shorter, pauses) >= least ? shorter : window
  }
  return window
}

/** Frames of `range` that lie in no pause. */
function speechIn(range: TimelineRange, pauses: readonly TimelinePause[]): number {
  let speech = range.end - range.start
  for (let index = firstEndingFrom(pauses, range.start); index < pauses.length; index++) {
    const pause = pauses[index]
    if (pause === undefined || pause.start >= range.end) break
    speech -= Math.min(pause.end, range.end) - Math.max(pause.start, range.start)
  }
  return speech
}

const middleOf = (pause: TimelinePause): number => Math.floor((pause.start + pause.end) / 2)

function notesOn(
  { span, left, right }: { span: TimelineRange; left: TimelineRange | null; right: TimelineRange | null },
  pauses: readonly TimelinePause[],
  { limits, rate }: { limits: PlanLimits; rate: SampleRate },
): PlanNote[] {
  const notes: PlanNote[] = []
  if (rangeLength(span) > secondsToFrames(limits.replaced, rate)) {
    const message = `The selection is longer than ${limits.replaced} seconds. Shorter fixes sound better; consider several.`
    notes.push({ code: 'long-replacement', message })
  }
  if (rangeLength(span) > 0 && speechIn(span, pauses) === 0) {
    const message = 'The selection holds a pause and no words. What you typed will be spoken in the pause.'
    notes.push({ code: 'nothing-spoken-replaced', message })
  }
  if (left === null) {
    const message = 'There is no speech before the selection: the voice goes by what comes after it.'
    notes.push({ code: 'left-without-speech', message })
  }
  if (right === null) {
    const message = 'There is no speech after the selection: the voice goes by what comes before it.'
    notes.push({ code: 'right-without-speech', message })
  }
  return notes
}
