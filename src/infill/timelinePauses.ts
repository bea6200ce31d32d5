import type { Pause } from '../audio/pauses'
import type { FixId } from '../base/ids'
import { firstEndingFrom } from '../base/spans'
import { type SampleRate, secondsToFrames, type TimelineFrame, timelineFrame } from '../base/units'
import type { InsertPiece, Piece, RecordingPiece, Timeline } from '../edit/timeline'
import { type InsertPause, seamReachSeconds } from './join/insertPauses'

/** A pause on the edited timeline: of the recording, the part of it that is still heard, or of an insert. Never empty. */
export interface TimelinePause {
  readonly start: TimelineFrame
  readonly end: TimelineFrame
  /** dB below the speech around it. */
  readonly depth: number
}

/** The pauses in inserts and near their seams (see `insertPauses`), as far as they are known, at the recording's rate. */
export interface HeardInserts {
  readonly rate: SampleRate
  readonly pauses: ReadonlyMap<FixId, readonly InsertPause[]>
}

/**
 * The pauses that are heard on the edited timeline, sorted and disjoint. Those of the recording are there with what fixes left of
 * them. With `inserts`, those within 1 s of an insert are the ones found with it, so that a pause goes on across a seam and those
 * inside an insert are there too; between two inserts each has the nearer half. `pauses` are sorted and disjoint. Linear in both.
 */
export function timelinePauses(
  timeline: Timeline,
  pauses: readonly Pause[],
  inserts: HeardInserts | null = null,
): TimelinePause[] {
  const zones = inserts === null ? [] : zonesOf(timeline, inserts)
  const found: TimelinePause[] = []
  let next = 0
  for (const piece of timeline.pieces) {
    const zone = zones[next]
    if (piece.kind === 'recording') {
      const own = { from: Math.max(piece.at, zones[next - 1]?.to ?? 0), to: piece.at + piece.length }
      addRecorded(found, piece, pauses, { ...own, to: Math.min(own.to, zone?.from ?? own.to) })
    } else if (zone?.piece === piece) {
      addFound(found, zone)
      next++
    }
  }
  return found
}

/** Where the pauses found with one insert hold. */
interface Zone {
  readonly piece: InsertPiece
  readonly pauses: readonly InsertPause[]
  readonly from: number
  readonly to: number
}

function zonesOf({ pieces }: Timeline, { rate, pauses }: HeardInserts): Zone[] {
  const isKnown = (piece: Piece | undefined) => piece?.kind === 'insert' && pauses.has(piece.fix)
  const reach = secondsToFrames(seamReachSeconds, rate)
  const reachInto = (index: number): number => {
    const piece = pieces[index]
    if (piece?.kind !== 'recording') return 0
    const both = isKnown(pieces[index - 1]) && isKnown(pieces[index + 1])
    return Math.min(reach, both ? Math.floor(piece.length / 2) : piece.length)
  }
  return pieces.flatMap((piece, index) => {
    const own = piece.kind === 'insert' ? pauses.get(piece.fix) : undefined
    if (piece.kind !== 'insert' || own === undefined) return []
    return {
      piece,
      pauses: own,
      from: piece.at - reachInto(index - 1),
      to: piece.at + piece.length + reachInto(index + 1),
    }
  })
}

function addRecorded(
  found: TimelinePause[],
  piece: RecordingPiece,
  pauses: readonly Pause[],
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const shift = piece.at - piece.start
  for (let index = firstEndingFrom(pauses, from - shift + 1); index < pauses.length; index++) {
    const pause = pauses[index]
    if (pause === undefined || pause.start + shift >= to) break
    const part = {
      start: Math.max(pause.start + shift, from),
      end: Math.min(pause.end + shift, to),
      depth: pause.depth,
    }
    add(found, part, from > piece.at && part.start === from)
  }
}

function addFound(found: TimelinePause[], { piece, pauses, from, to }: Zone): void {
  const shift = piece.at - piece.start
  for (const { start, end, depth } of pauses) {
    const part = { start: Math.max(start + shift, from), end: Math.min(end + shift, to), depth }
    add(found, part, part.start === from)
  }
}

/** Adds a pause, unless it is empty. One that `goesOn` at the edge of a zone is the rest of the one before it, if that comes so far. */
function add(found: TimelinePause[], pause: InsertPause, goesOn: boolean): void {
  if (pause.start >= pause.end) return
  const end = timelineFrame(pause.end)
  const last = found.at(-1)
  if (!goesOn || last?.end !== pause.start) {
    found.push({ start: timelineFrame(pause.start), end, depth: pause.depth })
    return
  }
  const longer = last.end - last.start > pause.end - pause.start ? last : pause
  found[found.length - 1] = { start: last.start, end, depth: longer.depth }
}
