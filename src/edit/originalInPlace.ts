import { must } from '../base/assert'
import { frames, rangeLength, timelineFrame } from '../base/units'
import type { Project } from './project'
import type { Piece, Timeline } from './timeline'

/** Timelines do not change, and this one is asked for in every drawn frame while the original is heard. */
const known = new WeakMap<Timeline, Timeline>()

/**
 * What is shown while the original is heard: `timeline`, which is that of `project`, with the recording's own sound in the
 * place of each insert, frame for frame from its start. Where the insert is longer, the rest of its place stays a piece of it,
 * in which nothing is heard; where it is shorter, the rest of what it replaces has no place. As long as `timeline`.
 */
export function originalInPlace(project: Project, timeline: Timeline): Timeline {
  const shown = known.get(timeline) ?? newInPlace(project, timeline)
  known.set(timeline, shown)
  return shown
}

function newInPlace(project: Project, timeline: Timeline): Timeline {
  const replaced = new Map(project.fixes.map((fix) => [fix.id, fix.replaced]))
  const pieces = timeline.pieces.flatMap((piece): Piece[] => {
    if (piece.kind === 'recording') return [piece]
    const range = must(replaced.get(piece.fix), 'the fix of a piece')
    const own = frames(Math.min(piece.length, rangeLength(range)))
    const rest = frames(piece.length - own)
    const { at } = piece
    return [
      ...(own > 0 ? [{ kind: 'recording' as const, start: range.start, length: own, at }] : []),
      ...(rest > 0 ? [{ ...piece, start: own, length: rest, at: timelineFrame(at + own) }] : []),
    ]
  })
  return { ...timeline, pieces }
}
