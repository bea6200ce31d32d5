import { secondsToFrames } from '../base/units'
import type { Seam } from '../infill/report'
import type { WaveformView } from '../player/waveform'
import type { App } from '../state/app'
import { hearAll, hearTake } from '../state/auditionFlow'
import { compareBlind, endBlind, openTest, pickBlind } from '../state/blindFlow'
import { edgeMoved } from '../state/edgeFlow'
import {
  cutSelection,
  dropFix,
  enableFix,
  fixAtHand,
  keepTake,
  nextFix,
  playFix,
  previousFix,
  silenceSelection,
  switchTake,
} from '../state/fixFlow'
import { redoStep, undoStep } from '../state/historyFlow'
import { insertHere } from '../state/insertFlow'
import { lookAtJoin, nudgeSeam } from '../state/joinFlow'
import { setLooks, stretch } from '../state/looksFlow'
import { stepMarker } from '../state/markerFlow'
import { heardAt, hearOriginal, playInPlace, playSelection, seek, setLoop, togglePlay } from '../state/playbackFlow'
import { clearSelection, nudgeSelection, placeEdge, rangeAtHand } from '../state/selectionFlow'
import { closeSpeaking, endSpeaking, restartSpeaking, speakOn } from '../state/speakFlow'

/** What a key can act on. */
export interface KeyTools {
  readonly app: App
  readonly view: WaveformView | null
  readonly exportWav: () => void
}

/** One action and the keys for it. */
export interface Binding {
  /** Chords as `chordOf` gives them. */
  readonly chords: readonly string[]
  /** The keys as the list shows them. */
  readonly shown: readonly string[]
  readonly does: string
  /** Whether the key is the editor's at present; without it, always. Where it is not, the browser has it. */
  applies?(tools: KeyTools): boolean
  run(tools: KeyTools, chord: string): void
}

const nudgeSeconds = 0.01
const nudgeSettleMs = 500
const zoomStep = 2

/** Every key of the editor, in the order in which the list shows them. */
export const bindings: readonly Binding[] = [
  {
    chords: ['Space'],
    shown: ['Space'],
    does: 'Play or pause; ends a recording',
    run: ({ app }) => {
      if (!endSpeaking(app)) togglePlay(app)
    },
  },
  { chords: ['p'], shown: ['P'], does: 'Play in place: 2 s before, 1 s after', run: ({ app }) => playAtHand(app) },
  { chords: ['s'], shown: ['S'], does: 'Play the selection', run: ({ app }) => playSelection(app) },
  {
    chords: ['l'],
    shown: ['L'],
    does: 'Loop the selection on or off',
    run: ({ app }) => setLoop(app, !app.store.get().transport.loop),
  },
  {
    chords: ['b'],
    shown: ['B'],
    does: 'Original or fixed, at the same place; held down, only for as long',
    run: ({ app }) => hearOriginal(app, !app.store.get().transport.original),
  },
  {
    chords: ['i'],
    shown: ['I'],
    does: 'Selection start at the playhead',
    run: ({ app }) => placeEdge(app, 'start', heardAt(app)),
  },
  {
    chords: ['o'],
    shown: ['O'],
    does: 'Selection end at the playhead',
    run: ({ app }) => placeEdge(app, 'end', heardAt(app)),
  },
  {
    chords: ['ArrowLeft', 'ArrowRight', 'Alt+ArrowLeft', 'Alt+ArrowRight'],
    shown: ['←', '→'],
    does: 'Move the selection start by 10 ms',
    run: ({ app }, chord) => nudge(app, 'start', chord),
  },
  {
    chords: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Alt+Shift+ArrowLeft', 'Alt+Shift+ArrowRight'],
    shown: ['Shift ←', 'Shift →'],
    does: 'Move the selection end by 10 ms',
    run: ({ app }, chord) => nudge(app, 'end', chord),
  },
  {
    chords: ['Mod+ArrowLeft', 'Mod+ArrowRight'],
    shown: ['Ctrl ←', 'Ctrl →'],
    does: 'Move the selection start by 100 ms; with Shift the end',
    run: ({ app }, chord) => nudge(app, 'start', chord),
  },
  {
    chords: ['Mod+Shift+ArrowLeft', 'Mod+Shift+ArrowRight'],
    shown: [],
    does: '',
    run: ({ app }, chord) => nudge(app, 'end', chord),
  },
  {
    chords: ['t'],
    shown: ['T'],
    does: 'Go to the text box; Ctrl/Cmd Enter there generates, Esc leaves it',
    run: ({ app }) => app.store.patch({ focusText: app.store.get().focusText + 1 }),
  },
  {
    chords: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: ['1', '…', '9'],
    does: 'Hear and choose a take of the fix at hand',
    run: ({ app }, chord) => chooseByNumber(app, Number(chord)),
  },
  {
    chords: ['k'],
    shown: ['K'],
    does: 'Hear all takes in place, one after another; again to stop',
    run: ({ app }) => void hearAll(app),
  },
  {
    chords: ['c'],
    shown: ['C'],
    does: 'Compare the takes blind: 1 to 9 hears, Enter picks the one heard last',
    run: ({ app }) => compareBlind(app),
  },
  { chords: ['Enter'], shown: ['Enter'], does: 'Keep the take that is in place', run: ({ app }) => keepAtHand(app) },
  {
    chords: ['j'],
    shown: ['J'],
    does: 'Look at the join of the fix at hand, or back',
    run: ({ app }) => lookAtJoin(app),
  },
  {
    chords: onAnyLayout(['[', ']']),
    shown: ['[', ']'],
    does: 'With the join in view: left seam 5 ms earlier or later',
    run: ({ app }, chord) => nudgeAtHand(app, 'left', chord.endsWith('[') ? 'earlier' : 'later'),
  },
  {
    chords: onAnyLayout(['{', '}']),
    shown: ['{', '}'],
    does: 'With the join in view: right seam 5 ms earlier or later',
    run: ({ app }, chord) => nudgeAtHand(app, 'right', chord.endsWith('{') ? 'earlier' : 'later'),
  },
  { chords: ['n'], shown: ['N'], does: 'Go to the next fix', run: ({ app }) => nextFix(app) },
  { chords: ['Shift+n'], shown: ['Shift N'], does: 'Go to the previous fix', run: ({ app }) => previousFix(app) },
  {
    chords: ['a'],
    shown: ['A'],
    does: 'Insert at the playhead, or in a pause within 250 ms of it',
    run: ({ app }) => insertHere(app),
  },
  { chords: ['x'], shown: ['X'], does: 'Cut the selection', run: ({ app }) => void cutSelection(app) },
  {
    chords: ['m'],
    shown: ['M'],
    does: 'Put room silence in place of the selection',
    run: ({ app }) => void silenceSelection(app),
  },
  {
    chords: ['u'],
    shown: ['U'],
    does: 'Use the original in place of the fix at hand, or the fix again',
    applies: hasFix,
    run: ({ app }) => switchAtHand(app),
  },
  {
    chords: ['Delete', 'Backspace'],
    shown: ['Delete', 'Backspace'],
    does: 'Remove the fix at hand; undo brings it back',
    applies: hasFix,
    run: ({ app }) => removeAtHand(app),
  },
  {
    chords: ['r'],
    shown: ['R'],
    does: 'Speak a take yourself: open the microphone, record, stop',
    run: ({ app }) => speakOn(app),
  },
  {
    chords: ['Escape'],
    shown: ['Esc'],
    does: 'Clear the selection; give up a recording, close the microphone',
    applies: hasStepBack,
    run: ({ app }) => leaveStep(app),
  },
  { chords: ['Mod+z'], shown: ['Ctrl/Cmd Z'], does: 'Undo', run: ({ app }) => void undoStep(app) },
  { chords: ['Mod+Shift+z', 'Mod+y'], shown: ['Ctrl/Cmd Shift Z'], does: 'Redo', run: ({ app }) => void redoStep(app) },
  { chords: ['+', '='], shown: ['+'], does: 'Zoom in', run: ({ view }) => view?.zoomBy(zoomStep) },
  { chords: ['-'], shown: ['−'], does: 'Zoom out', run: ({ view }) => view?.zoomBy(1 / zoomStep) },
  { chords: ['f'], shown: ['F'], does: 'Fit the whole recording', run: ({ view }) => view?.fit() },
  { chords: ['Shift+f'], shown: ['Shift F'], does: 'Fit the selection, or the fix at hand', run: fitAtHand },
  {
    chords: ['Alt+ArrowUp', 'Alt+ArrowDown'],
    shown: ['Alt ↑', 'Alt ↓'],
    does: 'Waveform taller or flatter',
    run: ({ app }, chord) => stretch(app, chord.endsWith('Up') ? zoomStep : 1 / zoomStep),
  },
  {
    chords: ['v'],
    shown: ['V'],
    does: 'Show the frequencies below the waveform, or not',
    run: ({ app }) => setLooks(app, { spectrum: !app.store.get().looks.spectrum }),
  },
  { chords: ['g'], shown: ['G'], does: 'Go to a time', run: ({ app }) => app.store.patch({ goToShown: true }) },
  {
    chords: ['PageUp', 'PageDown'],
    shown: ['Page Up', 'Page Down'],
    does: 'Go to the marker before or after',
    applies: ({ app }) => (app.store.document()?.timelineMarkers.length ?? 0) > 0,
    run: ({ app }, chord) => stepMarker(app, chord === 'PageUp' ? 'previous' : 'next'),
  },
  {
    chords: [',', '.', '<', '>'],
    shown: [',', '.'],
    does: 'Playhead back or on by 100 ms; with Shift by 1 s',
    run: ({ app }, chord) => stepPlayhead(app, chord),
  },
  { chords: ['Home'], shown: ['Home'], does: 'Playhead to the beginning', run: ({ app }) => seek(app, 0) },
  {
    chords: ['End'],
    shown: ['End'],
    does: 'Playhead to the end',
    run: ({ app }) => seek(app, app.store.document()?.timeline.length ?? 0),
  },
  { chords: ['e'], shown: ['E'], does: 'Export', run: ({ exportWav }) => exportWav() },
  { chords: ['?'], shown: ['?'], does: 'This list', run: ({ app }) => app.store.patch({ keysShown: true }) },
]

function fitAtHand({ app, view }: KeyTools): void {
  const document = app.store.document()
  const range = document && rangeAtHand(document)
  if (range) view?.fitRange(range)
}

/** Chords of keys that some keyboards have behind Alt or AltGr. */
function onAnyLayout(keys: readonly string[]): string[] {
  return keys.flatMap((key) => [key, `Alt+${key}`, `Mod+Alt+${key}`])
}

/** The keys held down as one word: `Mod+Shift+z`, `?`, `Space`. `Mod` is Ctrl or Cmd. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const named = key.length > 1 || /[a-z]/.test(key)
  const mods = [(event.ctrlKey || event.metaKey) && 'Mod', event.altKey && 'Alt', event.shiftKey && named && 'Shift']
  return [...mods.filter((mod) => mod !== false), key].join('+')
}

function nudge(app: App, edge: 'start' | 'end', chord: string): void {
  const document = app.store.document()
  if (!document) return
  const step = secondsToFrames(nudgeSeconds * (chord.startsWith('Mod') ? 10 : 1), document.recording.format.rate)
  edgeMoved(app, edge, nudgeSettleMs)
  nudgeSelection(app, edge, chord.endsWith('Left') ? 0 - step : step)
}

function stepPlayhead(app: App, chord: string): void {
  const document = app.store.document()
  if (!document) return
  const step = secondsToFrames(chord === '<' || chord === '>' ? 1 : 0.1, document.recording.format.rate)
  seek(app, heardAt(app) + (chord === ',' || chord === '<' ? 0 - step : step))
}

function playAtHand(app: App): void {
  const document = app.store.document()
  if (document?.editing) playFix(app, document.editing)
  else if (document?.selection) playInPlace(app, document.selection.snapped.range)
}

function chooseByNumber(app: App, number: number): void {
  const document = app.store.document()
  const test = document && openTest(document)
  const fix = fixAtHand(app)
  const take = (test?.order ?? fix?.takes)?.[number - 1]
  if (!fix || take === undefined) return
  if (test) void hearTake(app, take)
  else void switchTake(app, fix.id, take).then(() => playFix(app, fix.id))
}

function nudgeAtHand(app: App, seam: Seam, direction: 'earlier' | 'later'): void {
  const fix = fixAtHand(app)
  if (fix?.chosen && app.store.get().panel === 'join') void nudgeSeam(app, fix.id, seam, direction)
}

function keepAtHand(app: App): void {
  const document = app.store.document()
  const test = document && openTest(document)
  if (test?.heard) return void pickBlind(app, test.heard)
  if (test) return app.store.tell('Hear one first (keys 1 to 9). Enter then picks the one you heard last.')
  const fix = fixAtHand(app)
  if (fix?.chosen) void keepTake(app, fix.id, fix.chosen)
}

/** Whether a fix is at hand that a key may act on: not while takes are compared or spoken. */
function hasFix({ app }: KeyTools): boolean {
  const document = app.store.document()
  return document !== null && fixAtHand(app) !== null && !openTest(document) && app.store.get().speaking === null
}

function switchAtHand(app: App): void {
  const fix = fixAtHand(app)
  if (fix) void enableFix(app, fix.id, !fix.enabled)
}

function removeAtHand(app: App): void {
  const fix = fixAtHand(app)
  if (fix) void dropFix(app, fix.id)
}

/** Whether there is anything to step back from; otherwise Escape makes the status line quiet. */
function hasStepBack({ app }: KeyTools): boolean {
  const document = app.store.document()
  const { speaking } = app.store.get()
  return speaking !== null || (document !== null && (document.selection !== null || document.editing !== null))
}

/** One step back: from a recording to the open microphone, from that to none, then out of what is selected. */
function leaveStep(app: App): void {
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
