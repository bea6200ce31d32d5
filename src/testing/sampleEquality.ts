import { expect } from 'vitest'

function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

/** True for two rows of one kind that hold the very same numbers; undefined, and so up to `toEqual`, for anything else. */
function sameNumbers(left: unknown, right: unknown): true | undefined {
  if (!isRow(left) || !isRow(right) || left.length !== right.length) return undefined
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return undefined
  for (let i = 0; i < left.length; i++) {
    if (typeof left[i] !== 'number' || !Object.is(left[i], right[i])) return undefined
  }
  return true
}

// toEqual walks every sample as if it were an object: that takes a second for a second of sound.
expect.addEqualityTesters([sameNumbers])
