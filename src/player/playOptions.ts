import { type TimelineFrame, type TimelineRange, timelineRange } from '../base/units'

/** How far to play. */
export interface PlayOptions {
  /** Stops here; without it, at the end of the timeline. */
  readonly until?: TimelineFrame
  /** Goes round this span without a gap, from its end to its start. An empty span is no loop. */
  readonly loop?: TimelineRange
}

/** What of the end and the loop still holds after a jump to `at`. */
export function optionsFrom(at: number, options: PlayOptions): PlayOptions {
  const { until, loop } = options
  return {
    ...(until !== undefined && at < until ? { until } : {}),
    ...(loop !== undefined && at < loop.end ? { loop } : {}),
  }
}

/**
 * The end and the loop in a new timeline, where `map` gives the place of each and `position` is where playing goes on. What vanished there
 * no longer holds playing back.
 */
export function mapOptions(options: PlayOptions, position: number, map: (at: number) => TimelineFrame): PlayOptions {
  const until = options.until && map(options.until)
  const loop = options.loop && timelineRangeOf(map(options.loop.start), map(options.loop.end))
  return optionsFrom(position, {
    ...(until === undefined ? {} : { until }),
    ...(loop === undefined || loop.start === loop.end ? {} : { loop }),
  })
}

const timelineRangeOf = (start: number, end: number): TimelineRange => timelineRange(start, Math.max(start, end))
