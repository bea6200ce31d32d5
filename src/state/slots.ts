/** Lets so many do something at once; the others wait their turn in the order they came. */
export class Slots {
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(count: number) {
    this.#free = count
  }

  /** Whether one that comes now has to wait. */
  get full(): boolean {
    return this.#free === 0
  }

  /**
   * Does `work` when it is its turn, and then makes room. Rejects with the reason of `stop` when that aborts while it waits,
   * and as `work` does.
   */
  async during<Value>(stop: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    stop.throwIfAborted()
    if (this.#free > 0) this.#free--
    else await this.#turn(stop)
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }

  #turn(stop: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        stop.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(stop.reason)
      }
      this.#waiting.push(enter)
      stop.addEventListener('abort', leave, { once: true })
    })
  }
}
