type Dispose = () => void

/**
 * Owns what must be freed: listeners, timers, workers, audio nodes, object URLs.
 * `dispose` frees everything once, last added first, and frees at once whatever is added afterwards.
 */
export class Scope {
  readonly #owned: Dispose[] = []
  #disposed = false

  /** Whether `dispose` has run. */
  get disposed(): boolean {
    return this.#disposed
  }

  /** Takes ownership of one release action. */
  add(dispose: Dispose): void {
    if (this.#disposed) dispose()
    else this.#owned.push(dispose)
  }

  /** A scope that ends with this one at the latest. */
  child(): Scope {
    const child = new Scope()
    this.add(() => child.dispose())
    return child
  }

  /** Frees everything owned. Every action runs even when one throws; the first error is thrown at the end. */
  dispose(): void {
    if (this.#disposed) return
    this.#disposed = true
    const errors: unknown[] = []
    for (const dispose of this.#owned.reverse()) {
      try {
        dispose()
      } catch (error) {
        errors.push(error)
      }
    }
    this.#owned.length = 0
    if (errors.length > 0) throw errors[0]
  }
}
