import { useCallback, useRef } from 'react'
import { type ExportChoice, exportRecording, usualExport } from '../state/exportFlow'
import { useApp } from './appContext'

/** Writes the corrected recording, and can stop doing so. */
export function useExport() {
  const app = useApp()
  const stop = useRef<AbortController | null>(null)
  const startAs = useCallback(
    (choice: ExportChoice) => {
      if (app.store.document()?.exporting.phase === 'writing') return
      stop.current = new AbortController()
      void exportRecording(app, choice, stop.current.signal)
    },
    [app],
  )
  const start = useCallback(() => startAs(usualExport(app)), [app, startAs])
  const cancel = useCallback(() => stop.current?.abort(), [])
  return { start, startAs, cancel }
}
