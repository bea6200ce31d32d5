/**
 * Hands out the numbers under which takes of one span are asked for, so that equal requests are different takes. A number
 * that got no answer is handed out again: if its take had been made after all, the same one is given then, and is not paid for
 * twice.
 */
export class TakeNumbers {
  readonly #last = new Map<string, number>()
  readonly #unanswered = new Map<string, number[]>()

  /** The number for the next take of `span`, of which `known` takes are kept. No number is out twice. */
  next(span: string, known: number): number {
    const again = this.#unanswered.get(span)?.shift()
    if (again !== undefined) return again
    const number = Math.max(known, this.#last.get(span) ?? 0) + 1
    this.#last.set(span, number)
    return number
  }

  /** Notes that no answer came to a number that was handed out. */
  giveBack(span: string, number: number): void {
    const numbers = [...(this.#unanswered.get(span) ?? []), number]
    this.#unanswered.set(
      span,
      numbers.sort((a, b) => a - b),
    )
  }
}
