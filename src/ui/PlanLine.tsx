import { useMemo } from 'react'
import { shownPlan, wordsOfPlan } from '../state/planShown'
import { reachOf } from '../state/reach'
import { useApp, useAppState, useOpen } from './appContext'
import { ToolButton } from './ToolButton'

/** What is true of all else, by how far what is sent along goes. */
const limits = {
  server: 'nothing else is sent, and this goes no further than Pickup’s own server',
  service: 'nothing else leaves this computer',
} as const

/** What Generate would send and replace, in numbers and, where that is wanted, on the waveform. */
export function PlanLine() {
  const app = useApp()
  const { planShown, reach } = useAppState((state) => ({ planShown: state.planShown, reach: reachOf(state) }))
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
      <ToolButton
        says={`Mark on the waveform what goes along and what is replaced; ${limits[reach]}`}
        look="button-tiny"
        pressed={planShown}
        onPress={() => app.store.patch({ planShown: !planShown })}
      >
        Show what is sent
      </ToolButton>
      {planShown && (
        <p aria-label="Plan" className="w-full text-muted text-xs">
          {wordsOfPlan(plan.plan, { recording }, reach)}
        </p>
      )}
    </>
  )
}
