import { useHotkeys } from 'react-hotkeys-hook'
import type { WaveformView } from '../player/waveform'
import { useApp } from './appContext'
import { bindings, chordOf } from './keys'

/** Keys that a focused control needs for itself. */
const ofControls = new Set(['Space', 'Enter', 'ArrowLeft', 'ArrowRight', 'Home', 'End'])
const controls = 'button,a,summary,[role="slider"],[role="switch"]'
const dialogs = '[role="dialog"],[role="alertdialog"]'

/** Binds the keys of the editor. None fires while typing in a field or while a dialog is open. */
export function useKeys(view: WaveformView | null, exportWav: () => void): void {
  const app = useApp()
  useHotkeys('*', (event) => {
    const chord = chordOf(event)
    const binding = bindings.find(({ chords }) => chords.includes(chord))
    if (!binding || document.querySelector(dialogs)) return
    if (ofControls.has(chord) && event.target instanceof Element && event.target.closest(controls)) return
    event.preventDefault()
    binding.run({ app, view, exportWav }, chord)
  })
}
