/** Index of the first of some sorted, disjoint spans that ends at `at` or later; their number when none does. By halving. */
export function firstEndingFrom(spans: readonly { readonly end: number }[], at: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.end ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
