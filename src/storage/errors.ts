import { PickupError } from '../base/errors'

/** What can go wrong while keeping something in the browser or reading it back. */
export type StorageErrorCode =
  | 'no-space'
  | 'write-failed'
  | 'damaged'
  | 'missing'
  | 'changed'
  | 'newer-version'
  | 'too-large'
  | 'not-a-project'

/** A failure of storage, with the way out in its message. */
export class StorageError extends PickupError<StorageErrorCode> {
  override readonly name = 'StorageError'
}

/** Whether `error` says that the disk or the browser's share of it is full. */
export function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError'
}

/**
 * The error to show for a write that failed. A StorageError and an AbortError pass as they are.
 * `what` is the thing that was being written, as a noun with its article: “the take”.
 */
export function writeError(what: string, error: unknown): Error {
  if (error instanceof StorageError || (error instanceof Error && error.name === 'AbortError')) return error
  if (isQuota(error)) {
    return new StorageError(
      'no-space',
      `There is no room left to store ${what}. Free space on the disk, or remove projects you no longer need from the start page, and try again.`,
      {},
      { cause: error },
    )
  }
  const detail = error instanceof Error ? error.message : String(error)
  return new StorageError(
    'write-failed',
    `The browser could not store ${what} (${detail}). Try again; if it stays, reload the page.`,
    { detail },
    { cause: error },
  )
}
