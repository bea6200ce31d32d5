import { hearAll } from '../state/auditionFlow'
import { compareBlind } from '../state/blindFlow'
import { cutSelection, fixAtHand, nextFix, previousFix, silenceSelection } from '../state/fixFlow'
import { redoStep, undoStep } from '../state/historyFlow'
import { insertHere } from '../state/insertFlow'
import { lookAtJoin } from '../state/joinFlow'
import { setLooks, stretch } from '../state/looksFlow'
import { stepMarker } from '../state/markerFlow'
import { heardAt, hearOriginal, playSelection, seek, setLoop, togglePlay } from '../state/playbackFlow'
import { placeEdge } from '../state/selectionFlow'
import { endSpeaking, speakOn } from '../state/speakFlow'
import {
  chooseByNumber,
  fitAtHand,
  hasFix,
  hasStepBack,
  type KeyTools,
  keepAtHand,
  leaveStep,
  nudge,
  nudgeAtHand,
  playAtHand,
  removeAtHand,
  stepPlayhead,
  switchAtHand,
} from './keyActions'

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
    does: 'Go to the text box; Esc leaves it',
    run: ({ app }) => app.store.patch({ focusText: app.store.get().focusText + 1 }),
  },
  {
    chords: ['Mod+Enter'],
    shown: ['Ctrl/Cmd Enter'],
    does: 'Generate, in the text box too',
    applies: ({ app }) => app.store.get().panel === 'say' || fixAtHand(app) === null,
    run: ({ generate }) => generate(),
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

/** Chords of keys that some keyboards have behind Alt or AltGr. */
function onAnyLayout(keys: readonly string[]): string[] {
  return keys.flatMap((key) => [key, `Alt+${key}`, `Mod+Alt+${key}`])
}
