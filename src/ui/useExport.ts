import { useCallback, useRef } from 'react'
import { exportWav } from '../state/exportFlow'
import { useApp } from './appContext'

/** Writes the corrected recording, and can stop doing so. */
export function useExport() {
  const app = useApp()
  const stop = useRef<AbortController | null>(null)
  const start = useCallback(() => {
    if (app.store.document()?.exporting.phase === 'writing') return
    stop.current = new AbortController()
    void exportWav(app, stop.current.signal)
  }, [app])
  const cancel = useCallback(() => stop.current?.abort(), [])
  return { start, cancel }
}
