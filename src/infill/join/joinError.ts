import { PickupError } from '../../base/errors'

/** Why a take cannot be joined as asked. `cannot-hold`: it cannot be made to fit the length it replaces. */
export type JoinErrorCode = 'cannot-hold'

/** A join that cannot be made with these settings. The message says by how much and the way out, and can be shown as it is. */
export class JoinError extends PickupError<JoinErrorCode> {
  override readonly name = 'JoinError'
}
