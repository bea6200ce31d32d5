import { Scope } from '../base/scope'
import {
  frames,
  type RecordingRange,
  rangeLength,
  recordingFrame,
  type SampleRate,
  type TimelineRange,
  timelineRange,
} from '../base/units'
import { originalInPlace } from '../edit/originalInPlace'
import { fixSpan, toTimeline } from '../edit/positions'
import { phraseAround, sentenceAround } from '../infill/phrase'
import { timelinePauses } from '../infill/timelinePauses'
import type { OriginalMark, Playhead, WaveformMarks, WaveformOptions, WaveformView } from '../player/waveform'
import type { App } from './app'
import type { AppState, OpenDocument } from './document'
import { edgeMoved } from './edgeFlow'
import { editFix, fixAt } from './fixFlow'
import { linkLooks } from './looksLink'
import { goToMarker } from './markerFlow'
import { planBands } from './planShown'
import { heardAt, seek, showPosition } from './playbackFlow'
import { drawSelection, placeEdge, select, selectAround, setSelection } from './selectionFlow'
import { originalSource, waveformSource } from './views'
import type { Workspace } from './workspace'

/** Keys come in bursts; a fix is joined again when they have settled. */
const keySettleMs = 500

/** What a waveform of the open recording is made with, or null when none is open. */
export function waveformOptions(app: App): Pick<WaveformOptions, 'source' | 'marks' | 'playhead'> | null {
  const { workspace, store } = app
  const document = store.document()
  if (!workspace || !document) return null
  return {
    source: waveformSource(workspace, document.history.present, document.timeline),
    marks: marksOf(document, { planShown: store.get().planShown, original: false }),
    playhead: playheadOf(app),
  }
}

/**
 * Keeps a waveform and the store in step, both ways, until the returned scope is disposed: what is done on the waveform
 * goes to the flows, what the flows change is drawn.
 */
export function linkWaveform(app: App, view: WaveformView): Scope {
  const scope = new Scope()
  listenToView(app, view, scope)
  const { store } = app
  linkLooks(app, view, scope)
  draw(app, view, null)
  let before = store.get()
  scope.add(
    store.api.subscribe((state) => {
      const previous = before
      before = state
      draw(app, view, previous)
    }),
  )
  return scope
}

function listenToView(app: App, view: WaveformView, scope: Scope): void {
  const { store } = app
  let selectedBefore = store.document()?.selection ?? null
  scope.add(
    view.on('seek', ({ at, shift }) => {
      if (shift) return placeEdge(app, 'end', at)
      seek(app, at)
      const fix = store.document()?.selection === null ? fixAt(app, at) : null
      if (fix) editFix(app, fix.id)
    }),
  )
  scope.add(
    view.on('select-start', () => {
      selectedBefore = store.document()?.selection ?? null
    }),
  )
  scope.add(view.on('select-change', ({ range }) => drawSelection(app, range.start, range.end)))
  scope.add(view.on('select-cancel', () => setSelection(app, selectedBefore)))
  scope.add(
    view.on('select-end', ({ range, moved, alt, touch }) => {
      const by = alt ? 'exact' : 'snapping'
      if (moved === 'both') select(app, range.start, range.end, by)
      else placeEdge(app, moved, range[moved], by)
      if (moved !== 'both') return edgeMoved(app, moved, 0)
      goOnToText(app, touch)
    }),
  )
  scope.add(
    view.on('handle-move', ({ edge, at }) => {
      placeEdge(app, edge, at, 'exact')
      edgeMoved(app, edge, keySettleMs)
    }),
  )
  scope.add(
    view.on('double-click', ({ at, touch }) => {
      const fix = fixAt(app, at)
      if (fix) editFix(app, fix.id)
      else selectAround(app, at, phraseAround)
      goOnToText(app, touch)
    }),
  )
  scope.add(
    view.on('triple-click', ({ at, touch }) => {
      selectAround(app, at, sentenceAround)
      goOnToText(app, touch)
    }),
  )
  scope.add(view.on('marker', ({ at }) => goToMarker(app, at)))
  scope.add(view.on('time', () => showPosition(app)))
  scope.add(view.on('error', ({ error }) => store.fail(error)))
}

/** After a selection the line is typed; on a touch screen that waits for a tap, since the keyboard covers the waveform. */
function goOnToText({ store }: App, touch: boolean): void {
  if (!touch) store.patch({ focusText: store.get().focusText + 1 })
}

/** Draws what differs between `previous` and the present state; everything when `previous` is null. */
function draw(app: App, view: WaveformView, previous: AppState | null): void {
  const { workspace } = app
  const { session, transport, planShown } = app.store.get()
  if (!workspace || session.kind !== 'open') return
  const { document } = session
  const replanned = previous?.planShown !== planShown || (planShown && isReplanned(previous, document))
  const old = previous?.session.kind === 'open' ? previous.session.document : null
  const { original } = transport
  const marks = () => marksOf(document, { planShown, original })
  const switched = previous !== null && previous.transport.original !== original
  if (old?.timeline !== document.timeline || old.inserts !== document.inserts || switched) {
    const { present } = document.history
    const source = original ? originalSource : waveformSource
    view.setSource(source(workspace, present, document.timeline), marks())
    if (old) markDrawn('pickup:edited')
  } else if (
    old.timelinePauses !== document.timelinePauses ||
    old.timelineMarkers !== document.timelineMarkers ||
    old.history !== document.history ||
    replanned
  ) {
    view.setMarks(marks())
  }
  if (old?.analysis !== document.analysis || old.timeline !== document.timeline) {
    if (previous === null) view.setKnown(0)
    drawKnown(workspace, view, document, old?.timeline !== document.timeline)
  }
  if (old?.selection !== document.selection || old?.timeline !== document.timeline) {
    const snapped = document.selection?.snapped
    view.setSelection(snapped?.range ?? null, {
      start: snapped?.start.reason === 'pause',
      end: snapped?.end.reason === 'pause',
    })
  }
  if (previous?.transport.original !== original) view.setOriginal(original)
  const { goneTo } = app.store.get()
  if (previous && goneTo && previous.goneTo !== goneTo) bringIntoView(view, goneTo)
}

/** Scrolls to a span that is not all on screen; one that is too long for the screen, to its start. */
function bringIntoView(view: WaveformView, { start, end }: TimelineRange): void {
  const shown = view.view()
  if (shown.start <= start && end <= shown.end) return
  if (end - start < shown.end - shown.start) view.scrollTo((start + end) / 2)
  else view.scrollTo(start, 'left')
}

/**
 * Draws what has become known of the recording: with a first look all of it roughly, else what the pass has reached. Where
 * the timeline is another one (`replaced`), all of it is drawn anyway.
 */
function drawKnown(
  workspace: Workspace,
  view: WaveformView,
  { timeline, recording }: OpenDocument,
  replaced: boolean,
): void {
  const filled = workspace.pyramid?.filled ?? 0
  const whole = filled === recording.frames
  const reached = whole ? frames(timeline.length) : toTimeline(timeline, recordingFrame(filled), 'before')
  const rough = workspace.firstLook !== null
  if ((rough || filled > 0) && view.known === 0) markDrawn('pickup:first-waveform')
  view.setKnown(rough || whole ? Infinity : reached)
  if (rough && !replaced) view.invalidate(timelineRange(Math.min(workspace.drawn, reached), reached))
  workspace.drawn = reached
}

/** Notes in the browser's timeline of the page when what was just drawn goes to the screen. The benchmark reads it. */
function markDrawn(name: string): void {
  requestAnimationFrame(() => performance.mark(name))
}

/** Whether what Generate would do may have changed since `previous`. */
function isReplanned(previous: AppState, { selection, text }: OpenDocument): boolean {
  const old = previous.session.kind === 'open' ? previous.session.document : null
  return old?.selection !== selection || old.text !== text
}

interface Shown {
  readonly planShown: boolean
  /** Whether the original is heard. */
  readonly original: boolean
}

function marksOf(document: OpenDocument, { planShown, original }: Shown): WaveformMarks {
  const { timelineMarkers, history, timeline, recording } = document
  const fixes = history.present.fixes.map((fix, index) => {
    const { start, end } = fixSpan(history.present, timeline, fix)
    const mark = { start, end, enabled: fix.enabled, label: String(index + 1) }
    return original && fix.enabled
      ? { ...mark, original: originalMark(fix.replaced, timelineRange(start, end), recording.format.rate) }
      : mark
  })
  const pauses = original
    ? timelinePauses(originalInPlace(history.present, timeline), document.pauses)
    : document.timelinePauses
  const bands = planShown ? { bands: planBands(document) } : {}
  return { pauses, fixes, markers: timelineMarkers, ...bands }
}

/** What is said of the original in the place of a fix: how far it goes there. */
function originalMark(replaced: RecordingRange, place: TimelineRange, rate: SampleRate): OriginalMark {
  const longer = rangeLength(replaced) - (place.end - place.start)
  const seconds = (Math.abs(longer) / rate).toFixed(2)
  const much = seconds === '0.00' ? [] : [`original · ${seconds} s ${longer > 0 ? 'longer' : 'shorter'}`]
  return {
    end: Math.min(place.end, place.start + rangeLength(replaced)),
    cut: longer > 0,
    notes: [...much, 'original'],
  }
}

function playheadOf(app: App): Playhead {
  return {
    position: () => heardAt(app),
    playing: () => app.playback?.active ?? false,
    subscribe: (listener) => app.playback?.subscribe(({ kind }) => listener(kind === 'seek')) ?? (() => {}),
  }
}
