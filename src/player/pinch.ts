/** One finger on the screen, in client pixels. */
interface Finger {
  readonly pointer: number
  readonly x: number
  readonly y: number
}

/** What a pinch has come to: where its middle is now, and how much further apart the fingers are than at its beginning. */
export interface Pinched {
  readonly x: number
  readonly factor: number
}

/** Fingers nearer than this many pixels count as this far apart: their distance says little then. */
const nearest = 24

/** Two fingers on the waveform. */
export class Pinch {
  readonly #apart: number
  #fingers: readonly [Finger, Finger]

  constructor(first: Finger, second: Finger) {
    this.#fingers = [first, second]
    this.#apart = this.#distance()
  }

  /** Whether a pointer is one of the two. */
  has(pointer: number): boolean {
    return this.#fingers.some((finger) => finger.pointer === pointer)
  }

  /** One of the fingers moved. */
  move(moved: Finger): void {
    const [a, b] = this.#fingers
    this.#fingers = [a.pointer === moved.pointer ? moved : a, b.pointer === moved.pointer ? moved : b]
  }

  /** What it has come to. */
  get now(): Pinched {
    const [a, b] = this.#fingers
    return { x: (a.x + b.x) / 2, factor: this.#distance() / this.#apart }
  }

  /** The finger that stays when `pointer` is lifted. */
  other(pointer: number): Finger {
    const [a, b] = this.#fingers
    return a.pointer === pointer ? b : a
  }

  #distance(): number {
    const [a, b] = this.#fingers
    return Math.max(nearest, Math.hypot(a.x - b.x, a.y - b.y))
  }
}
