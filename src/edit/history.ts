import { must } from '../base/assert'
import type { FixId, TakeId } from '../base/ids'
import type { Fix } from './fix'
import type { Project } from './project'

/** A project to go back or forward to, and the name of the gesture that lies between it and its neighbour. */
export interface Step {
  /** In the user's words, without a verb for undoing: “Add fix”. */
  readonly label: string
  readonly project: Project
}

/** Every state the project was in. Unlimited: states share all that did not change between them. */
export interface History {
  /** Oldest first; the last one is what undo goes to, labelled with what it takes back. */
  readonly past: readonly Step[]
  readonly present: Project
  /** Furthest first; the last one is what redo goes to, labelled with what it does again. */
  readonly future: readonly Step[]
}

/** A history that starts at `project`. */
export function newHistory(project: Project): History {
  return { past: [], present: project, future: [] }
}

/**
 * Makes one gesture one step (T5): `project` becomes the present, what could be redone is gone. A project that says the
 * same as the present, by the same fixes, is no step: the history comes back unchanged.
 */
export function commit(history: History, label: string, project: Project): History {
  if (sameProject(history.present, project)) return history
  return { past: [...history.past, { label, project: history.present }], present: project, future: [] }
}

/**
 * Goes on with the gesture that made the present: `project` takes its place, and undo goes back to before the gesture. One
 * that says what stood there before the gesture leaves no step at all. Asserts that there was a gesture.
 */
export function amend(history: History, project: Project): History {
  const before = must(history.past.at(-1), 'the gesture that goes on')
  const undone = textOf(before.project) === textOf(project)
  if (undone) return { past: history.past.slice(0, -1), present: before.project, future: [] }
  return sameProject(history.present, project) ? history : { past: history.past, present: project, future: [] }
}

/** One step back; the same history when there is none. */
export function undo(history: History): History {
  const step = history.past.at(-1)
  if (step === undefined) return history
  const ahead = { label: step.label, project: history.present }
  return { past: history.past.slice(0, -1), present: step.project, future: [...history.future, ahead] }
}

/** One step forward; the same history when there is none. */
export function redo(history: History): History {
  const step = history.future.at(-1)
  if (step === undefined) return history
  const behind = { label: step.label, project: history.present }
  return { past: [...history.past, behind], present: step.project, future: history.future.slice(0, -1) }
}

/** Whether a fix named `id` is in any state, present or not. */
export function everHeld(history: History, id: FixId): boolean {
  return [...history.past, ...history.future, { project: history.present }].some(({ project }) =>
    project.fixes.some((fix) => fix.id === id),
  )
}

/**
 * Adds a take to a fix in every state that has the fix, without choosing it: nothing that is heard changes, and it is no step.
 * It came with a gesture that is in the history already, so it comes and goes with the fix by undo and redo. States without
 * the fix, and all other fixes, stay the same objects; the same history when no state has the fix.
 */
export function addCandidate(history: History, id: FixId, take: TakeId): History {
  const changed = new Map<Fix, Fix>()
  const withTake = (fix: Fix): Fix => {
    if (fix.id !== id || fix.takes.includes(take)) return fix
    const known = changed.get(fix) ?? { ...fix, takes: [...fix.takes, take] }
    changed.set(fix, known)
    return known
  }
  const projects = new Map<Project, Project>()
  const within = (project: Project): Project => {
    const known = projects.get(project) ?? { ...project, fixes: project.fixes.map(withTake) }
    const kept = known.fixes.every((fix, index) => fix === project.fixes[index]) ? project : known
    projects.set(project, kept)
    return kept
  }
  const step = (given: Step): Step => {
    const project = within(given.project)
    return project === given.project ? given : { ...given, project }
  }
  const present = within(history.present)
  const past = history.past.map(step)
  const future = history.future.map(step)
  return changed.size === 0 ? history : { past, present, future }
}

/** What undo would take back, or null. */
export function undoLabel(history: History): string | null {
  return history.past.at(-1)?.label ?? null
}

/** What redo would do again, or null. */
export function redoLabel(history: History): string | null {
  return history.future.at(-1)?.label ?? null
}

/** Every take that a fix of any state holds, chosen or not. A take outside this set can be forgotten. */
export function reachableTakes(history: History): ReadonlySet<TakeId> {
  const takes = new Set<TakeId>()
  const seen = new Set<Fix>()
  for (const { project } of [...history.past, { project: history.present }, ...history.future]) {
    for (const fix of project.fixes) {
      if (seen.has(fix)) continue
      seen.add(fix)
      for (const take of fix.takes) takes.add(take)
    }
  }
  return takes
}

/** All that a project says, the names of takes as well. */
const textOf = (project: Project): string =>
  JSON.stringify(project, (_key, value: unknown) => (value instanceof Map ? [...value] : value))

function sameProject(a: Project, b: Project): boolean {
  if (a === b) return true
  if (a.recording !== b.recording || a.frames !== b.frames || a.fixes.length !== b.fixes.length) return false
  return a.fixes.every((fix, index) => fix === b.fixes[index])
}
