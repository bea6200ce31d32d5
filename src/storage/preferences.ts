import { Field, ShapeError } from './field'

/** What the user prefers, whatever recording is open. */
export interface Preferences {
  /** Whether a take that arrives is played in place. */
  readonly autoplay: boolean
  /** How many takes are asked for at once, 1 to `mostTakesAtOnce`. */
  readonly takesAtOnce: number
  /** Whether the first steps are shown; not any more once they have been followed or sent away. */
  readonly firstSteps: boolean
}

/** The most takes that are asked for at once. */
export const mostTakesAtOnce = 4

/** What holds until the user decides. */
export const usualPreferences: Preferences = { autoplay: true, takesAtOnce: 1, firstSteps: true }

const key = 'pickup-preferences'

/** The preferences in `storage`; the usual ones for what is not there or cannot be read. Never throws. */
export function readPreferences(storage: () => Storage): Preferences {
  try {
    const given = new Field(JSON.parse(storage().getItem(key) ?? '{}'), 'preferences')
    const takes = given.get('takesAtOnce')
    const autoplay = given.get('autoplay')
    const firstSteps = given.get('firstSteps')
    return {
      autoplay: autoplay.value === undefined ? usualPreferences.autoplay : autoplay.boolean(),
      takesAtOnce: takes.value === undefined ? usualPreferences.takesAtOnce : takes.oneOf([1, 2, 3, 4]),
      firstSteps: firstSteps.value === undefined ? usualPreferences.firstSteps : firstSteps.boolean(),
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) console.warn('The preferences were not found again.', error)
    return usualPreferences
  }
}

/** Keeps the preferences in `storage`. Worth trying, never worth a failure: that is only told to the console. */
export function keepPreferences(storage: () => Storage, { autoplay, takesAtOnce, firstSteps }: Preferences): void {
  try {
    storage().setItem(key, JSON.stringify({ autoplay, takesAtOnce, firstSteps }))
  } catch (error) {
    console.warn('The preferences were not kept.', error)
  }
}
