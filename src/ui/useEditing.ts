import { useDeferredValue, useEffect, useState } from 'react'
import { PickupError } from '../base/errors'
import { useApp } from './appContext'

type Editing = typeof import('./editing')

let loaded: Editing | null = null

/** Loads what only a page with a recording needs. Asked for again, it is there already. */
export async function loadEditing(): Promise<Editing> {
  loaded ??= await import('./editing')
  return loaded
}

/** What shows an open recording, once it is `wanted` and loaded; null until then. A failure to load it is shown. */
export function useEditing(wanted: boolean): Editing | null {
  const app = useApp()
  const [editing, setEditing] = useState(loaded)
  const missing = wanted && editing === null && loaded === null
  useEffect(() => {
    if (!missing) return
    const fail = (cause: unknown) => {
      const message =
        'A part of the page could not be loaded. Check that Pickup is still running, then reload the page.'
      app.store.fail(new PickupError('part-missing', message, {}, { cause }))
    }
    loadEditing().then(setEditing, fail)
  }, [app, missing])
  // It is much to render at once: React does it piece by piece, while the page as it is still answers.
  const shown = useDeferredValue(wanted ? (editing ?? loaded) : null)
  return wanted ? shown : null
}
