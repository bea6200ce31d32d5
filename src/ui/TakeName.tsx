import { Pencil } from 'lucide-react'
import { useRef, useState } from 'react'
import type { TakeId } from '../base/ids'
import type { Fix } from '../edit/fix'
import { longestName, renameTake, takeName } from '../state/takeFlow'
import { useApp } from './appContext'
import { Tip } from './Tip'

interface TakeNameProps {
  readonly fix: Fix
  readonly take: TakeId
  readonly readOnly: boolean
}

/** The name of a take; pressed, it can be typed anew. */
export function TakeName({ fix, take, readOnly }: TakeNameProps) {
  const app = useApp()
  const [draft, setDraft] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const name = takeName(fix, take)
  const number = `take ${fix.takes.indexOf(take) + 1}`
  const leave = (byKey: boolean) => {
    setDraft(null)
    if (byKey) requestAnimationFrame(() => button.current?.focus())
  }
  const keep = (byKey: boolean) => {
    if (draft !== null) void renameTake(app, fix.id, take, draft)
    leave(byKey)
  }
  if (draft === null) {
    return (
      <Tip says="Give this take a name">
        <button
          ref={button}
          type="button"
          className="group flex min-h-6 max-w-40 cursor-pointer items-center gap-1 font-medium disabled:cursor-default"
          aria-label={`Rename ${number}${name === takeName({ ...fix, names: new Map() }, take) ? '' : `, ${name}`}`}
          disabled={readOnly}
          onClick={() => setDraft(fix.names.get(take) ?? '')}
        >
          <span className="truncate">{name}</span>
          <Pencil size={12} aria-hidden className="flex-none text-muted" />
        </button>
      </Tip>
    )
  }
  return (
    <input
      type="text"
      aria-label={`Name of ${number}`}
      placeholder={name}
      maxLength={longestName}
      className="field min-h-6 w-36 py-0"
      ref={(input) => input?.focus()}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => keep(false)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep(true)
        if (event.key !== 'Escape') return
        event.stopPropagation()
        leave(true)
      }}
    />
  )
}
