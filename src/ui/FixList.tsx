import { Play, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { formatClock } from '../base/timecode'
import type { Fix } from '../edit/fix'
import { dropFix, enableFix, goToFix, playFix, startOf } from '../state/fixFlow'
import { isCancellable } from '../state/jobs'
import { spokenWords } from '../state/spokenWords'
import { isSilence } from '../state/takeFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { InfoWord } from './InfoWord'
import { JobList } from './JobList'
import { KeptRecording } from './KeptRecording'
import { ReportWord } from './ReportWord'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'
import { useShownRow } from './useShownRow'

/** Every fix of the recording, in order. */
export function FixList() {
  const storageNote = useAppState(({ storageNote }) => storageNote)
  const { fixes, editing, asked } = useOpen(({ history, editing, keeping }) => ({
    fixes: history.present.fixes,
    editing,
    asked: keeping.kind === 'asked',
  }))
  const list = useRef<HTMLOListElement>(null)
  useShownRow(list, editing === null ? '' : `${editing} ${fixes.length}`)
  return (
    <section
      aria-label="Fixes in this recording"
      className="panel flex min-h-0 min-w-0 flex-col hints-more gap-2 overflow-y-auto p-3"
    >
      <h2 className="font-semibold">Fixes in this recording</h2>
      {fixes.length === 0 ? (
        <p className="text-muted">None yet. What you fix is listed here; the recording itself is never changed.</p>
      ) : (
        <ol ref={list} aria-label="Fixes" className="flex flex-col gap-1">
          {fixes.map((fix, index) => (
            <FixRow key={fix.id} fix={fix} number={index + 1} current={fix.id === editing} />
          ))}
        </ol>
      )}
      <JobList atHand={false} />
      <div className="mt-auto flex flex-col gap-1 text-muted text-xs empty:hidden">
        {storageNote !== null && !asked && <p>{storageNote}</p>}
        <KeptRecording />
      </div>
    </section>
  )
}

interface FixRowProps {
  readonly fix: Fix
  readonly number: number
  readonly current: boolean
}

function FixRow({ fix, number, current }: FixRowProps) {
  const app = useApp()
  const { rate, start, readOnly, report, goingOn, generating } = useOpen((document) => ({
    report: document.inserts.get(fix.id)?.report ?? null,
    goingOn: document.goingOn,
    generating: document.jobs.some((job) => job.fix === fix.id && isCancellable(job.phase)),
    rate: document.recording.format.rate,
    start: startOf(document, fix),
    readOnly: document.readOnly,
  }))
  return (
    <li
      aria-current={current}
      className={`flex min-h-9 items-center gap-2 rounded-md border px-2 py-1 ${current ? 'border-fix bg-raised' : 'border-line'}`}
    >
      <span className="w-4 text-muted">{number}</span>
      <div className="flex min-w-0 flex-1 flex-col">
        <Tip says="Go to this fix and edit it">
          <button
            type="button"
            className="min-h-6 cursor-pointer truncate text-left hover:underline"
            aria-label={`Edit fix ${number}`}
            onClick={() => goToFix(app, fix.id)}
          >
            {fix.chosen === null ? <em>{isSilence(fix) ? 'room silence' : 'removed'}</em> : spokenWords(fix.text)}
          </button>
        </Tip>
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-muted text-xs">
          <span className="font-mono tabular-nums">{formatClock(start, rate)}</span>
          {report && (
            <>
              {!isSilence(fix) && <span className="max-w-40 truncate">{takeWord(fix)}</span>}
              <ReportWord report={report} />
            </>
          )}
          {!report && goingOn && <span>joining …</span>}
          {!report && !goingOn && (
            <InfoWord
              word="not rendered"
              says="Its take could not be read or joined: the original is heard here"
              look="text-warn"
            />
          )}
          {generating && <span className="text-accent">generating …</span>}
        </p>
      </div>
      <Tip
        says={fix.enabled ? 'On: heard and exported' : 'Off: the original is heard and exported'}
        {...(current ? { keys: 'U' } : {})}
      >
        <button
          type="button"
          role="switch"
          aria-checked={fix.enabled}
          aria-label={`Fix ${number} on`}
          className="button button-small"
          disabled={readOnly}
          onClick={() => void enableFix(app, fix.id, !fix.enabled)}
        >
          {fix.enabled ? 'on' : 'off'}
        </button>
      </Tip>
      <ToolButton
        says="Hear it with 2 s before and 1 s after"
        look="button-small"
        name={`Play fix ${number} in place`}
        onPress={() => playFix(app, fix.id)}
      >
        <Play size={14} aria-hidden />
      </ToolButton>
      <ToolButton
        says="Remove this fix; undo brings it back"
        {...(current ? { keys: 'Delete' } : {})}
        look="button-small"
        disabled={readOnly}
        name={`Remove fix ${number}`}
        onPress={() => void dropFix(app, fix.id)}
      >
        <Trash2 size={14} aria-hidden />
      </ToolButton>
    </li>
  )
}

/** Which take is heard: its name, or its number; a cut has none. */
function takeWord(fix: Fix): string {
  if (fix.chosen === null) return 'cut'
  return fix.names.get(fix.chosen) ?? `take ${fix.takes.indexOf(fix.chosen) + 1}`
}
