import { useMemo } from 'react'
import { cancelExport, type ExportChoice, exportRecording, usualExport } from '../state/exportFlow'
import { useApp } from './appContext'

/** Writes the corrected recording, and can stop doing so. */
export function useExport() {
  const app = useApp()
  return useMemo(() => {
    const startAs = (choice: ExportChoice) => void exportRecording(app, choice)
    return { startAs, start: () => startAs(usualExport(app)), cancel: () => cancelExport(app) }
  }, [app])
}
