/** The value in the middle of some. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/**
 * Does something several times and gives what came of it, in turn.
 *
 * @template T
 * @param {number} count
 * @param {() => Promise<T>} task
 * @returns {Promise<T[]>}
 */
export async function repeated(count, task) {
  const results = []
  for (let turn = 0; turn < count; turn++) results.push(await task())
  return results
}
