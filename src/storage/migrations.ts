import { StorageError } from './errors'
import { Field } from './field'

/** Makes project data of one version into data of the next. Pure; may throw ShapeError. */
export type Migration = (data: unknown) => unknown

/**
 * The way up, without gaps: the first makes version 2 out of 1, the next 3 out of 2. A version once released never
 * changes, and has a frozen example in `fixtures`.
 */
export const migrations: readonly Migration[] = [namedTakes]

/** The version that is written. */
export const currentVersion = (steps: readonly Migration[] = migrations): number => steps.length + 1

/**
 * Project data at the current version. `where` names it to the user: “This project”.
 * Throws StorageError `newer-version` for a version this Pickup does not know, and ShapeError for data without one.
 */
export function upgrade(data: unknown, where: string, steps: readonly Migration[] = migrations): unknown {
  const current = currentVersion(steps)
  const version = new Field(data, '').get('version').count()
  if (version > current) throw newerVersion(where, version, current)
  return steps.slice(Math.max(0, version - 1)).reduce((older, migrate) => migrate(older), data)
}

/** The refusal of data from a later Pickup, by the number of its version. */
export function newerVersion(where: string, version: number, current: number): StorageError {
  return new StorageError(
    'newer-version',
    `${where} was written by a newer Pickup (version ${version} of the project data; this one reads up to ${current}). Update Pickup, then open it again; nothing was changed.`,
    { version, current },
  )
}

/** To version 2, in which takes have names: none had one before. The list of drafts, which was never filled, is left out. */
function namedTakes(data: unknown): unknown {
  new Field(data, '').get('version').oneOf([1])
  const { drafts: _, ...project } = members(data)
  const history = members(project['history'])
  const fixes = listOf(history['fixes']).map(nameless)
  return { ...project, version: 2, history: { ...history, fixes } }
}

function nameless(fix: unknown): unknown {
  const given = members(fix)
  return { ...given, names: listOf(given['takes']).map(() => null) }
}

/** What is not of the shape that is expected is left for the reading of the last version to refuse. */
const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
