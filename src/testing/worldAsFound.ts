import { vi } from 'vitest'

/** What tests put something else in the place of. */
const names = [
  'fetch',
  'navigator',
  'document',
  'addEventListener',
  'setTimeout',
  'clearTimeout',
  'XMLHttpRequest',
  'Worker',
  'BroadcastChannel',
  'AudioDecoder',
  'Audio',
] as const

const found = names.map((name): unknown => Reflect.get(globalThis, name))
const { now } = Date

/** Throws where the tests of a file left something else of the world than they found: the next file would stumble over it. */
export function checkWorld(): void {
  vi.unstubAllGlobals()
  const other: string[] = names.filter((name, i) => Reflect.get(globalThis, name) !== found[i])
  if (Date.now !== now) other.push('Date.now')
  if (other.length > 0) throw new Error(`A test of this file has not put back: ${other.join(', ')}`)
}
