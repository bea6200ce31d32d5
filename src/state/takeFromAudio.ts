import { pcmFrames } from '../audio/pcm'
import { isAbort, PickupError } from '../base/errors'
import { framesToSeconds } from '../base/units'
import { decodeTake } from '../infill/join/decodeTake'
import { TakeError } from '../infill/join/takeError'
import type { TakeOrigin } from '../storage/takes'
import type { App } from './app'
import { whileJob } from './jobs'
import { newBatch, settleTake } from './placeTake'
import { jobFor, type SpanAtHand } from './spanAtHand'

/** Longest take that is taken from audio, in seconds: a fix is a line, not a recording. */
export const longestTakeSeconds = 60

/** Why audio cannot be a take. */
export type TakeAudioErrorCode = 'take-too-long' | 'take-unusable'

/** What is known of audio that is to be a take. */
export interface AudioTake {
  readonly origin: Extract<TakeOrigin, 'microphone' | 'file'>
  /** What the take is called, or null for its number. */
  readonly name: string | null
  /** What it says, as far as that is known; empty when it is not. */
  readonly text: string
  /** Where it goes. */
  readonly span: SpanAtHand
}

/**
 * Makes a take of a WAV, as a generated one: stored, joined, put in place, played there. A take that cannot be stored or
 * joined waits in the list of jobs, so that nothing recorded is lost. Gives whether it is in place; false, with the reason
 * shown, when there is no take in the audio.
 */
export async function takeFromAudio(
  app: App,
  wav: Uint8Array,
  { origin, name, span, ...given }: AudioTake,
): Promise<boolean> {
  const { workspace, store } = app
  const document = store.document()
  if (!workspace || !document) return false
  store.clearFault()
  try {
    await checkAudio(wav)
    if (app.workspace !== workspace) return false
    const text = given.text.trim()
    const job = { ...jobFor(document, span, text, null), phase: 'joining' as const }
    const meta = { origin, text, voice: null, engine: '', requestId: null, credits: null }
    const arrived = { job, batch: newBatch(), name, meta, audio: wav }
    return await whileJob(app, workspace, job, () => settleTake(app, workspace, arrived))
  } catch (error) {
    if (!isAbort(error)) store.fail(error)
    return false
  }
}

async function checkAudio(wav: Uint8Array): Promise<void> {
  const seconds = await secondsOf(wav)
  if (seconds > longestTakeSeconds) throw tooLongForTake(seconds)
}

/** The refusal of audio that is too long to be a take. */
export function tooLongForTake(seconds: number): PickupError<TakeAudioErrorCode> {
  const message = `This audio is ${Math.ceil(seconds)} s long, and a take can have up to ${longestTakeSeconds} s. Cut out the line that is needed, or open it as a recording.`
  return new PickupError<TakeAudioErrorCode>('take-too-long', message, { seconds })
}

async function secondsOf(wav: Uint8Array): Promise<number> {
  try {
    const take = await decodeTake(wav)
    return framesToSeconds(pcmFrames(take), take.rate)
  } catch (error) {
    if (!(error instanceof TakeError)) throw error
    const what = unusable[error.code]
    const message = `This audio cannot be a take: ${what}. Choose or record another one; the selection and the text are as they were.`
    throw new PickupError<TakeAudioErrorCode>('take-unusable', message, {}, { cause: error })
  }
}

const unusable: Readonly<Record<TakeError['code'], string>> = {
  empty: 'it holds no samples',
  'not-audio': 'it is no audio that can be read',
  'cut-off': 'it is cut off in the middle',
  silent: 'it holds only silence',
  'too-short': 'it is shorter than a word',
}
