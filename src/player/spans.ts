/** A stretch of the timeline in frames, `[start, end)`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Index of the first of sorted, disjoint spans that ends after `frame`; the count of spans when none does. */
export function firstEndingAfter(spans: readonly Span[], frame: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) > frame) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Those of sorted, disjoint spans that touch `[start, end)`, leaving out the ones that lie within `step` of the one
 * before: for drawing, where `step` is a pixel. The cost depends on `(end - start) / step`, not on how many there are.
 */
export function* spansWithin<Item extends Span>(
  spans: readonly Item[],
  start: number,
  end: number,
  step: number,
): Generator<Item> {
  let index = firstEndingAfter(spans, start)
  for (;;) {
    const span = spans[index]
    if (!span || span.start >= end) return
    yield span
    const next = index + 1
    const following = spans[next]
    if (!following || following.end >= span.end + step) index = next
    else index = firstEndingAfter(spans, span.end + step)
  }
}
