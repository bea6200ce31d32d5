import { useEffect } from 'react'

/** After a click with the mouse a button gives the focus back, so that Space and Enter go to the editor again. */
export function useFreeKeys(): void {
  useEffect(() => {
    const free = (event: MouseEvent) => {
      const byMouse = event instanceof PointerEvent && event.pointerType === 'mouse'
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (byMouse && button && !button.closest('[role="dialog"],[role="alertdialog"]')) button.blur()
    }
    addEventListener('click', free)
    return () => removeEventListener('click', free)
  }, [])
}
