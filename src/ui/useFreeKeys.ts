import { useEffect } from 'react'
import { chordOf } from './chord'

/** What the browser undoes and redoes by. */
const undoing = new Set(['Mod+z', 'Mod+Shift+z', 'Mod+y'])
const dialogs = '[role="dialog"],[role="alertdialog"]'
const ticked = 'input[type="checkbox"],input[type="radio"]'
const typedIn =
  'textarea,[contenteditable="true"],input:not([type="checkbox"],[type="radio"],[type="file"],[type="range"])'

/**
 * Keeps the keys for what they are meant for: after a click with the mouse a button or a checkbox gives the focus back, so that Space and Enter go to the editor again;
 * and outside a field the browser undoes nothing by itself, which it would do in the field that was typed in last, behind a dialog too.
 */
export function useFreeKeys(): void {
  useEffect(() => {
    let byMouse = false
    const noteKey = () => {
      byMouse = false
    }
    const notePointer = ({ pointerType }: PointerEvent) => {
      byMouse = pointerType === 'mouse'
    }
    const freeButton = ({ target }: MouseEvent) => free(target instanceof Element ? target.closest('button') : null)
    const freeTicked = ({ target }: Event) => {
      free(target instanceof HTMLInputElement && target.matches(ticked) ? target : null)
    }
    const free = (control: HTMLElement | null) => {
      if (byMouse && control && !control.closest(dialogs)) control.blur()
    }
    const keepText = (event: KeyboardEvent) => {
      if (undoing.has(chordOf(event)) && !isTypedIn(event.target)) event.preventDefault()
    }
    addEventListener('keydown', noteKey, { capture: true })
    addEventListener('keydown', keepText, { capture: true })
    addEventListener('pointerdown', notePointer, { capture: true })
    addEventListener('click', freeButton)
    addEventListener('change', freeTicked)
    return () => {
      removeEventListener('keydown', noteKey, { capture: true })
      removeEventListener('keydown', keepText, { capture: true })
      removeEventListener('pointerdown', notePointer, { capture: true })
      removeEventListener('click', freeButton)
      removeEventListener('change', freeTicked)
    }
  }, [])
}

/** Whether an element takes text that can be typed now. */
function isTypedIn(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(typedIn) && !target.matches(':disabled,[readonly]')
}
