/** Pixels from the edges within which a drag scrolls on, and the most pixels that are scrolled in one frame. */
const zone = 12
const fastest = 48

/** Scrolls on while a pointer is held at the left or right edge or beyond, faster the further it is. */
export class EdgeScroll {
  #x = 0
  #frame = 0

  /** `scroll` is called once a frame with the pixels to scroll by; `bounds` are the edges, in client pixels. */
  constructor(
    readonly bounds: () => { readonly left: number; readonly right: number },
    readonly scroll: (pixels: number) => void,
  ) {}

  /** The pointer is at `x`, in client pixels. */
  at(x: number): void {
    this.#x = x
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#step())
  }

  /** The pointer was let go of. */
  stop(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  #step(): void {
    this.#frame = 0
    const { left, right } = this.bounds()
    const beyond = Math.min(0, this.#x - left - zone) + Math.max(0, this.#x - right + zone)
    if (beyond === 0) return
    this.#frame = requestAnimationFrame(() => this.#step())
    this.scroll(Math.max(-fastest, Math.min(fastest, beyond / 3)))
  }
}
