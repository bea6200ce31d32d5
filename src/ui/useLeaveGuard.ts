import { useEffect } from 'react'
import { useOpen } from './appContext'

/** Lets the browser ask before the page is left while fixes have not been exported. */
export function useLeaveGuard(): void {
  const unsaved = useOpen(({ exported, history }) => !exported && history.present.fixes.length > 0)
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])
}
