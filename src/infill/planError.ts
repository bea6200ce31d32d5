import { PickupError } from '../base/errors'

/** Why nothing can be asked of the service: no speech near the selection, or a text that cannot be spoken. */
export type PlanErrorCode = 'no-speech' | 'no-text' | 'no-words' | 'text-too-long'

/** Says, before anything is sent or paid for, why a selection and a text make no request, and what to do. */
export class PlanError extends PickupError<PlanErrorCode> {
  override readonly name = 'PlanError'
}
