import { assert, BugError } from '../base/assert'
import { fixId, type RecordingId, type TakeId, takeId } from '../base/ids'
import { type Frames, recordingRange } from '../base/units'
import type { Fix } from '../edit/fix'
import type { History, Step } from '../edit/history'
import type { JoinSettings } from '../edit/joinSettings'
import { checkProject, longestName, type Project } from '../edit/project'
import { type Field, ShapeError } from './field'

/** A fix as it is stored. Positions are frames of the recording. */
export interface FixData {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly takes: readonly string[]
  /** What each of `takes` is called; `null` for one that was given no name. */
  readonly names: readonly (string | null)[]
  readonly chosen: string | null
  readonly enabled: boolean
  readonly join: JoinData
}

/** Join settings as they are stored: `null` is automatic; what is not there is as `absent` says. */
export interface JoinData {
  readonly gainDb: number | null
  readonly level?: 'replaced' | 'around'
  readonly fadeMs: number | null
  readonly leftNudgeMs?: number
  readonly rightNudgeMs?: number
  readonly trim?: boolean
  readonly leadMs: number | null
  readonly tailMs: number | null
  readonly spread?: boolean
  readonly toneMatch?: boolean
  readonly roomTone: boolean
  readonly length?: 'ripple' | 'hold'
}

/** A step as it is stored: `state` is an index into `states`. */
export interface StepData {
  readonly label: string
  readonly state: number
}

/**
 * A state as it is stored: what makes it out of the one listed before it, the first out of an empty one. After its first
 * `keep` fixes, `drop` of them go and those at the indices `add` into `fixes` come.
 */
export interface StateData {
  readonly keep: number
  readonly drop: number
  readonly add: readonly number[]
}

/** A history as it is stored. Fixes and states are listed once, so that a gesture adds a few numbers. */
export interface HistoryData {
  /** Every fix of every state. */
  readonly fixes: readonly FixData[]
  /** Every state, oldest first. */
  readonly states: readonly StateData[]
  readonly past: readonly StepData[]
  readonly present: number
  readonly future: readonly StepData[]
}

/** Numbers things by identity, in the order they are first met. */
class Table<Item> {
  readonly items: Item[] = []
  readonly #index = new Map<Item, number>()

  indexOf(item: Item): number {
    const known = this.#index.get(item)
    if (known !== undefined) return known
    this.#index.set(item, this.items.length)
    return this.items.push(item) - 1
  }
}

/** The plain data of a history. Asserts that all its states are of one recording. */
export function historyToData(history: History): HistoryData {
  const { recording, frames } = history.present
  const projects = new Table<Project>()
  const fixes = new Table<Fix>()
  const stepData = ({ label, project }: Step): StepData => ({ label, state: projects.indexOf(project) })
  const past = history.past.map(stepData)
  const present = projects.indexOf(history.present)
  const future = history.future.toReversed().map(stepData).reverse()
  const states = projects.items.map((project, index) => {
    assert(project.recording === recording && project.frames === frames, 'one history over two recordings')
    return change(projects.items[index - 1]?.fixes ?? [], project.fixes, fixes)
  })
  return { fixes: fixes.items.map(fixToData), states, past, present, future }
}

/** What makes `after` out of `before`: one replaced stretch between what both start and end with. */
function change(before: readonly Fix[], after: readonly Fix[], fixes: Table<Fix>): StateData {
  const shorter = Math.min(before.length, after.length)
  let keep = 0
  while (keep < shorter && before[keep] === after[keep]) keep++
  let end = 0
  while (end < shorter - keep && before.at(-1 - end) === after.at(-1 - end)) end++
  const add = after.slice(keep, after.length - end).map((fix) => fixes.indexOf(fix))
  return { keep, drop: before.length - end - keep, add }
}

/** The history in stored data. Throws ShapeError where the data does not say one. */
export function historyFromData(field: Field, recording: RecordingId, frames: Frames): History {
  const fixes = field.get('fixes').list().map(fixFromData)
  const projects: Project[] = []
  for (const state of field.get('states').list()) {
    const before = projects.at(-1)?.fixes ?? []
    const added = state
      .get('add')
      .list()
      .map((index) => at(fixes, index))
    const after = before.toSpliced(state.get('keep').count(before.length), state.get('drop').count(), ...added)
    projects.push(checked({ recording, frames, fixes: after }, state))
  }
  const step = (data: Field): Step => ({ label: data.get('label').string(), project: at(projects, data.get('state')) })
  return {
    past: field.get('past').list().map(step),
    present: at(projects, field.get('present')),
    future: field.get('future').list().map(step),
  }
}

function at<Item>(items: readonly Item[], index: Field): Item {
  const item = items[index.count()]
  if (item === undefined) throw new ShapeError(index.path, `an index below ${items.length}`)
  return item
}

/** The project, or a ShapeError when it breaks a rule that every project keeps (T3). */
function checked(project: Project, field: Field): Project {
  try {
    checkProject(project)
    return project
  } catch (error) {
    if (error instanceof BugError) throw new ShapeError(field.path, `a sound project: ${error.message}`)
    throw error
  }
}

function fixToData({ id, replaced, text, takes, names: named, chosen, enabled, join }: Fix): FixData {
  const names = takes.map((take) => named.get(take) ?? null)
  return { id, start: replaced.start, end: replaced.end, text, takes, names, chosen, enabled, join: joinToData(join) }
}

function fixFromData(field: Field): Fix {
  const start = field.get('start').count()
  const end = field.get('end').count()
  if (start > end) throw new ShapeError(field.path, 'a range that starts before it ends')
  const takes = field
    .get('takes')
    .list(10_000)
    .map((take) => takeId(take.id()))
  return {
    id: fixId(field.get('id').id()),
    replaced: recordingRange(start, end),
    text: field.get('text').string(),
    takes,
    names: namesFromData(field.get('names'), takes),
    chosen: field.get('chosen').orNull((take) => takeId(take.id())),
    enabled: field.get('enabled').boolean(),
    join: joinFromData(field.get('join')),
  }
}

function namesFromData(field: Field, takes: readonly TakeId[]): ReadonlyMap<TakeId, string> {
  const names = field.list(10_000).map((name) => name.orNull((given) => given.string(longestName)))
  if (names.length !== takes.length)
    throw new ShapeError(field.path, `a name or null for each of ${takes.length} takes`)
  return new Map(takes.flatMap((take, index) => (names[index] ? [[take, names[index]] as const] : [])))
}

const orAuto = (value: number | 'auto'): number | null => (value === 'auto' ? null : value)

/** What settings mean that are not there: those that came later were this until then. Never changes. */
const absent = {
  level: 'replaced',
  leftNudgeMs: 0,
  rightNudgeMs: 0,
  trim: true,
  spread: true,
  toneMatch: false,
  length: 'ripple',
} as const satisfies Partial<JoinSettings>

function joinToData(join: JoinSettings): JoinData {
  const {
    gainDb,
    fadeMs,
    leadMs,
    tailMs,
    roomTone,
    level,
    leftNudgeMs,
    rightNudgeMs,
    trim,
    spread,
    toneMatch,
    length,
  } = join
  return {
    gainDb: orAuto(gainDb),
    fadeMs: orAuto(fadeMs),
    leadMs: orAuto(leadMs),
    tailMs: orAuto(tailMs),
    roomTone,
    ...(level !== absent.level && { level }),
    ...(leftNudgeMs !== absent.leftNudgeMs && { leftNudgeMs }),
    ...(rightNudgeMs !== absent.rightNudgeMs && { rightNudgeMs }),
    ...(trim !== absent.trim && { trim }),
    ...(spread !== absent.spread && { spread }),
    ...(toneMatch !== absent.toneMatch && { toneMatch }),
    ...(length !== absent.length && { length }),
  }
}

function joinFromData(field: Field): JoinSettings {
  const setting = (name: string, least: number, most: number): number | 'auto' =>
    field.get(name).orNull((value) => value.number(least, most)) ?? 'auto'
  const added = <Value>(name: keyof typeof absent, read: (value: Field) => Value, otherwise: Value): Value => {
    const member = field.get(name)
    return member.value === undefined ? otherwise : read(member)
  }
  const flag = (name: 'trim' | 'spread' | 'toneMatch') => added(name, (value) => value.boolean(), absent[name])
  const nudge = (name: 'leftNudgeMs' | 'rightNudgeMs') => added(name, (value) => value.number(-50, 50), absent[name])
  return {
    gainDb: setting('gainDb', -24, 24),
    level: added('level', (value) => value.oneOf<JoinSettings['level']>(['replaced', 'around']), absent.level),
    fadeMs: setting('fadeMs', 2, 250),
    leftNudgeMs: nudge('leftNudgeMs'),
    rightNudgeMs: nudge('rightNudgeMs'),
    trim: flag('trim'),
    leadMs: setting('leadMs', 0, Number.MAX_VALUE),
    tailMs: setting('tailMs', 0, Number.MAX_VALUE),
    spread: flag('spread'),
    toneMatch: flag('toneMatch'),
    roomTone: field.get('roomTone').boolean(),
    length: added('length', (value) => value.oneOf<JoinSettings['length']>(['ripple', 'hold']), absent.length),
  }
}
