import { type TakeId, takeId } from '../base/ids'
import { StorageError, writeError } from './errors'
import type { FileStore } from './files'
import { newId } from './newId'
import { readTakeFile, readTakeMeta, takeFileBytes } from './takeFile'

/** Where a take came from. */
export type TakeOrigin = 'infill' | 'voiceChanger' | 'microphone' | 'file'

/** What is known of a take besides its audio. Immutable, as the take is. */
export interface StoredTake {
  readonly id: TakeId
  readonly origin: TakeOrigin
  /** What it says, as it was asked for. */
  readonly text: string
  /** Name of the voice that speaks it; null for a recorded one, or when it was not noted. */
  readonly voice: string | null
  /** The engine that made it; empty when none did. */
  readonly engine: string
  /** The service's own name of the request, for its support. */
  readonly requestId: string | null
  /** What it cost, in the service's credits. */
  readonly credits: number | null
  /** Whether it answered an equal request again, which is free of charge. */
  readonly repeated: boolean
  /** When it was stored, in ms since 1970. */
  readonly createdAt: number
  /** Bytes of audio. */
  readonly bytes: number
}

/** What the caller knows of a take before it is stored. */
export type NewTake = Omit<StoredTake, 'id' | 'createdAt' | 'bytes' | 'repeated'> & { readonly repeated?: boolean }

/** The takes of every project. Several tabs may use it at once. */
export interface TakeStore {
  /** Whether takes outlive the page; when false the user must be told. */
  readonly persistent: boolean
  /**
   * Stores a take and resolves once it is durable (T10). `audio` is kept as the engine answered it, under `id` or a new one.
   * Throws StorageError `no-space` or `write-failed`; the caller still has the audio then.
   */
  put(meta: NewTake, audio: Uint8Array, id?: TakeId): Promise<StoredTake>
  /** The audio as it was put, checked. Throws StorageError `missing` or `damaged`. */
  audio(id: TakeId): Promise<Uint8Array>
  /** What is known of a take, or null when there is none whole. */
  meta(id: TakeId): Promise<StoredTake | null>
  /** Every whole take, oldest first. */
  list(): Promise<StoredTake[]>
  /** Removes takes for good. One that is not there is not an error. */
  remove(ids: readonly TakeId[]): Promise<void>
  /**
   * Stores a take under the id it already has, from a project file, unless a whole one is there. Gives whether it did.
   * Throws as `put` does.
   */
  restore(take: StoredTake, audio: Uint8Array): Promise<boolean>
  /** Every file of a take, whole or cut by a crash, and when it was written, in ms since 1970. */
  ages(): Promise<{ readonly id: TakeId; readonly modified: number }[]>
}

const origins: readonly string[] = ['infill', 'voiceChanger', 'microphone', 'file'] satisfies TakeOrigin[]
const isOrigin = (value: unknown): value is TakeOrigin => typeof value === 'string' && origins.includes(value)
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0

/** Reads take metadata of unknown shape, or gives null when it is none. */
export function readStoredTake(value: unknown): StoredTake | null {
  if (typeof value !== 'object' || value === null) return null
  const {
    id,
    origin,
    text,
    voice = null,
    engine,
    requestId,
    credits,
    repeated = false,
    createdAt,
    bytes,
  }: Partial<Record<string, unknown>> = {
    ...value,
  }
  if (typeof id !== 'string' || !isTakeId(id) || !isOrigin(origin)) return null
  if (typeof text !== 'string' || typeof engine !== 'string') return null
  if (voice !== null && typeof voice !== 'string') return null
  if (requestId !== null && typeof requestId !== 'string') return null
  if (credits !== null && !isCount(credits)) return null
  if (typeof repeated !== 'boolean') return null
  if (!isCount(createdAt) || !isCount(bytes)) return null
  return { id: takeId(id), origin, text, voice, engine, requestId, credits, repeated, createdAt, bytes }
}

/** Whether a string can be the id of a take: it becomes a file name. */
export const isTakeId = (value: string): boolean => /^[A-Za-z0-9-]{8,64}$/.test(value)

const folder = 'takes'
const extension = '.take'
const pathOf = (id: TakeId): string => `${folder}/${id}${extension}`

/** Names a take that is about to be stored. */
export const newTakeId = (): TakeId => takeId(newId())

/** Opens the store of takes over `files`. `now` gives ms since 1970. */
export function openTakeStore(files: FileStore, now: () => number = Date.now): TakeStore {
  const meta = async (id: TakeId): Promise<StoredTake | null> => {
    const file = await files.file(pathOf(id))
    return file === null ? null : readStoredTake(await readTakeMeta(file))
  }
  const ages: TakeStore['ages'] = async () =>
    (await files.list(folder))
      .filter(({ name }) => name.endsWith(extension))
      .map(({ name, modified }) => ({ id: takeId(name.slice(0, -extension.length)), modified }))
  const write = async (take: StoredTake, audio: Uint8Array): Promise<void> => {
    try {
      await files.write(pathOf(take.id), [await takeFileBytes({ meta: take, audio })])
    } catch (error) {
      throw writeError('the take', error)
    }
  }
  return {
    persistent: files.persistent,
    async put(given, audio, id = newTakeId()) {
      const { origin, text, voice, engine, requestId, credits, repeated = false } = given
      const take: StoredTake = {
        id,
        origin,
        text,
        voice,
        engine,
        requestId,
        credits,
        repeated,
        createdAt: now(),
        bytes: audio.length,
      }
      await write(take, audio)
      return take
    },
    async audio(id) {
      const file = await files.file(pathOf(id))
      if (file === null) throw takeError('missing', id)
      const take = await readTakeFile(new Uint8Array(await file.arrayBuffer()))
      if (take === null) throw takeError('damaged', id)
      return take.audio
    },
    meta,
    async list() {
      const takes = await Promise.all((await ages()).map(({ id }) => meta(id)))
      return takes.filter((take) => take !== null).sort((a, b) => a.createdAt - b.createdAt)
    },
    remove: (gone) => files.remove(gone.map(pathOf)),
    async restore(take, audio) {
      if ((await meta(take.id)) !== null) return false
      await write(take, audio)
      return true
    },
    ages,
  }
}

function takeError(code: 'missing' | 'damaged', id: TakeId): StorageError {
  const what = code === 'missing' ? 'is no longer in this browser’s storage' : 'cannot be read back from storage'
  return new StorageError(code, `This take ${what}. Choose another take of this fix, or generate it again.`, { id })
}
