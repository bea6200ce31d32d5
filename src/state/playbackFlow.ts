import type { FixId } from '../base/ids'
import {
  clamp,
  type SampleRate,
  secondsToFrames,
  type TimelineRange,
  timelineFrame,
  timelineRange,
} from '../base/units'
import { originalInPlace } from '../edit/originalInPlace'
import { samePlace } from '../edit/samePlace'
import { originalTimeline, type Timeline } from '../edit/timeline'
import type { Seam } from '../infill/report'
import { Playback } from '../player/playback'
import type { App } from './app'
import type { OpenDocument } from './document'
import { whileOpen } from './lasting'
import type { Medley } from './medley'
import { alongWith, type SeamLoop, seamPlace } from './seams'
import { playbackSource } from './views'
import type { Workspace } from './workspace'

const beforeSeconds = 2
const afterSeconds = 1
const seamSeconds = 0.5

/** Makes the player of a recording that was just opened, and keeps the transport in step with it. */
export function startPlayback(app: App, workspace: Workspace): void {
  const document = app.store.document()
  if (!document) return
  const playback = new Playback(playbackSource(workspace, document.history.present, document.timeline), app.openSound)
  app.playback = playback
  workspace.heard = document.timeline
  app.store.patch({ transport: { playing: false, loop: false, original: false, position: 0, seam: null } })
  const stopListening = playback.subscribe((event) => {
    if (event.kind === 'error') app.store.fail(event.error)
    if (event.kind === 'state' && event.state === 'playing') performance.mark('pickup:sounding')
    // What ends while a medley is still being made was played before it.
    if (workspace.medley && (event.kind === 'ended' || event.kind === 'error')) endMedley(app)
    patchTransport(app, { playing: playback.active, position: heardAt(app) })
  })
  warmAtFirstTouch(workspace, playback)
  workspace.scope.add(() => {
    stopListening()
    playback.dispose()
    if (app.playback === playback) app.playback = null
  })
}

/** Opens the sound with the first click or key, so that the first play sounds as soon as the later ones. */
function warmAtFirstTouch({ scope }: Workspace, playback: Playback): void {
  const touched = new AbortController()
  const warm = () => {
    touched.abort()
    playback.warm()
  }
  addEventListener('pointerdown', warm, { signal: touched.signal })
  addEventListener('keydown', warm, { signal: touched.signal })
  scope.add(() => touched.abort())
}

/** Plays from the playhead, or pauses. */
export function togglePlay(app: App): void {
  if (app.store.get().transport.playing) pause(app)
  else playFrom(app, app.store.get().transport.position)
}

/** Pauses where the sound is. */
export function pause(app: App): void {
  endMedley(app)
  app.playback?.pause()
  patchTransport(app, { playing: false, position: heardAt(app), seam: null })
}

/** Plays from a frame of the edited timeline; within the selection with loop on, round and round. */
export function playFrom(app: App, at: number): void {
  const document = app.store.document()
  if (!document) return
  const { length } = document.timeline
  const from = at >= length ? 0 : clamp(at, 0, length)
  const range = app.store.get().transport.loop ? document.selection?.snapped.range : undefined
  if (range && range.end > range.start) startPlaying(app, range, 'round')
  else startPlaying(app, timelineRange(from, length), 'on')
}

/** Plays the selection once, or round and round with loop on. */
export function playSelection(app: App): void {
  const range = app.store.document()?.selection?.snapped.range
  if (range && range.end > range.start) startPlaying(app, range, app.store.get().transport.loop ? 'round' : 'once')
}

/** Plays a span with the two seconds before it and the second after it. */
export function playInPlace(app: App, range: TimelineRange): void {
  const document = app.store.document()
  if (!document) return
  startPlaying(app, aroundPlace(range, document.timeline.length, document.recording.format.rate), 'once')
}

/** A span with the two seconds before it and the second after it, within a timeline of `length` frames. */
export function aroundPlace(range: TimelineRange, length: number, rate: SampleRate): TimelineRange {
  const start = Math.max(0, range.start - secondsToFrames(beforeSeconds, rate))
  return timelineRange(start, Math.min(length, range.end + secondsToFrames(afterSeconds, rate)))
}

/** Plays a medley from its start, round and round with loop on, in place of the timeline, which comes back when it ends. */
export function playMedley(app: App, medley: Medley, onPart: (index: number) => void): void {
  const { playback, workspace } = app
  if (!playback || !workspace) return
  playback.pause()
  workspace.medley = { medley, onPart, part: -1 }
  playback.setSource(medley, () => timelineFrame(0))
  startMedley(app, medley, 0)
  notePart(app)
}

function startMedley(app: App, medley: Medley, from: number): void {
  const whole = timelineRange(0, medley.length)
  const { loop } = app.store.get().transport
  app.playback?.play(timelineFrame(from), loop ? { loop: whole } : { until: whole.end })
  patchTransport(app, { playing: true, position: heardAt(app), seam: null })
}

/** Tells which part of the medley sounds, when it is another one than before. */
function notePart({ playback, workspace }: App): void {
  const playing = workspace?.medley
  if (!playback || !playing) return
  const part = playing.medley.partAt(playback.heard())
  if (part === playing.part) return
  playing.part = part
  playing.onPart(part)
}

/** Ends a medley, if one is played: the timeline is what is played again, from where the medley was. */
export function endMedley(app: App): void {
  const { playback, workspace, store } = app
  const document = store.document()
  if (document?.audition) store.edit(() => ({ audition: null }))
  if (!playback || !workspace?.medley || !document) return
  playback.pause()
  const position = timelineFrame(clamp(Math.round(heardAt(app)), 0, document.timeline.length))
  workspace.medley = null
  const timeline = workspace.heard ?? document.timeline
  playback.setSource(playbackSource(workspace, document.history.present, timeline), () => position)
  patchTransport(app, { playing: false, position })
}

/** Plays half a second on each side of a seam, of the original too while that is heard: once, or round and round. */
export function playSeam(app: App, fix: FixId, seam: Seam, how: 'once' | 'round'): void {
  const { playback } = app
  const document = app.store.document()
  const at = document && seamPlace(document, fix, seam, app.store.get().transport.original)
  if (!playback || !document || at === null || mustBeQuiet(app)) return
  const reach = secondsToFrames(seamSeconds, document.recording.format.rate)
  const span = timelineRange(Math.max(0, at - reach), Math.min(heardTimeline(app, document).length, at + reach))
  if (span.end === span.start) return
  endMedley(app)
  if (how === 'round') playback.play(span.start, { loop: span })
  else playback.play(span.start, { until: span.end })
  patchTransport(app, { playing: true, position: heardAt(app), seam: how === 'round' ? { fix, seam, at } : null })
}

/** The seam that is heard round and round now, or null. */
export function seamHeard(app: App): SeamLoop | null {
  const { playing, seam } = app.store.get().transport
  return playing ? seam : null
}

/** Plays what leads to a take that is about to be spoken. */
export function playLead(app: App, range: TimelineRange): void {
  begin(app, range, 'once')
}

/** Whether a take is counted in or recorded. */
export function isRecording({ store }: App): boolean {
  const phase = store.get().speaking?.phase
  return phase === 'counting' || phase === 'recording'
}

/** Whether nothing may be played since a take is being recorded; that is told then. */
export function mustBeQuiet(app: App): boolean {
  const quiet = isRecording(app)
  if (quiet) {
    const words = 'A take is being recorded: what is played would be heard in it. Stop it first (R).'
    app.store.tell(words, () => isRecording(app))
  }
  return quiet
}

/** Tells something of where the playhead is now: that stands while it plays, and goes when the playhead stops elsewhere. */
export function tellPlace(app: App, text: string): void {
  const document = app.store.document()
  if (!document) return
  const at = app.store.get().transport.position
  app.store.tell(
    text,
    whileOpen(document, (_, { transport }) => transport.playing || transport.position === at),
  )
}

/** Moves the playhead; the sound goes on from there if it was on, but not out of a span that was to be heard. */
export function seek(app: App, at: number): void {
  const document = app.store.document()
  if (!document) return
  const position = timelineFrame(clamp(Math.round(at), 0, document.timeline.length))
  endMedley(app)
  if (seamHeard(app)) return playFrom(app, position)
  app.playback?.seek(timelineFrame(toHeard(app, document, position)))
  patchTransport(app, { position })
}

/** Whether playing repeats the selection. */
export function setLoop(app: App, loop: boolean): void {
  patchTransport(app, { loop })
  if (!app.store.get().transport.playing) return
  const playing = app.workspace?.medley
  if (playing && app.playback) return startMedley(app, playing.medley, app.playback.heard())
  if (loop) return playSelection(app)
  const range = app.store.document()?.selection?.snapped.range
  const at = heardAt(app)
  if (range && at >= range.start && at < range.end) startPlaying(app, timelineRange(at, range.end), 'once')
}

/** Switches between the original and the fixed recording at the same place, without stopping. */
export function hearOriginal(app: App, original: boolean): void {
  if (app.store.get().transport.original === original) return
  const position = heardAt(app)
  patchTransport(app, { original, position })
  refreshPlayback(app)
}

/** Gives the player the timeline that is to be heard, after an edit or a switch. What is being played goes on in place. */
export function refreshPlayback(app: App): void {
  const { playback, workspace, store } = app
  const document = store.document()
  if (!playback || !workspace || !document) return
  endMedley(app)
  const before = workspace.heard
  const timeline = heardTimeline(app, document)
  workspace.heard = timeline
  const through = before === null || before === timeline ? undefined : samePlace(before, timeline)
  const loop = movedLoop(app, document)
  playback.setSource(playbackSource(workspace, document.history.present, timeline), loop?.along ?? through)
  patchTransport(app, { position: heardAt(app), seam: loop?.seam ?? null })
}

/** The seam that is heard round and round, where it lies now, and how what is heard moves along with it. */
function movedLoop(app: App, document: OpenDocument) {
  const loop = seamHeard(app)
  const at = loop && seamPlace(document, loop.fix, loop.seam, app.store.get().transport.original)
  return loop === null || at === null ? null : { seam: { ...loop, at }, along: alongWith(loop, at) }
}

function heardTimeline(app: App, document: OpenDocument): Timeline {
  return app.store.get().transport.original ? originalTimeline(document.recording.frames) : document.timeline
}

/** Shows where the sound is now; called for each frame that is drawn while playing. */
export function showPosition(app: App): void {
  notePart(app)
  const position = heardAt(app)
  if (position !== app.store.get().transport.position) patchTransport(app, { position })
}

/** Where the sound is now, as a frame of the edited timeline, even while the original is heard. */
export function heardAt(app: App): number {
  const { playback, store } = app
  const document = store.document()
  if (!playback || !document) return 0
  const at = playback.heard()
  const playing = app.workspace?.medley
  if (playing) return clamp(playing.medley.shownAt(at), 0, document.timeline.length)
  if (!store.get().transport.original) return Math.min(at, document.timeline.length)
  const { frames } = document.recording
  return samePlace(originalTimeline(frames), shownOf(document))(timelineFrame(Math.min(at, frames)))
}

/** How a range is played: from its start to wherever the timeline ends, as a span of its own, or round and round. */
type How = 'on' | 'once' | 'round'

function startPlaying(app: App, range: TimelineRange, how: How): void {
  if (!mustBeQuiet(app)) begin(app, range, how)
}

function begin(app: App, range: TimelineRange, how: How): void {
  const { playback } = app
  const document = app.store.document()
  if (!playback || !document) return
  const heard = timelineRange(toHeard(app, document, range.start), toHeard(app, document, range.end))
  if (heard.end === heard.start) return
  endMedley(app)
  performance.mark('pickup:play')
  if (how === 'round') playback.play(heard.start, { loop: heard })
  else playback.play(heard.start, how === 'once' ? { until: heard.end } : {})
  patchTransport(app, { playing: true, position: range.start, seam: null })
}

/** A position on the edited timeline as one of what is heard: the same, or that of the original. */
function toHeard(app: App, document: OpenDocument, at: number): number {
  if (!app.store.get().transport.original) return at
  const shown = shownOf(document)
  return samePlace(shown, originalTimeline(document.recording.frames))(timelineFrame(Math.min(at, shown.length)))
}

/** What the waveform shows while the original is heard: the playhead is where what is heard is drawn. */
const shownOf = ({ history, timeline }: OpenDocument): Timeline => originalInPlace(history.present, timeline)

function patchTransport(app: App, change: Partial<ReturnType<App['store']['get']>['transport']>): void {
  app.store.patch({ transport: { ...app.store.get().transport, ...change } })
}
