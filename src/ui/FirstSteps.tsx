import { endFirstSteps } from '../state/preferencesFlow'
import { useApp, useAppState, useOpen } from './appContext'

const steps = [
  ['Select', 'Drag over the flub on the waveform.'],
  ['Type', 'Write what should have been said.'],
  ['Generate', 'Hear the take in place, and keep it.'],
] as const

/** The three steps of a fix and which one is next, until the first take is kept or they are sent away. */
export function FirstSteps() {
  const app = useApp()
  const shown = useAppState(({ firstSteps }) => firstSteps)
  const next = useOpen(({ selection, text }) => (selection === null ? 0 : text.trim() === '' ? 1 : 2))
  if (!shown) return null
  return (
    <section aria-label="First steps" className="panel flex flex-none items-start gap-2 px-3 py-2">
      <ol className="grid flex-1 grid-cols-[auto_auto_minmax(0,1fr)] items-baseline gap-x-2 text-xs">
        {steps.map(([title, text], index) => (
          <li
            key={title}
            aria-current={index === next ? 'step' : undefined}
            className={`col-span-3 grid grid-cols-subgrid rounded px-1 py-0.5 ${index === next ? 'bg-raised' : 'text-muted'}`}
          >
            <span aria-hidden>{index === next ? '→' : index + 1}</span>
            <span className="font-semibold">{title}</span>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <button type="button" className="button button-tiny" onClick={() => endFirstSteps(app)}>
        Got it
      </button>
    </section>
  )
}
