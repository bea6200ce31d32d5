import { useEffect } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { hearOriginal } from '../state/playbackFlow'
import { useApp } from './appContext'
import { chordOf } from './chord'
import type { KeyTools } from './keyActions'
import { bindings } from './keys'

/** Keys that a focused control needs for itself. */
const pressing = new Set(['Space', 'Enter'])
const pressed = 'button,a,summary,input,[role="switch"]'
const sliding = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End'])
const slid = '[role="slider"],[role="tab"],[type="radio"]'
const typedIn = 'textarea,input:not([type="checkbox"],[type="radio"],[type="file"])'
/** Keys that go on while they are held down. */
const repeating = /Arrow|^[,.<>+=-]$|[[\]{}]$/
const dialogs = '[role="dialog"],[role="alertdialog"],[role="menu"]'
/** What Escape closes before it means anything to the editor. */
const closed = `${dialogs},[role="tooltip"]`

/** Binds the keys of the editor. None fires while typing in a field or while a dialog is open. */
export function useKeys(given: Omit<KeyTools, 'app'>): void {
  const app = useApp()
  useHeldOriginal()
  const onKey = (event: KeyboardEvent) => {
    const chord = chordOf(event)
    const binding = bindings.find(({ chords }) => chords.includes(chord))
    if (!binding || (event.repeat && !repeating.test(chord)) || !isEditors(event, chord)) return
    const tools = { app, ...given }
    if (binding.applies?.(tools) === false) return
    event.preventDefault()
    binding.run(tools, chord)
  }
  // The library counts every input as a field, a checkbox too: which ones are typed in is looked at here.
  useHotkeys('*', onKey, { enableOnFormTags: true })
}

/** B held down longer than this is let go of, not pressed: what was heard before is heard again. */
const heldMs = 350

/** Ends hearing the original, or the fixed one, when B was held and is let go of. */
function useHeldOriginal(): void {
  const app = useApp()
  useEffect(() => {
    let pressedAt: number | null = null
    const isB = (event: KeyboardEvent) => chordOf(event) === 'b'
    const down = (event: KeyboardEvent) => {
      if (isB(event) && !event.repeat) pressedAt = isEditors(event, 'b') ? event.timeStamp : null
    }
    const up = (event: KeyboardEvent) => {
      if (!isB(event) || pressedAt === null) return
      const held = event.timeStamp - pressedAt > heldMs
      pressedAt = null
      if (!held || !isEditors(event, 'b')) return
      hearOriginal(app, !app.store.get().transport.original)
    }
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    return () => {
      removeEventListener('keydown', down)
      removeEventListener('keyup', up)
    }
  }, [app])
}

/** Whether a key is the editor's: no dialog is open, and the control that has the focus does not need it. */
function isEditors({ target }: KeyboardEvent, chord: string): boolean {
  return (
    !document.querySelector(chord === 'Escape' ? closed : dialogs) &&
    !(target instanceof Element && needsItself(target, chord))
  )
}

function needsItself(target: Element, chord: string): boolean {
  if (target.matches(typedIn)) return true
  // A list takes letters, arrows and more to choose by, and leaves one chord to the editor.
  if (target.matches('select')) return chord !== 'Mod+Enter'
  if (pressing.has(chord)) return target.closest(pressed) !== null
  return sliding.has(chord) && target.closest(slid) !== null
}
