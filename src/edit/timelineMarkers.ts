import type { Marker } from '../audio/markers'
import { type TimelineFrame, timelineFrame } from '../base/units'
import { positionMap } from './positionMap'
import type { Timeline } from './timeline'

/** A marker of the file where it stands on the edited timeline. */
export interface TimelineMarker {
  /** Its place among the markers of the file, from 1. */
  readonly number: number
  readonly start: TimelineFrame
  /** The same as `start` for a point. */
  readonly end: TimelineFrame
  /** Empty where it has no name. */
  readonly label: string
}

/**
 * The markers where they stand on the edited timeline, sorted by their start; those past the end of the recording are left
 * out. One whose frame was replaced stands at the seam before what replaced it, as it will in the exported file.
 */
export function timelineMarkers(timeline: Timeline, markers: readonly Marker[]): TimelineMarker[] {
  const map = positionMap(timeline)
  return markers
    .filter(({ frame }) => frame <= timeline.recordingFrames)
    .map(({ frame, length, label }, index) => {
      const start = map.start(frame).frame
      const end = length === 0 ? start : Math.min(timeline.length, Math.max(start, map.end(frame + length)))
      return { start: timelineFrame(start), end: timelineFrame(end), label, number: index + 1 }
    })
    .sort((a, b) => a.start - b.start)
}
