import { X } from 'lucide-react'
import { useApp, useAppState } from './appContext'

/** The last failure, until it is dismissed, and the last result, spoken and shown in one quiet line. */
export function Messages() {
  const app = useApp()
  const { fault, notice } = useAppState(({ fault, notice }) => ({ fault, notice }))
  return (
    <div className="flex flex-col gap-2">
      {fault && (
        <div className="fixed inset-x-3 bottom-3 z-30 mx-auto flex max-w-3xl items-start gap-2 rounded-md border border-fault bg-fault-soft px-3 py-2 text-fault shadow-lg">
          <p role="alert" className="min-w-0 flex-1 break-words">
            {fault.text}
          </p>
          <button
            type="button"
            aria-label="Dismiss"
            className="button button-quiet min-h-6 px-1 py-0"
            onClick={() => app.store.clearFault()}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
      <p role="status" aria-live="polite" className="min-h-5 break-words px-1 text-muted text-xs">
        {notice?.text}
      </p>
    </div>
  )
}
