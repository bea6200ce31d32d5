import { firstEndingFrom } from '../base/spans'
import { clamp, type Frames, type TimelineFrame, type TimelineRange, timelineFrame, timelineRange } from '../base/units'
import type { TimelinePause } from './timelinePauses'

/** The usual limits of snapping, in seconds. */
export const snapReach = { seconds: 0.25, leaveSeconds: 0.025 } as const

/** How far snapping reaches. */
export interface SnapLimits {
  /** How far from an edge a pause may begin for the edge to move to it: 250 ms is usual. */
  readonly reach: Frames
  /** How much of the pause stays between the edge and the speech that is selected: 20–30 ms is usual. */
  readonly leave: Frames
  /** Length of the timeline, whose ends count as edges too. */
  readonly length: Frames
}

/** Why an edge stands where it does. `off`: snapping was not asked for. */
export type SnapReason = 'pause' | 'no-pause-in-reach' | 'file-edge' | 'off'

/** One edge of a selection after snapping. */
export interface SnappedEdge {
  readonly at: TimelineFrame
  /** Frames the edge moved, negative = earlier. */
  readonly moved: number
  /** The pause the edge stands in; null for every reason but `pause`. */
  readonly pause: TimelinePause | null
  readonly reason: SnapReason
}

/** A selection after snapping. `range` is empty only where the selection was. */
export interface Snapped {
  readonly range: TimelineRange
  readonly start: SnappedEdge
  readonly end: SnappedEdge
}

/** A place an edge could go to. The lower the cost, the better. */
interface Place {
  readonly at: number
  readonly pause: TimelinePause | null
  readonly reason: 'pause' | 'no-pause-in-reach' | 'file-edge'
  readonly cost: number
}

/** How many times nearer a pause must be for the selection to shrink to it, where it could also grow to another. */
const shrinkPenalty = 2

/** A selection that stays where it was drawn. */
export function unsnapped(selection: TimelineRange): Snapped {
  const { start, end } = selection
  const still = { moved: 0, pause: null, reason: 'off' } as const
  return { range: selection, start: { at: start, ...still }, end: { at: end, ...still } }
}

/**
 * Moves each edge of `selection` to a pause: the one it stands in, however long; else the nearer of its two neighbours
 * within reach, or an end of the file within reach. The edge then stands on the side of the pause towards the inside of
 * the selection, `leave` frames from the speech there, in the middle of a pause shorter than twice that. So the pause
 * stays in the context, and an edge never passes more than the rest of the word it stood in. Growing is preferred to
 * shrinking at like distance. Both edges are chosen together and never meet or cross. They share a pause only when the
 * selection was all inside it, or when an edge would be left in a word otherwise; then they keep off the speech around it.
 * An empty selection stays empty and moves into the nearest pause. `pauses` are sorted and disjoint, as from
 * `timelinePauses`.
 */
export function snapSelection(selection: TimelineRange, pauses: readonly TimelinePause[], limits: SnapLimits): Snapped {
  const { start, end } = selection
  const around = neighbours(pauses, start)
  if (start === end) {
    const place = pointPlace(start, around, limits)
    return snapped(selection, place, place)
  }
  const { holding } = around
  if (holding !== null && end <= holding.end) return snapped(selection, ...insidePause(selection, holding, limits))
  const starts = startPlaces(start, around, limits)
  const ends = endPlaces(end, neighbours(pauses, end), limits)
  let best: Pair = { start: stay(start, limits), end: stay(end, limits), cost: Number.POSITIVE_INFINITY }
  for (const first of starts) {
    for (const last of ends) {
      const pair = pairOf(selection, first, last, limits)
      if (pair.start.at < pair.end.at && pair.cost < best.cost) best = pair
    }
  }
  return snapped(selection, best.start, best.end)
}

/** Places for both edges. */
interface Pair {
  readonly start: Place
  readonly end: Place
  readonly cost: number
}

/** Both edges in one pause select what lies between its margins. Only better than leaving an edge in a word. */
function pairOf(selection: TimelineRange, start: Place, end: Place, limits: SnapLimits): Pair {
  const cost = start.cost + end.cost
  if (start.pause === null || start.pause !== end.pause) return { start, end, cost }
  const first = Math.max(selection.start, earlyIn(start.pause, limits))
  const last = Math.min(selection.end, lateIn(start.pause, limits))
  const surcharge = 2 * shrinkPenalty * limits.reach
  return { start: { ...start, at: first }, end: { ...end, at: last }, cost: cost + surcharge }
}

/** The pauses an edge can go to without passing a word: the one it stands in or on, else the two beside it. */
interface Neighbours {
  readonly before: TimelinePause | null
  readonly holding: TimelinePause | null
  readonly after: TimelinePause | null
}

function neighbours(pauses: readonly TimelinePause[], at: number): Neighbours {
  const next = firstEndingFrom(pauses, at)
  const pause = pauses[next] ?? null
  const holding = pause !== null && pause.start <= at ? pause : null
  return { before: pauses[next - 1] ?? null, holding, after: holding === null ? pause : null }
}

/** Where a start edge can go, towards the end of the pause it goes to. */
function startPlaces(at: number, { before, holding, after }: Neighbours, limits: SnapLimits): Place[] {
  const to = (pause: TimelinePause, cost: number): Place => ({
    at: lateIn(pause, limits),
    pause,
    reason: 'pause',
    cost,
  })
  if (holding !== null) return [to(holding, 0)]
  const places = [stay(at, limits)]
  if (before !== null && at - before.end <= limits.reach) places.push(to(before, at - before.end))
  if (before === null && at <= limits.reach) places.push({ at: 0, pause: null, reason: 'file-edge', cost: at })
  if (after !== null && after.start - at <= limits.reach) places.push(to(after, shrinkPenalty * (after.start - at)))
  return places
}

/** Where an end edge can go, towards the start of the pause it goes to. */
function endPlaces(at: number, { before, holding, after }: Neighbours, limits: SnapLimits): Place[] {
  const to = (pause: TimelinePause, cost: number): Place => ({
    at: earlyIn(pause, limits),
    pause,
    reason: 'pause',
    cost,
  })
  if (holding !== null) return [to(holding, 0)]
  const places = [stay(at, limits)]
  const left = limits.length - at
  if (after !== null && after.start - at <= limits.reach) places.push(to(after, after.start - at))
  if (after === null && left <= limits.reach)
    places.push({ at: limits.length, pause: null, reason: 'file-edge', cost: left })
  if (before !== null && at - before.end <= limits.reach) places.push(to(before, shrinkPenalty * (at - before.end)))
  return places
}

/** Where a point goes: off the speech when it stands in a pause, else to the nearest side of what is within reach. */
function pointPlace(at: number, { before, holding, after }: Neighbours, limits: SnapLimits): Place {
  if (holding !== null) {
    const inside = clamp(at, earlyIn(holding, limits), lateIn(holding, limits))
    return { at: inside, pause: holding, reason: 'pause', cost: 0 }
  }
  const start = startPlaces(at, { before, holding, after: null }, limits)
  const end = endPlaces(at, { before: null, holding, after }, limits)
  return [...start, ...end].reduce((best, place) => (place.cost < best.cost ? place : best))
}

/** A selection all inside one pause keeps off the speech around it where it can. */
function insidePause({ start, end }: TimelineRange, pause: TimelinePause, limits: SnapLimits): [Place, Place] {
  const first = Math.max(start, earlyIn(pause, limits))
  const last = Math.min(end, lateIn(pause, limits))
  const place = (at: number): Place => ({ at, pause, reason: 'pause', cost: 0 })
  return first < last ? [place(first), place(last)] : [place(start), place(end)]
}

/** Staying put costs more than any move, so that one edge gives way only where both cannot move. */
function stay(at: number, limits: SnapLimits): Place {
  return { at, pause: null, reason: 'no-pause-in-reach', cost: 4 * shrinkPenalty * limits.reach + 1 }
}

const middle = (pause: TimelinePause): number => Math.floor((pause.start + pause.end) / 2)

const earlyIn = (pause: TimelinePause, { leave }: SnapLimits): number => Math.min(pause.start + leave, middle(pause))

const lateIn = (pause: TimelinePause, { leave }: SnapLimits): number => Math.max(pause.end - leave, middle(pause))

function snapped(selection: TimelineRange, start: Place, end: Place): Snapped {
  const edge = (place: Place, from: number): SnappedEdge => {
    const { pause, reason } = place
    return { at: timelineFrame(place.at), moved: place.at - from, pause, reason }
  }
  return {
    range: timelineRange(start.at, end.at),
    start: edge(start, selection.start),
    end: edge(end, selection.end),
  }
}
