import { useEffect } from 'react'
import { useAppState, useOpen } from './appContext'

/** Lets the browser ask before the page is left while a take is under way or recorded, an export is written, or fixes have not been exported. */
export function useLeaveGuard(): void {
  const unsaved = useOpen(
    ({ exported, exporting, history, jobs, saving }) =>
      jobs.length > 0 ||
      saving === 'saving' ||
      exporting.phase === 'writing' ||
      (!exported && history.present.fixes.length > 0),
  )
  const recording = useAppState(({ speaking }) => speaking?.phase === 'recording')
  useEffect(() => {
    if (!unsaved && !recording) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved, recording])
}
