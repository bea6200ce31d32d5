/** Milliseconds in which a flung picture loses two thirds of its speed, and pixels per millisecond at which it stops. */
const friction = 325
const slowest = 0.02
/** Milliseconds before a finger is lifted whose movement counts. */
const remembered = 100

interface Step {
  readonly x: number
  readonly at: number
}

/** A picture that is pulled along by a finger and goes on a little when it is let go. */
export class Fling {
  #steps: Step[] = []
  #frame = 0

  /** `scroll` moves the picture by pixels, to the right for more than 0. */
  constructor(readonly scroll: (pixels: number) => void) {}

  /** The finger is at `x`, in client pixels, at a time in milliseconds. The picture goes with it. */
  pull(x: number, at: number): void {
    const last = this.#steps.at(-1)
    this.#steps = [...this.#steps.filter((step) => at - step.at <= remembered), { x, at }]
    if (last && x !== last.x) this.scroll(last.x - x)
  }

  /** The finger was lifted; the picture comes to rest by itself, at once when it is `still`. */
  release(at: number, still: boolean): void {
    const speed = still ? 0 : speedOf(this.#steps.filter((step) => at - step.at <= remembered))
    this.stop()
    if (Math.abs(speed) > slowest) this.#glide(speed, null)
  }

  /** Stands still at once, and forgets the finger. */
  stop(): void {
    this.#steps = []
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #glide(speed: number, last: number | null): void {
    this.#frame = requestAnimationFrame((now) => {
      const elapsed = last === null ? 0 : now - last
      const slower = speed * Math.exp(-elapsed / friction)
      if (elapsed > 0) this.scroll(-slower * elapsed)
      if (Math.abs(slower) > slowest) this.#glide(slower, now)
    })
  }
}

/** Pixels per millisecond over some steps of a finger. */
function speedOf(steps: readonly Step[]): number {
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last || last.at === first.at) return 0
  return (last.x - first.x) / (last.at - first.at)
}
