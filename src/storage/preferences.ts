import { Field, ShapeError } from './field'

/** What the user prefers, whatever recording is open. */
export interface Preferences {
  /** Whether a take that arrives is played in place. */
  readonly autoplay: boolean
  /** How many takes are asked for at once, 1 to `mostTakesAtOnce`. */
  readonly takesAtOnce: number
}

/** The most takes that are asked for at once. */
export const mostTakesAtOnce = 4

/** What holds until the user decides. */
export const usualPreferences: Preferences = { autoplay: true, takesAtOnce: 1 }

const key = 'pickup-preferences'

/** The preferences in `storage`; the usual ones for what is not there or cannot be read. Never throws. */
export function readPreferences(storage: () => Storage): Preferences {
  try {
    const given = new Field(JSON.parse(storage().getItem(key) ?? '{}'), 'preferences')
    const takes = given.get('takesAtOnce')
    const autoplay = given.get('autoplay')
    return {
      autoplay: autoplay.value === undefined ? usualPreferences.autoplay : autoplay.boolean(),
      takesAtOnce: takes.value === undefined ? usualPreferences.takesAtOnce : takes.oneOf([1, 2, 3, 4]),
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) console.warn('The preferences were not found again.', error)
    return usualPreferences
  }
}

/** Keeps the preferences in `storage`. Worth trying, never worth a failure: that is only told to the console. */
export function keepPreferences(storage: () => Storage, { autoplay, takesAtOnce }: Preferences): void {
  try {
    storage().setItem(key, JSON.stringify({ autoplay, takesAtOnce }))
  } catch (error) {
    console.warn('The preferences were not kept.', error)
  }
}
