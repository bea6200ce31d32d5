/**
 * Something the user or the outside world did that Pickup cannot go on from.
 * `code` is stable and is what code branches on; `message` is one sentence that says what happened and one that says
 * what to do, fit to be shown as it is; `data` holds the facts behind it.
 */
export class PickupError<Code extends string = string> extends Error {
  override readonly name: string = 'PickupError'

  constructor(
    readonly code: Code,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Whether `error` is the AbortError of a cancelled action, which is an outcome and never shown as a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** The sentence to show for any thrown value. A value that is not a `PickupError` is a bug and says so. */
export function messageOf(error: unknown): string {
  if (error instanceof PickupError) return error.message
  const detail = error instanceof Error ? error.message : String(error)
  return `Something went wrong inside Pickup (${detail}). Your recording is untouched; try again, and reload the page if it stays.`
}
