import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Job } from '../state/document'
import { cancelJob, decideJob, isCancellable } from '../state/jobs'
import { spokenWords } from '../state/spokenWords'
import { useApp, useOpen } from './appContext'
import { WaitingLine } from './WaitingLine'

const phaseNames = {
  waiting: 'In line',
  preparing: 'Preparing the context',
  sending: 'Sending it',
  speaking: 'Waiting for the voice',
  joining: 'Joining',
  unstored: 'Not stored yet',
  unjoined: 'Stored, not in place yet',
} as const

/** What is being generated: how far it is and for how long; a take that could not be stored waits for a decision. */
export function JobList() {
  const app = useApp()
  const jobs = useOpen(({ jobs }) => jobs)
  const [now, setNow] = useState(() => Date.now())
  const busy = jobs.length > 0
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [busy])
  return jobs.map(({ id, phase, text, startedAt, again }) => (
    <div key={id} className="flex flex-wrap items-center gap-2 text-muted text-xs">
      {again && <WaitingLine waiting={again} />}
      {phase !== 'unstored' && phase !== 'unjoined' && !again && (
        <progress aria-label="Generating" className="h-2 w-16" />
      )}
      <span className="min-w-0 flex-1 truncate">
        {!again && `${phaseNames[phase]} · ${Math.max(0, Math.round((now - startedAt) / 1000))} s · `}
        {spokenWords(text)}
      </span>
      {isCancellable(phase) && (
        <button
          type="button"
          className="button button-tiny"
          aria-label={cancelName(jobs, id)}
          onClick={() => cancelJob(app, id)}
        >
          <X size={14} aria-hidden />
          Cancel
        </button>
      )}
      {(phase === 'unstored' || phase === 'unjoined') && (
        <>
          <button type="button" className="button button-tiny" onClick={() => decideJob(app, id, 'again')}>
            {phase === 'unstored' ? 'Store it again' : 'Put it in place again'}
          </button>
          <button type="button" className="button button-tiny" onClick={() => decideJob(app, id, 'let go')}>
            Let it go
          </button>
        </>
      )}
    </div>
  ))
}

/** The name of the button that cancels a job: with its text where there are several, numbered where several have one text. */
function cancelName(jobs: readonly Job[], id: string): string {
  const job = jobs.find((candidate) => candidate.id === id)
  if (!job || jobs.length === 1) return 'Cancel'
  const same = jobs.filter(({ text }) => text === job.text)
  return same.length === 1
    ? `Cancel ${spokenWords(job.text)}`
    : `Cancel ${spokenWords(job.text)}, ${same.indexOf(job) + 1} of ${same.length}`
}
