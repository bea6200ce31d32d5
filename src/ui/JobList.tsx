import { X } from 'lucide-react'
import type { Job } from '../state/document'
import { cancelJob, decideJob, isAtHand, isCancellable } from '../state/jobs'
import { spokenWords } from '../state/spokenWords'
import { useApp, useOpen } from './appContext'
import { useNow } from './useNow'
import { WaitingLine } from './WaitingLine'

const tickMs = 500

const phaseNames = {
  waiting: 'In line',
  preparing: 'Preparing the context',
  sending: 'Sending it',
  speaking: 'Waiting for the voice',
  joining: 'Joining',
  unstored: 'Not stored yet',
  unjoined: 'Stored, not in place yet',
} as const

/** The takes that are on their way: those for what the panel shows, each as tall as the take that will stand there, or all others. */
export function JobList({ atHand }: { readonly atHand: boolean }) {
  const jobs = useOpen((document) => document.jobs)
  const shown = useOpen((document) => document.jobs.filter((job) => isAtHand(document, job) === atHand))
  if (shown.length === 0) return null
  return (
    <ul aria-label={atHand ? 'Takes on their way' : 'Other takes on their way'} className="flex flex-col gap-1">
      {shown.map((job) => (
        <JobRow key={job.id} job={job} cancelName={cancelName(jobs, job)} />
      ))}
    </ul>
  )
}

interface JobRowProps {
  readonly job: Job
  readonly cancelName: string
}

/** How far a take is and for how long; one that could not be kept waits for a decision. */
function JobRow({ job: { id, phase, text, startedAt, again }, cancelName }: JobRowProps) {
  const app = useApp()
  const now = useNow(tickMs)
  const isHeld = phase === 'unstored' || phase === 'unjoined'
  return (
    <li className="take flex flex-wrap items-center gap-x-2 gap-y-1 border-dashed text-muted">
      <div className="flex min-w-40 flex-1 flex-col">
        <span className="truncate">{spokenWords(text)}</span>
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-xs">
          {again && <WaitingLine waiting={again} />}
          {!isHeld && !again && <progress aria-label="Generating" className="h-2 w-16" />}
          {!again && `${phaseNames[phase]} · ${Math.max(0, Math.round((now - startedAt) / 1000))} s`}
        </p>
      </div>
      {isCancellable(phase) && (
        <button
          type="button"
          className="button button-small"
          aria-label={cancelName}
          onClick={() => cancelJob(app, id)}
        >
          <X size={14} aria-hidden />
          Cancel
        </button>
      )}
      {isHeld && (
        <span className="flex items-center gap-1">
          <button type="button" className="button button-small" onClick={() => decideJob(app, id, 'again')}>
            {phase === 'unstored' ? 'Store it again' : 'Put it in place again'}
          </button>
          <button type="button" className="button button-small" onClick={() => decideJob(app, id, 'let go')}>
            Let it go
          </button>
        </span>
      )}
    </li>
  )
}

/** The name of the button that cancels a job: with its text where there are several, numbered where several have one text. */
function cancelName(jobs: readonly Job[], job: Job): string {
  if (jobs.length === 1) return 'Cancel'
  const same = jobs.filter(({ text }) => text === job.text)
  return same.length === 1
    ? `Cancel ${spokenWords(job.text)}`
    : `Cancel ${spokenWords(job.text)}, ${same.indexOf(job) + 1} of ${same.length}`
}
