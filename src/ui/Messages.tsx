import { X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Message } from '../state/document'
import { Activities } from './Activities'
import { useApp, useAppState } from './appContext'
import { onEscape, useEscape } from './escape'
import { NewVersion } from './NewVersion'
import { Tip } from './Tip'

/** How long a result stands out: long enough to be read twice, in milliseconds. */
const shownMs = (text: string): number => 4000 + 60 * text.length

/**
 * The foot of the page, which has its room from the start: the last failure until it is dismissed, else the last result,
 * which stands out for a while and then stays as a quiet line; and what is under way. Results are spoken politely.
 */
export function Messages() {
  const { fault, notice } = useAppState(({ fault, notice }) => ({ fault, notice }))
  return (
    <footer className="foot flex min-h-10 flex-none flex-wrap items-center justify-end gap-x-3 gap-y-1 px-2 py-1 sm:px-3">
      <div className={`flex min-w-0 flex-1 basis-60 ${fault ? 'sr-only' : ''}`}>
        <Result notice={notice} />
      </div>
      {fault && <Fault fault={fault} />}
      <Activities />
      <NewVersion />
    </footer>
  )
}

function Fault({ fault }: { readonly fault: Message }) {
  const app = useApp()
  const dismiss = useCallback(() => app.store.clearFault(), [app])
  useEscape(dismiss)
  return (
    <div className="flex min-w-0 flex-1 basis-60 items-start gap-2 rounded-md border border-fault bg-fault-soft px-3 py-0.5 text-fault">
      <Tip says={fault.text} silent rest>
        <p role="alert" className="line-clamp-2 min-w-0 flex-1 self-center break-words max-sm:line-clamp-4">
          {fault.text}
        </p>
      </Tip>
      {fault.code === 'token-required' && (
        <a href="/login" target="_blank" rel="noopener" className="button button-tiny">
          Enter the access token
        </a>
      )}
      <button type="button" aria-label="Dismiss" className="button button-quiet button-tiny px-1" onClick={dismiss}>
        <X size={16} aria-hidden />
      </button>
    </div>
  )
}

function Result({ notice }: { readonly notice: Message | null }) {
  const { fresh, hold } = useFresh(notice)
  return (
    <Tip says={notice?.text ?? ''} silent rest>
      <p
        role="status"
        aria-live="polite"
        className={`toast ${fresh ? 'toast-fresh' : ''}`}
        onPointerEnter={() => hold(true)}
        onPointerLeave={() => hold(false)}
      >
        <span key={notice?.id} className="line-clamp-2">
          {notice?.text}
        </span>
      </p>
    </Tip>
  )
}

/** Whether a result still stands out. It does not age while it is held; Escape makes it quiet, when nothing else heeds it. */
function useFresh(notice: Message | null): { readonly fresh: boolean; readonly hold: (held: boolean) => void } {
  const [aged, setAged] = useState<number | null>(null)
  const [held, hold] = useState(false)
  const fresh = notice !== null && notice.text !== '' && aged !== notice.id
  useEffect(() => {
    if (!fresh || held) return
    const age = () => setAged(notice.id)
    const timer = setTimeout(age, shownMs(notice.text))
    const stopListening = onEscape(age)
    return () => {
      clearTimeout(timer)
      stopListening()
    }
  }, [fresh, held, notice])
  return { fresh, hold }
}
