import { Field, ShapeError } from './field'

/** What the user prefers, whatever recording is open. */
export interface Preferences {
  /** Whether a take that arrives is played in place. */
  readonly autoplay: boolean
  /** How many takes are asked for at once, 1 to `mostTakesAtOnce`. */
  readonly takesAtOnce: number
  /** Whether the first steps are shown; not any more once they have been followed or sent away. */
  readonly firstSteps: boolean
  /** Whether a copy of a long recording is offered; not any more once the user went without one. */
  readonly offersCopy: boolean
}

/** The most takes that are asked for at once. */
export const mostTakesAtOnce = 4

/** What holds until the user decides. */
export const usualPreferences: Preferences = { autoplay: true, takesAtOnce: 1, firstSteps: true, offersCopy: true }

const key = 'pickup-preferences'

/** The preferences in `storage`; the usual ones for what is not there or cannot be read. Never throws. */
export function readPreferences(storage: () => Storage): Preferences {
  try {
    const given = new Field(JSON.parse(storage().getItem(key) ?? '{}'), 'preferences')
    const takes = given.get('takesAtOnce')
    const whether = (name: 'autoplay' | 'firstSteps' | 'offersCopy') => {
      const field = given.get(name)
      return field.value === undefined ? usualPreferences[name] : field.boolean()
    }
    return {
      autoplay: whether('autoplay'),
      takesAtOnce: takes.value === undefined ? usualPreferences.takesAtOnce : takes.oneOf([1, 2, 3, 4]),
      firstSteps: whether('firstSteps'),
      offersCopy: whether('offersCopy'),
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) console.warn('The preferences were not found again.', error)
    return usualPreferences
  }
}

/** Keeps the preferences in `storage`. Worth trying, never worth a failure: that is only told to the console. */
export function keepPreferences(
  storage: () => Storage,
  { autoplay, takesAtOnce, firstSteps, offersCopy }: Preferences,
): void {
  try {
    storage().setItem(key, JSON.stringify({ autoplay, takesAtOnce, firstSteps, offersCopy }))
  } catch (error) {
    console.warn('The preferences were not kept.', error)
  }
}
