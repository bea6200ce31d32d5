import type { FixId, TakeId } from '../base/ids'
import type { RecordingRange } from '../base/units'
import { defaultJoin, type JoinSettings } from './joinSettings'

/**
 * One edit of a recording: what is heard in place of `replaced`. An empty `replaced` inserts at that point; no chosen
 * take removes; anything else replaces. Immutable.
 */
export interface Fix {
  readonly id: FixId
  /** What of the recording is not heard while the fix is on, in the recording's own frames. */
  readonly replaced: RecordingRange
  /** What the takes say. */
  readonly text: string
  /** Every take made for this fix, oldest first, each once. */
  readonly takes: readonly TakeId[]
  /** What the user calls those of `takes` that were given a name; never empty. The others go by their place: “Take 1”. */
  readonly names: ReadonlyMap<TakeId, string>
  /** The take that is heard, one of `takes`, or null: the replaced range is removed. */
  readonly chosen: TakeId | null
  readonly join: JoinSettings
  /** Whether the fix is heard. Off, the original is. */
  readonly enabled: boolean
}

/** A fix that is on and has no take yet, with every join setting on automatic. */
export function newFix(id: FixId, replaced: RecordingRange, text: string): Fix {
  return { id, replaced, text, takes: [], names: new Map(), chosen: null, join: defaultJoin, enabled: true }
}

/**
 * Whether two spans of the recording cannot both be fixes: they share a frame, one is a point strictly inside the other,
 * or both are the same point. Spans that only touch (one ends where the other starts) do not overlap.
 */
export function overlaps(a: RecordingRange, b: RecordingRange): boolean {
  if (a.start === b.start && a.end === b.end) return true
  return a.start < b.end && b.start < a.end
}

/**
 * The order of fixes along the recording, negative when `a` comes first: by start, then by end. It is total because
 * fixes do not overlap: an insertion at a point comes after the fix that ends there and before the one that starts there,
 * and a point holds at most one insertion.
 */
export function compareRanges(a: RecordingRange, b: RecordingRange): number {
  return a.start - b.start || a.end - b.end
}

/** What a take of a fix is called: the name it was given, else its place among the takes. */
export function takeName(fix: Fix, take: TakeId): string {
  return fix.names.get(take) ?? `Take ${fix.takes.indexOf(take) + 1}`
}

/** Whether a fix is a stretch of the room alone, as long as what it replaces. */
export function isSilence({ chosen, join }: Fix): boolean {
  return chosen === null && join.length === 'hold'
}
