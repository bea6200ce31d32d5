/** Stored data that is not of the shape it must have. `path` says where: `history.fixes[3].start`. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'

  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path} is not ${expected}`)
  }
}

/** One value of stored data of unknown shape, and where it stands. Every reader throws a ShapeError unless it fits. */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  /** A member of an object; one that is not there has the value `undefined`. */
  get(key: string): Field {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#not('an object')
    const member: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
    return new Field(member, this.path === '' ? key : `${this.path}.${key}`)
  }

  /** A string of at most `longest` UTF-16 units. */
  string(longest = 1_000_000): string {
    if (typeof this.value !== 'string' || this.value.length > longest) throw this.#not(`a text of up to ${longest}`)
    return this.value
  }

  /** A string that can be a file name of ours: letters, digits and dashes, 1–64 of them. */
  id(): string {
    const id = this.string(64)
    if (!/^[A-Za-z0-9-]+$/.test(id)) throw this.#not('an id')
    return id
  }

  /** An integer from 0 to `most`. */
  count(most = Number.MAX_SAFE_INTEGER): number {
    const value = this.number(0, most)
    if (!Number.isSafeInteger(value)) throw this.#not('a whole number')
    return value
  }

  /** A finite number from `least` to `most`. */
  number(least = -Number.MAX_VALUE, most = Number.MAX_VALUE): number {
    const { value } = this
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw this.#not(`a number in ${least}..${most}`)
    return value
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.#not('true or false')
    return this.value
  }

  /** One of `choices`. */
  oneOf<Choice extends string | number>(choices: readonly Choice[]): Choice {
    const choice = choices.find((candidate) => candidate === this.value)
    if (choice === undefined) throw this.#not(`one of ${choices.join(', ')}`)
    return choice
  }

  /** The items of an array of at most `most`. */
  list(most = 1_000_000): Field[] {
    if (!Array.isArray(this.value) || this.value.length > most) throw this.#not(`a list of up to ${most}`)
    return this.value.map((item: unknown, index) => new Field(item, `${this.path}[${index}]`))
  }

  /** Null when it is null, else what `read` makes of it. */
  orNull<Value>(read: (field: Field) => Value): Value | null {
    return this.value === null ? null : read(this)
  }

  #not(expected: string): ShapeError {
    return new ShapeError(this.path === '' ? 'the data' : this.path, expected)
  }
}
