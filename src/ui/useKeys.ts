import { useHotkeys } from 'react-hotkeys-hook'
import type { WaveformView } from '../player/waveform'
import { useApp } from './appContext'
import { bindings, chordOf } from './keys'

/** Keys that a focused control needs for itself. */
const pressing = new Set(['Space', 'Enter'])
const pressed = 'button,a,summary,input,[role="switch"]'
const sliding = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End'])
const slid = '[role="slider"]'
const typedIn = 'textarea,select,input:not([type="checkbox"],[type="file"])'
const dialogs = '[role="dialog"],[role="alertdialog"]'

/** Binds the keys of the editor. None fires while typing in a field or while a dialog is open. */
export function useKeys(view: WaveformView | null, exportWav: () => void): void {
  const app = useApp()
  const onKey = (event: KeyboardEvent) => {
    const chord = chordOf(event)
    const binding = bindings.find(({ chords }) => chords.includes(chord))
    if (!binding || document.querySelector(dialogs)) return
    if (event.target instanceof Element && needsItself(event.target, chord)) return
    event.preventDefault()
    binding.run({ app, view, exportWav }, chord)
  }
  // The library counts every input as a field, a checkbox too: which ones are typed in is looked at here.
  useHotkeys('*', onKey, { enableOnFormTags: true })
}

function needsItself(target: Element, chord: string): boolean {
  if (target.matches(typedIn)) return true
  if (pressing.has(chord)) return target.closest(pressed) !== null
  return sliding.has(chord) && target.closest(slid) !== null
}
