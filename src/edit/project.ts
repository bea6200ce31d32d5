import { assert, must } from '../base/assert'
import type { FixId, RecordingId, TakeId } from '../base/ids'
import type { Frames } from '../base/units'
import { compareRanges, type Fix, overlaps } from './fix'
import { type JoinSettings, joinSettingNames } from './joinSettings'

/** Everything that was decided about one recording. A few kilobytes; every edit makes a new one that shares the rest. */
export interface Project {
  readonly recording: RecordingId
  /** Length of the recording. */
  readonly frames: Frames
  /** In the order of the recording, none overlapping another (T3). Two may touch. */
  readonly fixes: readonly Fix[]
}

/** The most characters of a take's name. */
export const longestName = 60

/** A project without fixes. */
export function newProject(recording: RecordingId, frames: Frames): Project {
  return { recording, frames, fixes: [] }
}

/** The fix named `id`, or null. */
export function findFix(project: Project, id: FixId): Fix | null {
  return project.fixes.find((fix) => fix.id === id) ?? null
}

/**
 * Puts `fix` in its place: in the stead of the one with its id, else as a new one. The fixes named in `absorbs` go away
 * whole, with their text and takes: undo brings them back, and takes stay in storage while the history can reach them.
 * All others stay the same objects. Asserts that `fix` lies in the recording and overlaps none that stays.
 */
export function applyFix(project: Project, fix: Fix, absorbs: readonly FixId[] = []): Project {
  if (absorbs.length === 0 && project.fixes.includes(fix)) return project
  checkFix(fix, project.frames)
  const kept = project.fixes.filter((other) => other.id !== fix.id && !absorbs.includes(other.id))
  const clash = kept.find((other) => overlaps(other.replaced, fix.replaced))
  assert(clash === undefined, `fix ${fix.id} overlaps fix ${clash?.id ?? ''}, which it does not absorb`)
  const after = kept.findIndex((other) => compareRanges(fix.replaced, other.replaced) < 0)
  return { ...project, fixes: kept.toSpliced(after < 0 ? kept.length : after, 0, fix) }
}

/** Takes the fix away: the original is heard there again. Asserts that it is there. */
export function removeFix(project: Project, id: FixId): Project {
  assert(findFix(project, id) !== null, `no fix ${id}`)
  return { ...project, fixes: project.fixes.filter((fix) => fix.id !== id) }
}

/**
 * Adds a take to a fix, last, and chooses it; the fix says `text` from now on, what it said before when not given.
 * A take the fix has already is only chosen. Asserts that the fix is there.
 */
export function addTake(project: Project, id: FixId, take: TakeId, text?: string): Project {
  return updateFix(project, id, (fix) => {
    const takes = fix.takes.includes(take) ? fix.takes : [...fix.takes, take]
    const says = text ?? fix.text
    if (takes === fix.takes && fix.chosen === take && fix.text === says) return fix
    return { ...fix, text: says, takes, chosen: take }
  })
}

/** Chooses which take is heard, or none: the range is removed. Asserts that the fix is there and has the take. */
export function chooseTake(project: Project, id: FixId, take: TakeId | null): Project {
  return updateFix(project, id, (fix) => {
    assert(take === null || fix.takes.includes(take), `fix ${id} has no take ${take}`)
    return fix.chosen === take ? fix : { ...fix, chosen: take }
  })
}

/**
 * Gives a take of a fix a name of its own, at most `longestName` characters; an empty one takes the name away.
 * Asserts that the fix is there and has the take.
 */
export function nameTake(project: Project, id: FixId, take: TakeId, name: string): Project {
  return updateFix(project, id, (fix) => {
    assert(fix.takes.includes(take), `fix ${id} has no take ${take}`)
    const given = name.trim().slice(0, longestName)
    if (given === (fix.names.get(take) ?? '')) return fix
    const others = [...fix.names].filter(([named]) => named !== take)
    return { ...fix, names: new Map(given === '' ? others : [...others, [take, given]]) }
  })
}

/**
 * Takes a take away from a fix that has others; when it was the chosen one, the one before it is chosen, else the one after.
 * Asserts that the fix is there and has the take and another one.
 */
export function dropTake(project: Project, id: FixId, take: TakeId): Project {
  return updateFix(project, id, (fix) => {
    const index = fix.takes.indexOf(take)
    assert(index >= 0 && fix.takes.length > 1, `fix ${id} cannot lose take ${take}`)
    const takes = fix.takes.toSpliced(index, 1)
    const chosen = fix.chosen === take ? must(takes[Math.max(0, index - 1)], 'another take') : fix.chosen
    return { ...fix, takes, names: new Map([...fix.names].filter(([named]) => named !== take)), chosen }
  })
}

/** Switches a fix on or off. Asserts that it is there. */
export function setEnabled(project: Project, id: FixId, enabled: boolean): Project {
  return updateFix(project, id, (fix) => (fix.enabled === enabled ? fix : { ...fix, enabled }))
}

/** Changes what the next take of a fix will say. Asserts that the fix is there. */
export function setText(project: Project, id: FixId, text: string): Project {
  return updateFix(project, id, (fix) => (fix.text === text ? fix : { ...fix, text }))
}

/** Changes the join settings named in `change`. Asserts that the fix is there and that the settings are in range. */
export function changeJoin(project: Project, id: FixId, change: Partial<JoinSettings>): Project {
  return updateFix(project, id, (fix) => {
    const join: JoinSettings = { ...fix.join, ...change }
    return sameJoin(fix.join, join) ? fix : { ...fix, join }
  })
}

/** Whether two projects over one recording are heard and exported alike: names, texts and takes that are not chosen do not count. */
export function soundsSame(a: Project, b: Project): boolean {
  if (a === b) return true
  const [first, second] = [a, b].map(({ fixes }) => fixes.filter(({ enabled }) => enabled))
  if (!first || !second || first.length !== second.length) return false
  return first.every((fix, index) => {
    const other = second[index]
    const { start, end } = fix.replaced
    return (
      other?.chosen === fix.chosen &&
      other.replaced.start === start &&
      other.replaced.end === end &&
      sameJoin(other.join, fix.join)
    )
  })
}

/** Asserts all that holds of every project: fixes in order, disjoint and inside the recording (T3), ids and takes sound. */
export function checkProject(project: Project): void {
  assert(new Set(project.fixes.map((fix) => fix.id)).size === project.fixes.length, 'two fixes with one id')
  for (const fix of project.fixes) checkFix(fix, project.frames)
  project.fixes.slice(1).forEach((fix, index) => {
    const previous = must(project.fixes[index], 'a fix before the second')
    const inOrder = compareRanges(previous.replaced, fix.replaced) < 0 && !overlaps(previous.replaced, fix.replaced)
    assert(inOrder, `fix ${fix.id} overlaps or precedes fix ${previous.id}`)
  })
}

function updateFix(project: Project, id: FixId, change: (fix: Fix) => Fix): Project {
  const index = project.fixes.findIndex((fix) => fix.id === id)
  const fix = must(project.fixes[index], `no fix ${id}`)
  const changed = change(fix)
  if (changed === fix) return project
  checkFix(changed, project.frames)
  return { ...project, fixes: project.fixes.with(index, changed) }
}

function checkFix(fix: Fix, length: Frames): void {
  const { start, end } = fix.replaced
  assert(0 <= start && start <= end && end <= length, `fix ${fix.id} at ${start}..${end} is not in 0..${length}`)
  assert(new Set(fix.takes).size === fix.takes.length, `fix ${fix.id} holds a take twice`)
  assert(fix.chosen === null || fix.takes.includes(fix.chosen), `fix ${fix.id} chose a take it does not hold`)
  for (const [take, name] of fix.names) {
    assert(fix.takes.includes(take), `fix ${fix.id} names a take it does not hold`)
    assert(
      name !== '' && name.length <= longestName,
      `fix ${fix.id} has a take with a name of ${name.length} characters`,
    )
  }
  const { gainDb, fadeMs, leadMs, tailMs, leftNudgeMs, rightNudgeMs } = fix.join
  assert(gainDb === 'auto' || Math.abs(gainDb) <= 24, `fix ${fix.id} has a gain of ${gainDb} dB`)
  assert(fadeMs === 'auto' || (fadeMs >= 2 && fadeMs <= 250), `fix ${fix.id} has a fade of ${fadeMs} ms`)
  for (const ms of [leadMs, tailMs]) {
    assert(ms === 'auto' || (ms >= 0 && Number.isFinite(ms)), `fix ${fix.id} has a pause of ${ms} ms at a seam`)
  }
  for (const ms of [leftNudgeMs, rightNudgeMs]) {
    assert(Math.abs(ms) <= 50, `fix ${fix.id} has a seam moved by ${ms} ms`)
  }
}

function sameJoin(a: JoinSettings, b: JoinSettings): boolean {
  return joinSettingNames.every((name) => a[name] === b[name])
}
