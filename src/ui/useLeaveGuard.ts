import { useEffect } from 'react'
import { useOpen } from './appContext'

/** Lets the browser ask before the page is left while a take is under way or fixes have not been exported. */
export function useLeaveGuard(): void {
  const unsaved = useOpen(
    ({ exported, history, jobs, saving }) =>
      jobs.length > 0 || saving === 'saving' || (!exported && history.present.fixes.length > 0),
  )
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])
}
