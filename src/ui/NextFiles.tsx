import { X } from 'lucide-react'
import { useApp, useAppState } from './appContext'
import { Tip } from './Tip'

/** What else was dropped together with the recording that is open, and how to open the next of it. */
export function NextFiles() {
  const app = useApp()
  const queue = useAppState(({ queue }) => queue)
  if (queue === null) return null
  const [next = '', ...later] = queue.names
  const rest = later.length === 0 ? '' : ` and ${later.length === 1 ? 'one' : later.length} more`
  return (
    <section
      aria-label="Next files"
      className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-panel px-3 py-1 text-xs"
    >
      <p className="min-w-0 flex-1 break-words">
        Pickup works on one recording at a time. <bdi>{next}</bdi>
        {rest} can be opened when you are done with this one; its fixes are kept.
      </p>
      <button type="button" className="button min-h-6 max-w-60 py-0" onClick={() => queue.openNext()}>
        <span className="truncate">Open {next}</span>
      </button>
      <Tip says="Forget the other files">
        <button
          type="button"
          aria-label="Forget the other files"
          className="button button-quiet min-h-6 px-1 py-0"
          onClick={() => app.store.patch({ queue: null })}
        >
          <X size={16} aria-hidden />
        </button>
      </Tip>
    </section>
  )
}
