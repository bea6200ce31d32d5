import { secondsToFrames } from '../base/units'
import type { Seam } from '../infill/report'
import type { WaveformView } from '../player/waveform'
import type { App } from '../state/app'
import { hearTake } from '../state/auditionFlow'
import { endBlind, openTest, pickBlind } from '../state/blindFlow'
import { edgeMoved } from '../state/edgeFlow'
import { dropFix, enableFix, fixAtHand, keepTake, playFix, switchTake } from '../state/fixFlow'
import { nudgeSeam } from '../state/joinFlow'
import { heardAt, playInPlace, seek } from '../state/playbackFlow'
import { clearSelection, nudgeSelection, rangeAtHand } from '../state/selectionFlow'
import { closeSpeaking, restartSpeaking } from '../state/speakFlow'

/** What a key can act on. */
export interface KeyTools {
  readonly app: App
  readonly view: WaveformView | null
  readonly exportWav: () => void
  readonly generate: () => void
}

const nudgeSeconds = 0.01
const nudgeSettleMs = 500

/** Shows the selection, or the fix at hand. */
export function fitAtHand({ app, view }: KeyTools): void {
  const document = app.store.document()
  const range = document && rangeAtHand(document)
  if (range) view?.fitRange(range)
}

/** Moves an edge of the selection by a small step, or with Ctrl or Cmd by a larger one, the way the arrow points. */
export function nudge(app: App, edge: 'start' | 'end', chord: string): void {
  const document = app.store.document()
  if (!document) return
  const step = secondsToFrames(nudgeSeconds * (chord.startsWith('Mod') ? 10 : 1), document.recording.format.rate)
  edgeMoved(app, edge, nudgeSettleMs)
  nudgeSelection(app, edge, chord.endsWith('Left') ? 0 - step : step)
}

/** Moves the playhead by 100 ms, or by a second. */
export function stepPlayhead(app: App, chord: string): void {
  const document = app.store.document()
  if (!document) return
  const step = secondsToFrames(chord === '<' || chord === '>' ? 1 : 0.1, document.recording.format.rate)
  seek(app, heardAt(app) + (chord === ',' || chord === '<' ? 0 - step : step))
}

/** Plays the fix at hand in place, or else the selection. */
export function playAtHand(app: App): void {
  const document = app.store.document()
  if (document?.editing) playFix(app, document.editing)
  else if (document?.selection) playInPlace(app, document.selection.snapped.range)
}

/** Hears a take of the fix at hand by its number, and chooses it unless takes are compared. */
export function chooseByNumber(app: App, number: number): void {
  const document = app.store.document()
  const test = document && openTest(document)
  const fix = fixAtHand(app)
  const take = (test?.order ?? fix?.takes)?.[number - 1]
  if (!fix || take === undefined) return
  if (test) void hearTake(app, take)
  else void switchTake(app, fix.id, take).then(() => playFix(app, fix.id))
}

/** Moves a seam of the fix at hand while its join is in view. */
export function nudgeAtHand(app: App, seam: Seam, direction: 'earlier' | 'later'): void {
  const fix = fixAtHand(app)
  if (fix?.chosen && app.store.get().panel === 'join') void nudgeSeam(app, fix.id, seam, direction)
}

/** Keeps the take that is in place; in a comparison, picks the one heard last. */
export function keepAtHand(app: App): void {
  const document = app.store.document()
  const test = document && openTest(document)
  if (test?.heard) return void pickBlind(app, test.heard)
  if (test) return app.store.tell('Hear one first (keys 1 to 9). Enter then picks the one you heard last.')
  const fix = fixAtHand(app)
  if (fix?.chosen) void keepTake(app, fix.id, fix.chosen)
}

/** Whether a fix is at hand that a key may act on: not while takes are compared or spoken. */
export function hasFix({ app }: KeyTools): boolean {
  const document = app.store.document()
  return document !== null && fixAtHand(app) !== null && !openTest(document) && app.store.get().speaking === null
}

/** Switches the fix at hand off, or on again. */
export function switchAtHand(app: App): void {
  const fix = fixAtHand(app)
  if (fix) void enableFix(app, fix.id, !fix.enabled)
}

/** Removes the fix at hand. */
export function removeAtHand(app: App): void {
  const fix = fixAtHand(app)
  if (fix) void dropFix(app, fix.id)
}

/** Whether there is anything to step back from; otherwise Escape makes the status line quiet. */
export function hasStepBack({ app }: KeyTools): boolean {
  const document = app.store.document()
  const { speaking } = app.store.get()
  return speaking !== null || (document !== null && (document.selection !== null || document.editing !== null))
}

/** One step back: from a recording to the open microphone, from that to none, then out of what is selected. */
export function leaveStep(app: App): void {
  const phase = app.store.get().speaking?.phase
  if (phase === 'recording') restartSpeaking(app)
  else if (phase) closeSpeaking(app)
  else leave(app)
}

/** Leaves a comparison, else what is selected. */
function leave(app: App): void {
  const document = app.store.document()
  if (document && openTest(document)) endBlind(app)
  else clearSelection(app)
}
