/** What a run has started and must end: the last thing first, however the run ends. */
export class Teardown {
  /** @type {(() => unknown)[]} */
  #owned = []
  /** @type {Promise<void> | null} */
  #ending = null

  /** Whether the end has begun. */
  get ending() {
    return this.#ending !== null
  }

  /** @param {() => unknown} end may be asynchronous */
  add(end) {
    this.#owned.push(end)
  }

  /** Ends everything once. What cannot be ended is told and does not keep the rest from it. */
  run() {
    this.#ending ??= this.#run()
    return this.#ending
  }

  async #run() {
    for (const end of this.#owned.reverse()) {
      try {
        await end()
      } catch (error) {
        console.error(error)
      }
    }
  }
}

/**
 * Ends everything and then the process when the user interrupts it, or when it has run for longer than it may.
 *
 * @param {Teardown} teardown
 * @param {number} longestMs
 */
export function endOnInterrupt(teardown, longestMs) {
  const end = (code) => void teardown.run().then(() => process.exit(code))
  process.once('SIGINT', () => end(130))
  process.once('SIGTERM', () => end(143))
  const deadline = setTimeout(() => {
    console.error(`The benchmark did not end within ${Math.round(longestMs / 60_000)} minutes and was stopped.`)
    end(1)
  }, longestMs)
  teardown.add(() => clearTimeout(deadline))
}
