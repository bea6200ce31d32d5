import { useEffect } from 'react'

/** What Escape closes. */
const open = '[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"],[role="tooltip"]'

/**
 * Calls `act` on Escape when nothing nearer heeds it, until the returned function is called. Escape does one thing: what is open is
 * closed first, what is selected is left first.
 */
export function onEscape(act: () => void): () => void {
  const keys = new AbortController()
  const { signal } = keys
  let meant = false
  const look = ({ key }: KeyboardEvent) => {
    meant = key === 'Escape' && document.querySelector(open) === null
  }
  addEventListener('keydown', look, { capture: true, signal })
  addEventListener('keydown', ({ defaultPrevented }) => meant && !defaultPrevented && act(), { signal })
  return () => keys.abort()
}

/** Does `act` on Escape for as long as the component is shown. */
export function useEscape(act: () => void): void {
  useEffect(() => onEscape(act), [act])
}
