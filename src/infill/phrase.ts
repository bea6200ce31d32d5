import { firstEndingFrom } from '../base/spans'
import { type Frames, type TimelineRange, timelineRange } from '../base/units'
import type { TimelinePause } from './timelinePauses'

/**
 * The speech between the pauses around `selection`: from the end of the last pause that starts at or before it to the
 * start of the first one that ends at or after it; without one, to the end of the timeline. A selection all inside one
 * pause gives that pause. Edges stand right at the speech: snapping them leaves the usual margin. `pauses` are sorted and
 * disjoint, as from `timelinePauses`.
 */
export function phraseAround(
  selection: TimelineRange,
  pauses: readonly TimelinePause[],
  timelineLength: Frames,
): TimelineRange {
  const startsAt = firstEndingFrom(pauses, selection.start)
  const holding = pauses[startsAt]
  if (holding !== undefined && holding.start <= selection.start && selection.end <= holding.end) {
    return timelineRange(holding.start, holding.end)
  }
  const before = holding !== undefined && holding.start <= selection.start ? holding : pauses[startsAt - 1]
  const after = pauses[firstEndingFrom(pauses, selection.end)]
  return timelineRange(before?.end ?? 0, after?.start ?? timelineLength)
}

/** How many pauses before and after a place tell what is a long one there, and the share of them that is not. */
const neighbours = 16
const shorter = 0.7

/**
 * The speech between the longer pauses around `selection`: several phrases, up to pauses as long as the longest three in ten
 * of the 32 pauses around, so that it holds for slow and for fast speakers. Else as `phraseAround`.
 */
export function sentenceAround(
  selection: TimelineRange,
  pauses: readonly TimelinePause[],
  timelineLength: Frames,
): TimelineRange {
  const here = firstEndingFrom(pauses, selection.start)
  const near = pauses.slice(Math.max(0, here - neighbours), here + neighbours)
  const lengths = near.map(lengthOf).toSorted((a, b) => a - b)
  const least = lengths[Math.floor(shorter * lengths.length)] ?? 0
  const long = pauses.filter((pause) => lengthOf(pause) >= least)
  return phraseAround(selection, long, timelineLength)
}

const lengthOf = ({ start, end }: TimelinePause): number => end - start
