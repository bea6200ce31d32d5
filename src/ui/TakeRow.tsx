import { Check, Play, Trash2 } from 'lucide-react'
import type { TakeId } from '../base/ids'
import type { Fix } from '../edit/fix'
import { takeReport } from '../state/auditionFlow'
import { keepTake, playFix, switchTake } from '../state/fixFlow'
import { spokenWords } from '../state/spokenWords'
import { removeTake } from '../state/takeFlow'
import { useApp } from './appContext'
import { costWords, type TakeFacts } from './costWords'
import { ReportWord } from './ReportWord'
import { TakeName } from './TakeName'
import { Tip } from './Tip'

interface TakeRowProps {
  readonly fix: Fix
  readonly take: TakeId
  /** What is stored of it; undefined when its file is lost. */
  readonly facts: TakeFacts | undefined
  /** What it was called in a comparison that is over, or null. */
  readonly letter: string | null
  readonly sounding: boolean
  readonly readOnly: boolean
}

/** One take: what it says, what it cost and how it sits; it can be heard, kept, named and removed. */
export function TakeRow({ fix, take, facts, letter, sounding, readOnly }: TakeRowProps) {
  const app = useApp()
  const index = fix.takes.indexOf(take)
  const chosen = take === fix.chosen
  const name = `take ${index + 1}`
  const hear = async () => {
    if (!readOnly) await switchTake(app, fix.id, take)
    playFix(app, fix.id)
  }
  return (
    <li
      aria-current={chosen}
      className={`flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border px-2 py-1 ${chosen ? 'border-fix bg-raised' : 'border-line'}`}
    >
      {letter !== null && <kbd title="What it was called in the comparison">{letter}</kbd>}
      <div className="flex min-w-40 flex-1 flex-col">
        <div className="flex min-w-0 items-center gap-2">
          <TakeName fix={fix} take={take} readOnly={readOnly} />
          <span className="min-w-0 flex-1 truncate text-muted" title={facts?.text ?? fix.text}>
            {spokenWords(facts?.text ?? fix.text)}
          </span>
        </div>
        <p className="flex flex-wrap gap-x-2 text-muted text-xs">
          {facts ? (
            <>
              <span>{costWords(facts)}</span>
              <ReportWord report={takeReport(app, fix, take)} />
            </>
          ) : (
            <span className="text-fault" title="Choose another take, or generate this line again">
              file lost
            </span>
          )}
          {chosen && <span className="text-good">in place</span>}
          {sounding && <span className="font-semibold text-accent">sounding</span>}
        </p>
      </div>
      <span className="flex items-center gap-1">
        <Tip says="Hear it in place and choose it" keys={String(index + 1)}>
          <button
            type="button"
            className="button min-h-7 px-2 py-0"
            disabled={!facts}
            aria-label={`Hear ${name} in place`}
            onClick={() => void hear()}
          >
            <Play size={14} aria-hidden />
          </button>
        </Tip>
        <Tip says={chosen ? 'Keep it and go on' : 'Choose this one and go on'} {...(chosen ? { keys: 'Enter' } : {})}>
          <button
            type="button"
            className={`button min-h-7 px-2 py-0 ${chosen ? 'button-primary' : ''}`}
            disabled={readOnly || (!facts && !chosen)}
            aria-label={chosen ? 'Keep this take' : `Keep ${name}`}
            onClick={() => void keepTake(app, fix.id, take)}
          >
            <Check size={14} aria-hidden />
            Keep
          </button>
        </Tip>
        {fix.takes.length > 1 && (
          <Tip says="Take this take out of the list; undo brings it back">
            <button
              type="button"
              className="button min-h-7 px-2 py-0"
              disabled={readOnly}
              aria-label={`Remove ${name}`}
              onClick={() => void removeTake(app, fix.id, take)}
            >
              <Trash2 size={14} aria-hidden />
            </button>
          </Tip>
        )}
      </span>
    </li>
  )
}
