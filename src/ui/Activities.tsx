import { useEffect, useState } from 'react'
import { cancelOpening } from '../state/openFlow'
import { stopCopying } from '../state/projectFlow'
import { useApp, useAppState } from './appContext'

/** What takes less than this is not worth saying that it is under way, in milliseconds. */
const patienceMs = 300

/** What is under way, how far it is, and a way to give it up. */
export function Activities() {
  const activities = useAppState(({ activities }) => activities)
  return (
    <>
      {activities.map(({ id, name, share, cancel }) => (
        <Patiently key={id}>
          <Progress
            name={name}
            share={share}
            stop={cancel && { words: 'Cancel', name: `Cancel: ${name}`, run: cancel }}
          />
        </Patiently>
      ))}
      <OfRecording />
    </>
  )
}

/** What is done with the recording that is open, or with the next one while it still is. */
function OfRecording() {
  const app = useApp()
  const { analysis, keeping, decoding } = useAppState(({ session, decoding }) => {
    const document = session.kind === 'open' ? session.document : null
    return { analysis: document?.analysis, keeping: document?.keeping, decoding: document && decoding }
  })
  return (
    <>
      {decoding && (
        <Progress
          name="Decoding"
          share={decoding.share}
          stop={{ words: 'Cancel', name: 'Cancel', run: () => cancelOpening(app) }}
        />
      )}
      {analysis?.phase === 'running' && (
        <Patiently>
          <Progress
            name="Reading the recording"
            share={analysis.done / Math.max(1, analysis.total)}
            stop={{ words: 'Stop', name: 'Stop reading', run: () => app.workspace?.stopAnalysis() }}
          />
        </Patiently>
      )}
      {keeping?.kind === 'copying' && (
        <Progress
          name="Copying the recording"
          share={keeping.done / Math.max(1, keeping.total)}
          stop={{ words: 'Stop', name: 'Stop copying', run: () => stopCopying(app) }}
        />
      )}
    </>
  )
}

/** Shows what lasts, and nothing of what is over in a moment. */
function Patiently({ children }: { readonly children: React.ReactNode }) {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasting(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return lasting ? children : null
}

interface ProgressProps {
  readonly name: string
  /** 0 to 1, or null while it is not known. */
  readonly share: number | null
  /** The button that gives it up, what it says and its whole name; null where it cannot be. */
  readonly stop: { readonly words: string; readonly name: string; readonly run: () => void } | null
}

function Progress({ name, share, stop }: ProgressProps) {
  return (
    <div className="flex min-w-0 items-center gap-2 text-muted text-xs">
      <span className="min-w-0 truncate">{name} …</span>
      <progress aria-label={name} className="w-24 shrink-0" max={1} {...(share === null ? {} : { value: share })} />
      {stop && (
        <button type="button" className="button button-tiny" aria-label={stop.name} onClick={stop.run}>
          {stop.words}
        </button>
      )}
    </div>
  )
}
