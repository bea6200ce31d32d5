/** `make`, asked once for a value that is then kept. A failure is not kept: the next call tries again. */
export function keptOnce<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | null = null
  return () => {
    kept ??= make().catch((error: unknown) => {
      kept = null
      throw error
    })
    return kept
  }
}
