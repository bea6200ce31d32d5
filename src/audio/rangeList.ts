import { type RecordingRange, recordingRange } from '../base/units'

/**
 * Collects frames of the recording, given in rising order, as sorted disjoint ranges. When they become more than `most`,
 * ranges with small gaps between them are taken together, so that a range may then hold other frames as well.
 */
export class RangeList {
  readonly #most: number
  #starts: number[] = []
  #ends: number[] = []
  #gap = 0

  constructor(most = 10_000) {
    this.#most = most
  }

  /** Adds frame `frame`, not before the last one added. */
  add(frame: number): void {
    const last = this.#ends.length - 1
    if (last >= 0 && frame <= (this.#ends[last] ?? 0) + this.#gap) this.#ends[last] = frame + 1
    else {
      this.#starts.push(frame)
      this.#ends.push(frame + 1)
      while (this.#starts.length > this.#most) this.#merge()
    }
  }

  /** The ranges so far. */
  ranges(): RecordingRange[] {
    return this.#starts.map((start, i) => recordingRange(start, this.#ends[i] ?? start))
  }

  #merge(): void {
    this.#gap = Math.max(256, this.#gap * 4)
    const starts: number[] = []
    const ends: number[] = []
    this.#starts.forEach((start, i) => {
      const end = this.#ends[i] ?? start
      const last = ends.length - 1
      if (last >= 0 && start <= (ends[last] ?? 0) + this.#gap) ends[last] = end
      else {
        starts.push(start)
        ends.push(end)
      }
    })
    this.#starts = starts
    this.#ends = ends
  }
}
