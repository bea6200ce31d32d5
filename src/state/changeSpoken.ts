import type { Pcm } from '../audio/pcm'
import { isAbort, PickupError } from '../base/errors'
import { clipWav } from '../infill/clip'
import { requestRate } from '../infill/request'
import { changeVoice } from '../net/voiceChanger'
import { settleAnswer } from './answeredTake'
import type { App } from './app'
import { inTurn } from './inTurn'
import { setPhase, whileJob } from './jobs'
import { newBatch } from './placeTake'
import { jobFor, type SpanAtHand } from './spanAtHand'
import type { Workspace } from './workspace'

/** Why what was spoken cannot be said again. */
export type ChangeErrorCode = 'no-voice'

/** What was spoken, and where it goes. */
export interface Spoken {
  readonly spoken: Pcm
  readonly span: SpanAtHand
  /** What it says, as far as that is known. */
  readonly text: string
}

/** Has what was spoken said again in the chosen voice, as one more take of the same fix. A failure is shown; what was spoken stays. */
export async function changeSpoken(app: App, workspace: Workspace, { spoken, span, text }: Spoken): Promise<void> {
  const { store } = app
  const document = store.document()
  const { voiceId, voices } = store.get()
  if (!document || app.workspace !== workspace) return
  if (voiceId === null) {
    const message =
      'Your take is in place as you spoke it: no voice is chosen that could say it. Choose one under Voice.'
    store.fail(new PickupError<ChangeErrorCode>('no-voice', message))
    return
  }
  const voice = voices.find(({ id }) => id === voiceId)?.name ?? null
  const job = jobFor(document, span, text.trim(), voice)
  const sampleRate = requestRate(workspace.layout.format.rate)
  try {
    await whileJob(app, workspace, job, async (stop) => {
      const clip = clipWav(spoken, sampleRate)
      const ask = () => {
        setPhase(app, job.id, 'speaking')
        return changeVoice({ clip, voiceId, sampleRate }, stop)
      }
      const answer = await inTurn(app, workspace, { job, stop, ask })
      await settleAnswer(app, workspace, { job, batch: newBatch(), origin: 'voiceChanger', answer })
    })
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
  }
}
