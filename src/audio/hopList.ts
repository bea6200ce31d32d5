/** Numbers of each hop in a `HopList`: energy of speech, high and voice band without their gains, and how many values they sum. */
export const HOP_FIELDS = 4

/** The hops of one channel that the envelope did not take yet. */
export class HopList {
  /** `HOP_FIELDS` numbers for each of `count` hops. */
  values = new Float32Array(HOP_FIELDS * 64)
  count = 0

  /** Adds hops of `HOP_FIELDS` numbers each. */
  add(hops: Float32Array): void {
    const at = this.count * HOP_FIELDS
    const end = at + hops.length
    if (end > this.values.length) {
      const grown = new Float32Array(Math.max(end, 2 * this.values.length))
      grown.set(this.values)
      this.values = grown
    }
    this.values.set(hops, at)
    this.count = end / HOP_FIELDS
  }

  /** Forgets all hops but the last. */
  dropAllButLast(): void {
    this.values.copyWithin(0, HOP_FIELDS * (this.count - 1), HOP_FIELDS * this.count)
    this.count = Math.min(this.count, 1)
  }
}
