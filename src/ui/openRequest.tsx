import { AlertDialog } from '@base-ui/react/alert-dialog'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { openFile } from '../state/openFlow'
import { useApp } from './appContext'

const OpenRequest = createContext<(file: File) => void>(() => {})

/** Opens a file, after asking when the recording that is open has fixes that were not exported. */
export function useOpenRequest(): (file: File) => void {
  return useContext(OpenRequest)
}

/** Guards the open recording: another one takes its place only when nothing is lost, or when the user says so. */
export function OpenRequestProvider({ children }: { readonly children: ReactNode }) {
  const app = useApp()
  const [waiting, setWaiting] = useState<File | null>(null)
  const request = useCallback(
    (file: File) => {
      const document = app.store.document()
      if (document && !document.exported && document.history.present.fixes.length > 0) setWaiting(file)
      else void openFile(app, file)
    },
    [app],
  )
  const close = useMemo(() => () => setWaiting(null), [])
  return (
    <OpenRequest.Provider value={request}>
      {children}
      <AlertDialog.Root open={waiting !== null} onOpenChange={(open) => !open && close()}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
          <AlertDialog.Popup className="panel fixed top-1/2 left-1/2 z-50 flex w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col gap-3 p-4 shadow-xl">
            <AlertDialog.Title className="font-semibold text-base">Close the recording that is open?</AlertDialog.Title>
            <AlertDialog.Description className="break-words text-muted">
              Its fixes have not been exported since the last change. Export first to keep them.
            </AlertDialog.Description>
            <div className="flex flex-wrap justify-end gap-2">
              <AlertDialog.Close className="button">Stay here</AlertDialog.Close>
              <button
                type="button"
                className="button button-primary"
                onClick={() => {
                  if (waiting) void openFile(app, waiting)
                  close()
                }}
              >
                Close it and open the other
              </button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </OpenRequest.Provider>
  )
}
