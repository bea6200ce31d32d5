import { clamp, type TimelineFrame, timelineFrame } from '../base/units'
import type { Timeline } from './timeline'

/** A place of the timeline and the place of the recording that belongs to it. */
interface Knot {
  readonly heard: number
  readonly recorded: number
}

/**
 * Takes places of one edited timeline to the same place of another one of the same recording, so that what is heard can go on
 * there. What both hear of the recording is kept to the frame; a place inside an insert is as far through what is heard there
 * in its stead. Going there and back again leads to where it began, give or take the rounding inside inserts.
 */
export function samePlace(before: Timeline, after: Timeline): (at: TimelineFrame) => TimelineFrame {
  const from = knotsOf(before)
  const to = knotsOf(after)
  return (at) => {
    const recorded = along(from, at, 'heard', 'recorded')
    return timelineFrame(clamp(Math.round(along(to, recorded, 'recorded', 'heard')), 0, after.length))
  }
}

/** Timelines do not change, and places are asked for in every drawn frame. */
const known = new WeakMap<Timeline, readonly Knot[]>()

function knotsOf(timeline: Timeline): readonly Knot[] {
  const knots = known.get(timeline) ?? newKnots(timeline)
  known.set(timeline, knots)
  return knots
}

/** The ends of every stretch of the recording that is heard; inserts lie between them. Neither side ever goes back. */
function newKnots({ pieces, length, recordingFrames }: Timeline): readonly Knot[] {
  const heard = pieces.flatMap((piece): Knot[] => {
    if (piece.kind === 'insert') return []
    const { at, start } = piece
    return [
      { heard: at, recorded: start },
      { heard: at + piece.length, recorded: start + piece.length },
    ]
  })
  return [{ heard: 0, recorded: 0 }, ...heard, { heard: length, recorded: recordingFrames }]
}

/** `value` of one side as a real number of the other; where many belong to it, the last of them. */
function along(knots: readonly Knot[], value: number, from: keyof Knot, to: keyof Knot): number {
  const index = knots.findLastIndex((knot) => knot[from] <= value)
  const knot = knots[index]
  const next = knots[index + 1]
  if (knot === undefined || next === undefined) return knot?.[to] ?? 0
  // The share of both spans comes first: where they are equal it is 1 and nothing is rounded.
  return knot[to] + (value - knot[from]) * ((next[to] - knot[to]) / (next[from] - knot[from]))
}
