import type { ProjectId } from '../base/ids'
import type { FileStore } from './files'
import { type Wait, whileTakesStay } from './locks'
import { recordingFolder } from './place'
import type { Freed, ProjectStore } from './projects'
import type { TakeStore } from './takes'

/** How long something that nothing needs is left alone: it may belong to a step that another tab is about to save. */
const graceMs = 24 * 60 * 60 * 1000

/** The stores that hold what a project needs. */
export interface Stores {
  readonly projects: ProjectStore
  readonly takes: TakeStore
  readonly files: FileStore
}

/** Removes what is free. A recording that is open for writing stays, for a later round. */
export async function removeFreed({ takes, files }: Omit<Stores, 'projects'>, freed: Freed): Promise<void> {
  await takes.remove(freed.takes)
  for (const path of freed.recordings) {
    try {
      await files.remove([path])
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NoModificationAllowedError') throw error
    }
  }
}

/**
 * Removes takes and recordings that no history of any project reaches, and what a crash left half written, when they
 * have been like that for a day. Removes nothing while a project cannot be read. Gives what it removed.
 */
export function collectGarbage(stores: Stores, now: number = Date.now()): Promise<Freed> {
  return whileTakesStay(() => collectNow(stores, now))
}

async function collectNow(stores: Stores, now: number): Promise<Freed> {
  const { projects, takes, files } = stores
  const stored = await takes.ages()
  const kept = await files.list(recordingFolder)
  const needed = await projects.reachable()
  if (needed === null) return { takes: [], recordings: [] }
  const old = (modified: number): boolean => now - modified > graceMs
  const freed: Freed = {
    takes: stored.filter(({ id, modified }) => old(modified) && !needed.takes.has(id)).map(({ id }) => id),
    recordings: kept
      .filter(({ modified }) => old(modified))
      .map(({ name }) => `${recordingFolder}/${name}`)
      .filter((path) => !needed.recordings.has(path)),
  }
  await removeFreed(stores, freed)
  return freed
}

/**
 * Forgets a project and frees what only it needed. It waits for its turn among what brings and removes takes; `wait` is told
 * when that has come.
 */
export async function removeProject(stores: Stores, id: ProjectId, wait?: Wait): Promise<void> {
  const remove = async (): Promise<void> => {
    wait?.onCommitted()
    await removeFreed(stores, await stores.projects.remove(id))
  }
  await whileTakesStay(remove, wait?.signal)
}
