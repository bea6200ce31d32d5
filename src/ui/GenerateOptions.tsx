import { mostTakesAtOnce, setAutoplay, setTakesAtOnce } from '../state/preferencesFlow'
import { useApp, useAppState } from './appContext'

const counts = Array.from({ length: mostTakesAtOnce }, (_, index) => index + 1)

/** How many takes one press of Generate asks for; remembered. */
export function TakesAtOnce() {
  const app = useApp()
  const takesAtOnce = useAppState(({ takesAtOnce }) => takesAtOnce)
  return (
    <label className="flex items-center gap-1.5">
      <span className="text-muted">Takes</span>
      <select
        aria-label="Takes at once"
        title="How many takes Generate asks for"
        className="field"
        value={takesAtOnce}
        onChange={(event) => setTakesAtOnce(app, Number(event.target.value))}
      >
        {counts.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Whether a take is played in place as soon as it is there; remembered. */
export function Autoplay() {
  const app = useApp()
  const autoplay = useAppState(({ autoplay }) => autoplay)
  return (
    <label className="ml-auto flex min-h-6 items-center gap-1.5 text-xs">
      <input
        type="checkbox"
        role="switch"
        aria-checked={autoplay}
        className="h-4 w-4 accent-accent"
        checked={autoplay}
        onChange={(event) => setAutoplay(app, event.target.checked)}
      />
      Play when it arrives
    </label>
  )
}
