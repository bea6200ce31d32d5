import { X } from 'lucide-react'
import { useApp, useAppState } from './appContext'
import { ToolButton } from './ToolButton'

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
      className="flex flex-none flex-wrap items-center gap-2 rounded-md border border-line bg-panel px-3 py-1 text-xs"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        Pickup works on one recording at a time. <bdi>{next}</bdi>
        {rest} can be opened when you are done with this one; its fixes are kept.
      </p>
      <button type="button" className="button button-tiny max-w-60" onClick={() => queue.openNext()}>
        <span className="truncate">Open {next}</span>
      </button>
      <ToolButton
        says="Forget the other files"
        name="Forget the other files"
        look="button-quiet button-tiny px-1"
        onPress={() => app.store.patch({ queue: null })}
      >
        <X size={16} aria-hidden />
      </ToolButton>
    </section>
  )
}
