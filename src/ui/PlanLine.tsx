import { useMemo } from 'react'
import { shownPlan } from '../state/planShown'
import { useApp, useAppState, useOpen } from './appContext'
import { Tip } from './Tip'

/** What Generate would send and replace, in numbers and, where that is wanted, on the waveform. */
export function PlanLine() {
  const app = useApp()
  const planShown = useAppState(({ planShown }) => planShown)
  const { selection, text, history, timeline, timelinePauses, recording } = useOpen((document) => ({
    selection: document.selection,
    text: document.text,
    history: document.history,
    timeline: document.timeline,
    timelinePauses: document.timelinePauses,
    recording: document.recording,
  }))
  const plan = useMemo(
    () => shownPlan({ selection, text, history, timeline, timelinePauses, recording }),
    [selection, text, history, timeline, timelinePauses, recording],
  )
  if (plan === null) return null
  if (plan.kind === 'refused') return <p className="w-full text-muted text-xs">{plan.reason}</p>
  return (
    <>
      <Tip says="Mark on the waveform what is sent along and what is replaced; nothing else leaves this machine">
        <button
          type="button"
          className="button min-h-6 px-2 py-0 text-xs"
          aria-pressed={planShown}
          onClick={() => app.store.patch({ planShown: !planShown })}
        >
          Show what is sent
        </button>
      </Tip>
      {planShown && (
        <p aria-label="Plan" className="w-full text-muted text-xs">
          {plan.words}
        </p>
      )}
    </>
  )
}
