import { useEffect } from 'react'

const dialogs = '[role="dialog"],[role="alertdialog"]'
const ticked = 'input[type="checkbox"],input[type="radio"]'

/** After a click with the mouse a button or a checkbox gives the focus back, so that Space and Enter go to the editor again. */
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
    addEventListener('keydown', noteKey, { capture: true })
    addEventListener('pointerdown', notePointer, { capture: true })
    addEventListener('click', freeButton)
    addEventListener('change', freeTicked)
    return () => {
      removeEventListener('keydown', noteKey, { capture: true })
      removeEventListener('pointerdown', notePointer, { capture: true })
      removeEventListener('click', freeButton)
      removeEventListener('change', freeTicked)
    }
  }, [])
}
