import { decodeTake } from '../infill/join/decodeTake'
import type { TakeAnswer } from '../net/takeAnswer'
import type { TakeOrigin } from '../storage/takes'
import type { App } from './app'
import type { Job } from './document'
import { setPhase } from './jobs'
import { type Batch, settleTake } from './placeTake'
import { noteSpending } from './spending'
import type { Workspace } from './workspace'

/** A take that the service has answered with. */
export interface Answered {
  readonly job: Job
  readonly batch: Batch
  readonly origin: Extract<TakeOrigin, 'infill' | 'voiceChanger'>
  readonly answer: TakeAnswer
}

/**
 * Keeps a take that the service has answered with and puts it in place. It is paid for: cancelling no longer applies. Rejects
 * with TakeError, and keeps nothing, when the answer is no take (T12).
 */
export async function settleAnswer(app: App, workspace: Workspace, answered: Answered): Promise<void> {
  const { job, batch, origin, answer } = answered
  noteSpending(app, answer)
  setPhase(app, job.id, 'joining')
  await decodeTake(answer.bytes)
  const { engine, requestId = null, credits = null, repeated = false, bytes } = answer
  const meta = { origin, text: job.text, voice: job.voice, engine, requestId, credits, repeated }
  await settleTake(app, workspace, { job, batch, name: null, meta, audio: bytes })
}
