import { PickupError } from '../base/errors'

/** Why a command was not carried out. `usage`: it was not said right. `refused`: it cannot be done with these files. */
export type CliErrorCode = 'usage' | 'refused'

/** A command that was not carried out. The message is fit to be shown as it is. */
export class CliError extends PickupError<CliErrorCode> {
  override readonly name = 'CliError'
}
