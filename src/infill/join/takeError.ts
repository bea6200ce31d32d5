import { PickupError } from '../../base/errors'

/**
 * Why a take cannot be used.
 * - `empty`: no bytes, or no samples. `not-audio`: something else than a WAV with plain samples.
 * - `silent`: nothing above −60 dBFS. `too-short`: less than any word. `cut-off`: sound that its header promises is missing.
 */
export type TakeErrorCode = 'not-audio' | 'empty' | 'silent' | 'too-short' | 'cut-off'

/** A take that cannot be used. The message says what came and the way out, and can be shown as it is. Never retried by itself. */
export class TakeError extends PickupError<TakeErrorCode> {
  override readonly name = 'TakeError'
}

/** The way out for every take that came out wrong. */
export const generateAgain = 'Your selection and text are kept: press Generate again.'
