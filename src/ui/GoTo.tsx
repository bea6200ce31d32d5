import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import { acceptedTimes, goToTime } from '../state/goToFlow'
import { useApp, useAppState } from './appContext'
import { PopoverPanel } from './PopoverPanel'
import { Tip } from './Tip'

/**
 * When the field closes the focus goes to the page, so that the next key is one of the editor. Handed to the popover, the page
 * would pass it on to the first thing in it that has keys of its own.
 */
const toPage = () => {
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
  return false
}

/** A small field for a time to go to. */
export function GoTo() {
  const app = useApp()
  const shown = useAppState(({ goToShown }) => goToShown)
  const show = (goToShown: boolean) => app.store.patch({ goToShown })
  return (
    <Popover.Root open={shown} onOpenChange={show}>
      <Tip says="Go to a time" keys="G">
        <Popover.Trigger className="button button-quiet button-small">Go to…</Popover.Trigger>
      </Tip>
      <PopoverPanel name="Go to a time" side="top" look="w-72" finalFocus={toPage}>
        <GoToField onDone={() => show(false)} />
      </PopoverPanel>
    </Popover.Root>
  )
}

function GoToField({ onDone }: { readonly onDone: () => void }) {
  const app = useApp()
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const why = goToTime(app, text)
        setRefused(why)
        if (why === null) onDone()
      }}
    >
      <label htmlFor="go-to" className="font-semibold">
        Go to time
      </label>
      <span className="flex gap-2">
        <input
          id="go-to"
          type="text"
          inputMode="text"
          autoComplete="off"
          placeholder="0:00:00.000"
          aria-invalid={refused !== null}
          aria-describedby="go-to-help"
          className="field min-w-0 flex-1 font-mono tabular-nums"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setRefused(null)
          }}
        />
        <button type="submit" className="button button-primary">
          Go
        </button>
      </span>
      <p id="go-to-help" aria-live="polite" className={`text-xs ${refused === null ? 'text-muted' : 'text-fault'}`}>
        {refused ?? acceptedTimes}
      </p>
    </form>
  )
}
