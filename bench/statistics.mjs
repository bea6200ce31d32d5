/** The value that a share of some, 0 to 1, lie below; NaN of none. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN
}

/** The value in the middle of some. */
export const median = (values) => quantile(values, 0.5)

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
