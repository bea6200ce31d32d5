import { useEffect } from 'react'

const places = 'section,main,header,footer'

/**
 * When the control that has the focus goes away or is switched off, hands the focus to the part of the page around it, so
 * that keys and screen readers keep their place.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let control: Element | null = null
    let around: readonly HTMLElement[] = []
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return
      control = target
      around = placesAround(target)
    }
    const keep = () => {
      const { activeElement, body } = document
      if (!control || (control.isConnected && !control.matches(':disabled'))) return
      if (activeElement !== body && activeElement !== control) return
      control = null
      const place = around.find((element) => element.isConnected)
      if (!place) return
      place.tabIndex = -1
      place.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(keep)
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
    document.addEventListener('focusin', remember)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [])
}

/** The parts of the page that hold `element`, the nearest first. */
function placesAround(element: Element): readonly HTMLElement[] {
  const found: HTMLElement[] = []
  for (let place = element.closest<HTMLElement>(places); place; place = parentPlace(place)) found.push(place)
  return found
}

function parentPlace(place: HTMLElement): HTMLElement | null {
  return place.parentElement?.closest<HTMLElement>(places) ?? null
}
