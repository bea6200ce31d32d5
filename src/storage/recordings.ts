import { sizeWords } from '../base/sizeWords'
import { isQuota, StorageError, writeError } from './errors'
import { type GivenFile, readPermission } from './fileAccess'
import type { CopyOptions, FileStore } from './files'
import { identityOf, type RecordingIdentity, sameIdentity } from './identity'
import { newId } from './newId'
import { storageState } from './persistence'
import { type RecordingPlace, recordingFolder } from './place'

/** What finding a project's recording again came to. */
export type Reopened =
  | { readonly kind: 'same'; readonly file: Blob }
  /** There is a file, but it is not the one the fixes were made on. */
  | { readonly kind: 'changed'; readonly file: Blob }
  /** It was moved or deleted, or its place was never known. */
  | { readonly kind: 'missing' }
  /** The user must allow it again, by a click that calls `askToRead`. */
  | { readonly kind: 'permission'; readonly handle: FileSystemFileHandle }

/** Room left free on top of a copy, in bytes: for the takes to come. */
const spare = 50_000_000

/** Where the recording of a given file stays without any cost: in its own place, if there is a handle to it. */
export function placeOf({ handle }: GivenFile): RecordingPlace {
  return handle === null ? { kind: 'absent' } : { kind: 'handle', handle }
}

/** What copying `file` into the browser's storage takes and what there is, in bytes; `free` is null when unknown. */
export async function copyCost(
  file: Blob,
): Promise<{ readonly bytes: number; readonly free: number | null; readonly fits: boolean }> {
  const { free } = await storageState()
  return { bytes: file.size, free, fits: free === null || free >= file.size + spare }
}

/**
 * Copies a recording into the browser's storage. The place is good once a project that names it is saved; a copy cut by
 * a crash is in no project and is collected later. Throws StorageError `no-space` when there
 * is no room, before it writes anything where the browser knows that, `missing` when the file cannot be read to its end, and AbortError.
 */
export async function copyRecording(files: FileStore, file: Blob, options: CopyOptions): Promise<RecordingPlace> {
  const { bytes, free, fits } = await copyCost(file)
  if (!fits) throw noRoom(bytes, free)
  const path = `${recordingFolder}/${newId()}`
  try {
    await files.copy(path, file, options)
  } catch (error) {
    if (isUnreadable(error)) throw unreadable(error)
    if (isQuota(error)) throw noRoom(bytes, null, error)
    throw writeError('the recording', error)
  }
  return { kind: 'opfs', path, size: bytes }
}

/** Finds the recording of a project again and says whether it is still the one with `identity`. */
export async function reopenRecording(
  files: FileStore,
  place: RecordingPlace,
  identity: RecordingIdentity,
): Promise<Reopened> {
  if (place.kind === 'absent') return { kind: 'missing' }
  if (place.kind === 'opfs') {
    const file = await files.file(place.path)
    return file === null || file.size !== place.size ? { kind: 'missing' } : { kind: 'same', file }
  }
  const permission = await readPermission(place.handle)
  if (permission !== 'granted') return { kind: 'permission', handle: place.handle }
  try {
    return await compareRecording(await place.handle.getFile(), identity)
  } catch (error) {
    if (isUnreadable(error)) return { kind: 'missing' }
    throw error
  }
}

/** Whether a file the user gave is the recording with `identity`. */
export async function compareRecording(file: Blob, identity: RecordingIdentity): Promise<Reopened> {
  const same = file.size === identity.size && sameIdentity(await identityOf(file), identity)
  return { kind: same ? 'same' : 'changed', file }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && ['NotFoundError', 'NotReadableError', 'NotAllowedError'].includes(error.name)
}

/** `free` is null when the browser said there was room and then had none: what it says is a guess in some. */
function noRoom(bytes: number, free: number | null, cause?: unknown): StorageError {
  const room = free === null ? 'less than that is' : `only ${sizeWords(free)} are`
  return new StorageError(
    'no-space',
    `A copy of the recording takes ${sizeWords(bytes)}, and ${room} free for Pickup in this browser. Free space on the disk or remove projects you no longer need; you can go on without a copy and give the file again next time.`,
    { bytes, free },
    { cause },
  )
}

function unreadable(cause: unknown): StorageError {
  const message =
    'The recording was moved or changed while it was being copied. Put it back as it was, then open it again.'
  return new StorageError('missing', message, {}, { cause })
}
