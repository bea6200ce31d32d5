import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { StorageError, writeError } from './errors'

/** One project as it lies in the database. `data` and `place` are read and checked by their own modules. */
export interface ProjectRecord {
  readonly id: string
  /** Counts the saves, so that one on top of another tab's is noticed. */
  readonly revision: number
  readonly place: unknown
  readonly data: unknown
}

/** Where project records are kept. */
export interface Records {
  /** Whether the records outlive the page. */
  readonly persistent: boolean
  all(): Promise<ProjectRecord[]>
  get(id: string): Promise<ProjectRecord | null>
  /**
   * Replaces the record if the one there has the revision before this one, or if there is none and `revision` is 1.
   * Resolves with whether it did, once that is on disk.
   */
  put(record: ProjectRecord): Promise<boolean>
  /** Removes the record and its view. */
  delete(id: string): Promise<void>
  view(id: string): Promise<unknown>
  putView(id: string, view: unknown): Promise<void>
}

/** Records in memory, for browsers that refuse a database and for tests. They end with the page. */
export function memoryRecords(): Records {
  const records = new Map<string, ProjectRecord>()
  const views = new Map<string, unknown>()
  return {
    persistent: false,
    all: async () => [...records.values()],
    get: async (id) => records.get(id) ?? null,
    async put(record) {
      if ((records.get(record.id)?.revision ?? 0) !== record.revision - 1) return false
      records.set(record.id, record)
      return true
    },
    async delete(id) {
      records.delete(id)
      views.delete(id)
    },
    view: async (id) => views.get(id),
    async putView(id, view) {
      views.set(id, view)
    },
  }
}

interface Schema extends DBSchema {
  projects: { key: string; value: ProjectRecord }
  views: { key: string; value: unknown }
}

/** Of the stores below; what lies in them has versions of its own, see `migrations.ts`. */
const schemaVersion = 1

async function openDatabase(name: string, onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  try {
    return await openDB<Schema>(name, schemaVersion, {
      upgrade(database) {
        database.createObjectStore('projects', { keyPath: 'id' })
        database.createObjectStore('views')
      },
      blocking(_current, _blocked, event) {
        if (event.target instanceof IDBDatabase) event.target.close()
        onClosed()
      },
      terminated: onClosed,
    })
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'VersionError') throw error
    throw new StorageError(
      'newer-version',
      'The projects in this browser were written by a newer Pickup. Reload the page to get it; nothing was changed.',
      { current: schemaVersion },
      { cause: error },
    )
  }
}

async function written<Value>(what: string, write: () => Promise<Value>): Promise<Value> {
  try {
    return await write()
  } catch (error) {
    throw writeError(what, error)
  }
}

/** Records in the IndexedDB database `name`, opened at first use and again after the browser closed it. */
export function idbRecords(name = 'pickup'): Records {
  let opened: Promise<IDBPDatabase<Schema>> | null = null
  const database = (): Promise<IDBPDatabase<Schema>> => {
    opened ??= openDatabase(name, () => {
      opened = null
    }).catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
  return {
    persistent: true,
    all: async () => (await database()).getAll('projects'),
    get: async (id) => (await (await database()).get('projects', id)) ?? null,
    put: (record) =>
      written('this step', async () => {
        const change = (await database()).transaction('projects', 'readwrite', { durability: 'strict' })
        // Asked for together, which saves the way there and back; given up whole when the record there is another one.
        const there = change.store.get(record.id)
        const ended = Promise.all([change.store.put(record), change.done])
        ended.catch(() => undefined)
        const fits = ((await there)?.revision ?? 0) === record.revision - 1
        if (fits) {
          change.commit()
          await ended
        } else {
          change.abort()
          await ended.catch(() => undefined)
        }
        return fits
      }),
    async delete(id) {
      const change = (await database()).transaction(['projects', 'views'], 'readwrite', { durability: 'strict' })
      await Promise.all([
        change.objectStore('projects').delete(id),
        change.objectStore('views').delete(id),
        change.done,
      ])
    },
    view: async (id) => (await database()).get('views', id),
    async putView(id, view) {
      await written('the view', async () => {
        const change = (await database()).transaction('views', 'readwrite')
        const put = change.store.put(view, id)
        // Said outright, so that it is kept even when the page goes before the answer to `put`.
        change.commit()
        await Promise.all([put, change.done])
      })
    },
  }
}

/** The records of this browser, or of this page alone (`persistent: false`) where it refuses a database. */
export async function openRecords(): Promise<Records> {
  const records = idbRecords()
  try {
    await records.view('')
    return records
  } catch (error) {
    if (error instanceof StorageError) throw error
    return memoryRecords()
  }
}
