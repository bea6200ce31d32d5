/** Numbers of each hop in a `HopList`: energy of speech, high and voice band, and how many values they sum. */
export const HOP_FIELDS = 4

/** The hops of one channel that the envelope did not take yet. */
export class HopList {
  /** `HOP_FIELDS` numbers for each of `count` hops. */
  values = new Float64Array(HOP_FIELDS * 64)
  count = 0

  /** Adds a hop: the sums of the squares of `values` values in each band. */
  add(speech: number, high: number, voice: number, values: number): void {
    const at = this.count * HOP_FIELDS
    if (at === this.values.length) {
      const grown = new Float64Array(at * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[at] = speech
    this.values[at + 1] = high
    this.values[at + 2] = voice
    this.values[at + 3] = values
    this.count++
  }

  /** Forgets all hops but the last. */
  dropAllButLast(): void {
    this.values.copyWithin(0, HOP_FIELDS * (this.count - 1), HOP_FIELDS * this.count)
    this.count = Math.min(this.count, 1)
  }
}
