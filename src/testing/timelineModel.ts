import { type FixId, fixId, recordingId } from '../base/ids'
import { type Frames, frames, recordingRange, type TimelineRange, timelineRange } from '../base/units'
import { newFix } from '../edit/fix'
import { replacedBy } from '../edit/positions'
import { applyFix, newProject, type Project, removeFix, setEnabled } from '../edit/project'
import { timelineOf } from '../edit/timeline'

/** One frame of an edited timeline: which frame of the recording, or of which insert. */
export type HeardFrame = `recording ${number}` | `${string} ${number}`

/**
 * What a project sounds like, frame by frame, by the obvious way: walk along the recording, at every boundary put the
 * inserts of the fixes that start there, leave out what they replace.
 */
export function heardFrames(project: Project, inserts: ReadonlyMap<FixId, Frames>): HeardFrame[] {
  const shown = project.fixes.filter((fix) => fix.enabled && inserts.has(fix.id))
  const heard: HeardFrame[] = []
  for (let frame = 0; frame <= project.frames; frame++) {
    const startingHere = shown.filter((fix) => fix.replaced.start === frame)
    startingHere.sort((a, b) => a.replaced.end - b.replaced.end)
    for (const fix of startingHere) {
      for (let index = 0; index < (inserts.get(fix.id) ?? 0); index++) heard.push(`${fix.id} ${index}`)
    }
    const hidden = shown.some((fix) => fix.replaced.start <= frame && frame < fix.replaced.end)
    if (frame < project.frames && !hidden) heard.push(`recording ${frame}`)
  }
  return heard
}

/** A project and the lengths of its inserts. */
export interface EditState {
  readonly project: Project
  readonly inserts: ReadonlyMap<FixId, Frames>
}

/** An empty project over a recording of `length` frames. */
export function emptyState(length: number): EditState {
  return { project: newProject(recordingId('recording'), frames(length)), inserts: new Map() }
}

/** A whole number in `[low, high]`. */
export function between(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

/** A random span of a timeline, one in four of them empty. */
export function randomSelection(random: () => number, length: number): TimelineRange {
  const start = between(random, 0, length)
  return timelineRange(start, random() < 0.25 ? start : between(random, start, Math.min(length, start + 12)))
}

/** One gesture of a careless user: a fix over a random selection, or a fix switched, removed or not yet rendered. */
export function randomEdit({ project, inserts }: EditState, random: () => number, name: string): EditState {
  const some = project.fixes[between(random, 0, Math.max(0, project.fixes.length - 1))]
  const choice = random()
  if (some !== undefined && choice < 0.15) return { project: setEnabled(project, some.id, !some.enabled), inserts }
  if (some !== undefined && choice < 0.25) return { project: removeFix(project, some.id), inserts }
  const timeline = timelineOf(project, inserts)
  const { replaced, touches } = replacedBy(project, timeline, randomSelection(random, timeline.length))
  const fix = newFix(fixId(name), recordingRange(replaced.start, replaced.end), name)
  const lengths = new Map(inserts)
  if (random() < 0.9) lengths.set(fix.id, frames(between(random, 0, 6)))
  return { project: applyFix(project, fix, touches), inserts: lengths }
}
