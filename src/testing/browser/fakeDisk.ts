import { writeError } from '../../storage/errors'
import { type FileStore, memoryFiles } from '../../storage/files'
import { memoryRecords, type Records } from '../../storage/records'
import type { Scheduler } from './scheduler'

/** What outlives a page: the files and the records of an origin, in memory, for all its tabs. */
export class FakeDisk {
  /** As they are, at once: for a test's own look. */
  readonly files: FileStore
  readonly records: Records
  /** How many of the writes to come find no room. */
  full = 0

  constructor(readonly scheduler: Scheduler) {
    this.files = memoryFiles(() => scheduler.now)
    this.records = memoryRecords()
  }

  /** The files as a page finds them: each call waits for its turn, and a write may find the disk full. */
  pageFiles(): FileStore {
    return this.#waiting('files', this.files, (method) => {
      if (method === 'write' || method === 'copy') this.#findRoom()
    })
  }

  /** The records as a page finds them. Calls come to the disk in the order in which they were made. */
  pageRecords(): Records {
    return this.#waiting('records', this.records, (method) => {
      try {
        if (method === 'put') this.#findRoom()
      } catch (error) {
        throw writeError('this step', error)
      }
    })
  }

  #findRoom(): void {
    if (this.full === 0) return
    this.full--
    throw new DOMException('the disk is full', 'QuotaExceededError')
  }

  #waiting<Store extends object>(what: string, store: Store, before: (method: string) => void): Store {
    const { scheduler } = this
    return new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return name === 'persistent' ? true : member
        return async (...args: unknown[]) => {
          const label = `${what}.${String(name)}`
          await scheduler.gate(label, what === 'records' ? { lane: what } : {})
          before(String(name))
          const answer: unknown = await scheduler.as(null, () => Reflect.apply(member, target, args))
          await scheduler.gate(`${label} done`, what === 'records' ? { lane: `${what} done` } : {})
          return answer
        }
      },
    })
  }
}
