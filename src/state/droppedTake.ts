import { identify, readLayout } from '../audio/layout'
import { wavFile } from '../audio/riff/header'
import { readFrames } from '../audio/riff/read'
import { isAbort } from '../base/errors'
import { framesToSeconds, recordingFrame } from '../base/units'
import { longestName } from '../edit/project'
import { newId } from '../storage/newId'
import { recordingFolder } from '../storage/place'
import { blobSource } from '../workers/blobSource'
import { decodeRecording } from '../workers/decode'
import { during } from './activity'
import type { App } from './app'
import { choose } from './ask'
import { exportName } from './exportName'
import { isProjectFile } from './projectFileFlow'
import { spanAtHand } from './spanAtHand'
import { longestTakeSeconds, takeFromAudio, tooLongForTake } from './takeFromAudio'

/** No audio of the longest take decodes to more bytes: 8 channels of floats at 192 kHz. */
const mostBytes = longestTakeSeconds * 192_000 * 8 * 4

/** What a dropped file is to be. */
export type DroppedAs = 'take' | 'recording' | 'nothing'

/** What a file that was dropped is to be: asks when it could be a take, since something is selected. */
export async function dropAs(app: App, file: File): Promise<DroppedAs> {
  const document = app.store.document()
  if (!document?.selection || document.readOnly || isProjectFile(file)) return 'recording'
  const answer = await choose(app, {
    title: 'Use this file as a take?',
    text: `“${file.name}” can take the place of what is selected, up to ${longestTakeSeconds} s of it, or be opened as a recording of its own.`,
    choices: ['Use it as a take here', 'Open it as a recording'],
  })
  if (answer === null) return 'nothing'
  return answer === 0 ? 'take' : 'recording'
}

/**
 * Makes a take of an audio file for what is selected: decoded as a recording would be, kept as plain floats. A file that is no
 * audio, or too long, is refused with the reason.
 */
export async function takeFromFile(app: App, file: File): Promise<void> {
  const { store, workspace } = app
  const document = store.document()
  if (!document || !workspace) return
  store.clearFault()
  try {
    const span = spanAtHand(document)
    store.tell(`Reading “${file.name}” …`)
    const wav = await wavOf(app, file, workspace.ending)
    store.tell('')
    if (store.document()?.opening !== document.opening) return
    const name = exportName(file.name, '').slice(0, longestName)
    await takeFromAudio(app, wav, { origin: 'file', name, text: document.text, span })
  } catch (error) {
    if (isAbort(error) && workspace.ending.aborted) return
    store.tell(isAbort(error) ? 'Not used. The selection and the text are as they were.' : '')
    if (!isAbort(error)) store.fail(error)
  }
}

async function wavOf(app: App, file: File, ending: AbortSignal): Promise<Uint8Array> {
  const { kind } = await identify(blobSource(file))
  if (kind === 'plain') return plainWav(file)
  return during(app, `Decoding “${file.name}”`, async ({ signal, onProgress }) => {
    const path = `${recordingFolder}/${newId()}`
    const stop = AbortSignal.any([signal, ending])
    try {
      const outcome = await decodeRecording(file, path, { signal: stop, onProgress, allowBytes: mostBytes })
      if (outcome.kind === 'large') throw tooLongForTake(outcome.seconds)
      return await plainWav((await app.files.file(path)) ?? new Blob())
    } finally {
      await app.files.remove([path])
    }
  })
}

async function plainWav(file: Blob): Promise<Uint8Array> {
  const source = blobSource(file)
  const layout = await readLayout(source)
  const seconds = framesToSeconds(layout.frames, layout.format.rate)
  if (seconds > longestTakeSeconds) throw tooLongForTake(seconds)
  return wavFile(await readFrames(source, layout, recordingFrame(0), layout.frames), 'f32', null)
}
