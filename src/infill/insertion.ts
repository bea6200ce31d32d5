import { firstEndingFrom } from '../base/spans'
import {
  clamp,
  type SampleRate,
  secondsToFrames,
  type TimelineFrame,
  type TimelineRange,
  timelineRange,
} from '../base/units'
import type { TimelinePause } from './timelinePauses'

/** Most of a pause that an insertion gives up, in seconds: enough for a fade on either side. */
const mostSeconds = 0.2
/** What it leaves of the pause on either side, in seconds: the speech around keeps its ends. */
const leaveSeconds = 0.025

/**
 * What an insertion at a point replaces: a short stretch of the pause the point stands in, around the point, so that both
 * crossfades have the room to work with and no word is touched (T7). The point itself where there is no pause, or too little of it.
 * `pauses` are sorted and disjoint, as from `timelinePauses`.
 */
export function insertionSpan(at: TimelineFrame, pauses: readonly TimelinePause[], rate: SampleRate): TimelineRange {
  const point = timelineRange(at, at)
  const pause = pauses[firstEndingFrom(pauses, at)]
  if (pause === undefined || pause.start > at) return point
  const leave = secondsToFrames(leaveSeconds, rate)
  const [first, last] = [pause.start + leave, pause.end - leave]
  if (last <= first) return point
  const length = Math.min(secondsToFrames(mostSeconds, rate), last - first)
  const start = clamp(Math.round(at - length / 2), first, last - length)
  return timelineRange(Math.min(start, at), Math.max(start + length, at))
}
