import { voiceSeconds } from '../audio/voiceStretch'
import { PickupError } from '../base/errors'
import { framesToSeconds, type TimelineRange, timelineFrame, timelineRange } from '../base/units'
import { overlaps } from '../edit/fix'
import { type Edited, replacedBy, toTimeline } from '../edit/positions'
import { findFix } from '../edit/project'
import { samePlace } from '../edit/samePlace'
import { clipWav } from '../infill/clip'
import type { VoiceBody } from '../infill/contract'
import { requestRate } from '../infill/request'
import { cloneVoice } from '../net/voices'
import type { App } from './app'
import type { OpenDocument } from './document'
import { type PatienceOptions, patiently } from './patience'
import { pause, seek } from './playbackFlow'
import { keepSelection, select } from './selectionFlow'
import { renderOf } from './views'
import { chooseVoice } from './voiceFlow'

/** Why a voice cannot be made of what is selected. */
export type MakeVoiceErrorCode = 'no-stretch' | 'no-name'

/** Where lengths are told to a tenth of a second, no length is refused that reads as allowed. */
const tolerance = 0.05

/**
 * Selects the stretch that would make the best voice, if one is known, and gives what puts back the selection, the text and
 * the playhead that were there before, each where it lies by then. A text typed meanwhile stays.
 */
export function beginVoice(app: App): () => void {
  const before = app.store.document()
  if (!before) return () => undefined
  const position = timelineFrame(Math.round(app.store.get().transport.position))
  app.store.patch({ makingVoice: true })
  suggestStretch(app)
  return () => {
    app.store.patch({ makingVoice: false })
    const document = app.store.document()
    if (document?.opening !== before.opening) return
    app.store.edit(() => putBack(before, document))
    pause(app)
    seek(app, samePlace(before.timeline, document.timeline)(position))
  }
}

const editedOf = ({ history, timeline }: OpenDocument): Edited => ({ project: history.present, timeline })

function putBack(before: OpenDocument, now: OpenDocument): Partial<OpenDocument> {
  const isThere = before.editing !== null && findFix(now.history.present, before.editing) !== null
  const typed = now.editing === null && now.text !== ''
  return {
    selection: keepSelection(before.selection, editedOf(before), editedOf(now)),
    editing: isThere ? before.editing : null,
    text: typed ? now.text : before.text,
  }
}

/** Selects the best stretch that touches no fix; false where none is known. */
export function suggestStretch(app: App): boolean {
  const stretch = bestStretch(app)
  if (!stretch) return false
  select(app, stretch.start, stretch.end, 'exact')
  seek(app, stretch.start)
  return true
}

function bestStretch({ workspace, store }: App): TimelineRange | null {
  const document = store.document()
  const fixes = document?.history.present.fixes ?? []
  const best = workspace?.voiceStretches.find((stretch) => !fixes.some(({ replaced }) => overlaps(replaced, stretch)))
  if (!document || !best) return null
  const { timeline } = document
  return timelineRange(toTimeline(timeline, best.start, 'after'), toTimeline(timeline, best.end, 'before'))
}

/** What is selected, as the material of a voice: how long it is, and what speaks against it, in one sentence. */
export interface Stretch {
  readonly seconds: number
  readonly fault: string | null
}

/** Looks at the selection as the material of a voice. */
export function stretchOf({ selection, recording, history, timeline }: OpenDocument): Stretch {
  const range = selection?.snapped.range ?? timelineRange(0, 0)
  const seconds = framesToSeconds(range.end - range.start, recording.format.rate)
  const { least, most } = voiceSeconds
  if (seconds < least - tolerance || seconds > most + tolerance) {
    const fault = seconds === 0 ? 'Nothing is selected' : seconds < least ? 'This is too short' : 'This is too long'
    return { seconds, fault: `${fault}: select ${least} to ${most} seconds in which only this person speaks.` }
  }
  if (replacedBy(history.present, timeline, range).touches.length > 0) {
    return { seconds, fault: 'There is a fix in it: select a stretch without one, so that only the person is copied.' }
  }
  return { seconds, fault: null }
}

/**
 * Makes a voice of what is selected and chooses it. Only the selected seconds are uploaded. Rejects with AbortError when
 * cancelled.
 */
export async function makeVoice(app: App, name: string, { signal, onWaiting }: PatienceOptions): Promise<VoiceBody> {
  const { workspace, store } = app
  const document = store.document()
  const range = document?.selection?.snapped.range
  const fault = document ? stretchOf(document).fault : null
  if (!workspace || !document || !range || fault !== null) {
    throw new PickupError<MakeVoiceErrorCode>('no-stretch', fault ?? 'Open a recording first, then make a voice.')
  }
  if (name.trim() === '') {
    throw new PickupError<MakeVoiceErrorCode>('no-name', 'The voice has no name. Type one, then make it.')
  }
  const stop = AbortSignal.any([signal, workspace.ending])
  const audio = await renderOf(workspace, document.history.present, document.timeline)(range)
  const clip = clipWav(audio, requestRate(workspace.layout.format.rate))
  stop.throwIfAborted()
  const request = { name: name.trim(), language: store.get().language, clip }
  const voice = await patiently(() => cloneVoice(request, stop), { signal: stop, onWaiting })
  chooseVoice(app, voice)
  store.tell(`The voice “${voice.name}” is made and chosen.`)
  return voice
}
