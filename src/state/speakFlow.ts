import { toDb } from '../audio/decibel'
import { pcmFrames } from '../audio/pcm'
import { wavFile } from '../audio/riff/header'
import { isAbort } from '../base/errors'
import { framesToSeconds, secondsToFrames, timelineRange } from '../base/units'
import type { App } from './app'
import { changeSpoken } from './changeSpoken'
import type { Speaking } from './document'
import { hearMicrophone, type OpenMicrophone } from './openMicrophone'
import { pause, playLead } from './playbackFlow'
import { spanAtHand } from './spanAtHand'
import { takeFromAudio } from './takeFromAudio'

/** How long is counted in, with what comes before the selection as far as there is any. */
const countInSeconds = 3

/** How much later than planned what comes before the selection may end until recording begins all the same. */
const latestMs = 1500

/** Opens the microphone, in sight; nothing is recorded yet. A failure is shown. */
export async function openSpeaking(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace || store.get().speaking) return
  if (store.document()?.readOnly) {
    return store.tell('Another tab has this project. Take it over first, then speak a take.')
  }
  store.clearFault()
  store.patch({ panel: 'say' })
  workspace.scope.add(() => show(app, null))
  show(app, { phase: 'opening' })
  try {
    const events = {
      onFull: () => void finishSpeaking(app),
      onLost: (error: Error) => {
        // What was recorded until then is not lost with it.
        if (store.get().speaking?.phase === 'recording') void finishSpeaking(app)
        else closeSpeaking(app)
        store.fail(error)
      },
    }
    const microphone = await hearMicrophone(app, workspace.scope, events, workspace.ending)
    if (store.get().speaking?.phase !== 'opening' || app.workspace !== workspace) return microphone.close()
    workspace.microphone = microphone
    show(app, { phase: 'ready' })
  } catch (error) {
    if (app.workspace === workspace) show(app, null)
    if (!isAbort(error)) store.fail(error)
  }
}

/** Plays what comes before the selection, then records. A failure is shown. */
export function recordTake(app: App): void {
  const { workspace, store } = app
  const document = store.document()
  const microphone = workspace?.microphone
  if (!microphone || !document || store.get().speaking?.phase !== 'ready') return
  store.clearFault()
  try {
    microphone.span = spanAtHand(document)
  } catch (error) {
    store.fail(error)
    return
  }
  const { rate } = document.recording.format
  const { start } = microphone.span.range
  const lead = timelineRange(Math.max(0, start - secondsToFrames(countInSeconds, rate)), start)
  const silence = 1000 * (countInSeconds - framesToSeconds(lead.end - lead.start, rate))
  pause(app)
  show(app, { phase: 'counting', startsAt: Date.now() + 1000 * countInSeconds })
  const timers = [
    setTimeout(() => playLead(app, lead), silence),
    setTimeout(() => record(app, microphone), 1000 * countInSeconds + (lead.end > lead.start ? latestMs : 0)),
  ]
  const stopListening = app.playback?.subscribe(({ kind }) => {
    if (kind === 'ended') record(app, microphone)
  })
  microphone.stopCounting = () => {
    for (const timer of timers) clearTimeout(timer)
    stopListening?.()
  }
}

/** Ends the recording and puts it in place as a take; with the chosen voice, a second take says it again. */
export async function finishSpeaking(app: App): Promise<void> {
  const { workspace, store } = app
  const microphone = workspace?.microphone
  const document = store.document()
  const span = microphone?.span
  if (!workspace || !microphone || !span || !document || store.get().speaking?.phase !== 'recording') return
  const spoken = microphone.tape.stop()
  const { text } = document
  const inVoice = store.get().speaksInVoice
  closeSpeaking(app)
  const wav = wavFile(spoken, 'f32', null)
  const used = await takeFromAudio(app, wav, { origin: 'microphone', name: null, text, span })
  if (used && inVoice && pcmFrames(spoken) > 0) await changeSpoken(app, workspace, { spoken, span, text })
}

/** Forgets what was recorded or counted; the microphone goes on listening. */
export function restartSpeaking(app: App): void {
  const microphone = app.workspace?.microphone
  if (!microphone) return
  stopTape(app, microphone)
  show(app, { phase: 'ready' })
}

/** Closes the microphone; what is being recorded is let go. */
export function closeSpeaking(app: App): void {
  const { workspace } = app
  const microphone = workspace?.microphone
  if (workspace && microphone) {
    stopTape(app, microphone)
    microphone.close()
    workspace.microphone = null
  }
  show(app, null)
}

/** What the key for speaking does next: opens the microphone, counts in, or ends what is under way. */
export function speakOn(app: App): void {
  const phase = app.store.get().speaking?.phase
  if (phase === undefined) void openSpeaking(app)
  else if (phase === 'ready') recordTake(app)
  else endSpeaking(app)
}

/** Ends the recording, or the counting in; gives whether there was any. */
export function endSpeaking(app: App): boolean {
  const phase = app.store.get().speaking?.phase
  if (phase === 'recording') void finishSpeaking(app)
  else if (phase === 'counting') restartSpeaking(app)
  return phase === 'recording' || phase === 'counting'
}

/** Ends the counting in, when that is what is heard; gives whether it was. */
export function endCounting(app: App): boolean {
  const { speaking, transport } = app.store.get()
  const counts = speaking?.phase === 'counting' && transport.playing
  if (counts) restartSpeaking(app)
  return counts
}

/** The level at the microphone now, in dBFS; −Infinity while it is silent or closed. */
export function microphoneLevel({ workspace }: App): number {
  return toDb(workspace?.microphone?.tape.peak ?? 0)
}

function record(app: App, microphone: OpenMicrophone): void {
  microphone.stopCounting()
  if (app.store.get().speaking?.phase !== 'counting') return
  pause(app)
  microphone.tape.start()
  show(app, { phase: 'recording', since: Date.now() })
}

function stopTape(app: App, microphone: OpenMicrophone): void {
  if (app.store.get().speaking?.phase === 'counting') pause(app)
  microphone.stopCounting()
  microphone.tape.stop()
  microphone.span = null
}

function show({ store }: App, speaking: Speaking | null): void {
  store.patch({ speaking })
}
