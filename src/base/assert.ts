/** A mistake in Pickup itself, never in what the user did. Its message is for whoever mends it. */
export class BugError extends Error {
  override readonly name = 'BugError'
}

/** Throws a `BugError` unless `condition` holds. For what can only be false through a bug. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BugError(message)
}

/** Marks the end of an exhaustive branch over a discriminated union; the compiler refuses it while a case is missing. */
export function assertNever(value: never): never {
  throw new BugError(`unexpected case: ${JSON.stringify(value)}`)
}

/** The value, which cannot be missing unless there is a bug: then it throws a `BugError` with `message`. */
export function must<Value>(value: Value | undefined | null, message: string): Value {
  if (value === undefined || value === null) throw new BugError(message)
  return value
}
