import { StorageError } from './errors'
import { Field } from './field'

/** Makes project data of one version into data of the next. Pure; may throw ShapeError. */
export type Migration = (data: unknown) => unknown

/**
 * The way up, without gaps: the first makes version 2 out of 1, the next 3 out of 2. A version once released never
 * changes, and has a frozen example in `fixtures`.
 */
export const migrations: readonly Migration[] = []

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
