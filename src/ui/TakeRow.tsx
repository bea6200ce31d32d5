import { Check, Play, Trash2 } from 'lucide-react'
import type { TakeId } from '../base/ids'
import type { Fix } from '../edit/fix'
import { takeReport } from '../state/auditionFlow'
import { keepTake, playFix, switchTake } from '../state/fixFlow'
import { spokenWords } from '../state/spokenWords'
import { removeTake } from '../state/takeFlow'
import { useApp } from './appContext'
import { costWords, type TakeFacts } from './costWords'
import { InfoWord } from './InfoWord'
import { ReportWord } from './ReportWord'
import { TakeName } from './TakeName'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'

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
      className={`take flex flex-wrap items-center gap-x-2 gap-y-1 ${chosen ? 'border-fix bg-raised' : 'border-line'}`}
    >
      {letter !== null && <kbd>{letter}</kbd>}
      <div className="flex min-w-40 flex-1 flex-col max-sm:contents">
        <div className="flex min-w-0 items-center gap-2 max-sm:grow max-sm:basis-4/5">
          <TakeName fix={fix} take={take} readOnly={readOnly} />
          <Tip says={facts?.text ?? fix.text} silent info>
            <button type="button" className="min-h-6 min-w-0 flex-1 cursor-help truncate text-left text-muted">
              {spokenWords(facts?.text ?? fix.text)}
            </button>
          </Tip>
        </div>
        <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-muted text-xs max-sm:min-w-0 max-sm:grow max-sm:basis-28">
          {facts ? (
            <>
              <span>{costWords(facts)}</span>
              <ReportWord report={takeReport(app, fix, take)} />
            </>
          ) : (
            <InfoWord word="file lost" says="Choose another take, or generate this line again" look="text-fault" />
          )}
          {chosen && fix.enabled && <span className="text-good">in place</span>}
          {sounding && <span className="font-semibold text-accent">sounding</span>}
        </p>
      </div>
      <span className="flex items-center gap-1">
        <ToolButton
          says="Hear it in place and choose it"
          keys={String(index + 1)}
          look="button-small"
          disabled={!facts}
          name={`Hear ${name} in place`}
          onPress={() => void hear()}
        >
          <Play size={14} aria-hidden />
        </ToolButton>
        <ToolButton
          says={chosen ? 'Keep it and go on' : 'Choose this one and go on'}
          keys={chosen ? 'Enter' : undefined}
          look={`button-small min-w-19 ${chosen ? 'button-primary' : ''}`}
          disabled={readOnly || (!facts && !chosen)}
          name={chosen ? 'Keep this take' : `Keep ${name}`}
          onPress={() => void keepTake(app, fix.id, take)}
        >
          <Check size={14} aria-hidden />
          Keep
        </ToolButton>
        {fix.takes.length > 1 && (
          <ToolButton
            says="Take this take out of the list; undo brings it back"
            look="button-small"
            disabled={readOnly}
            name={`Remove ${name}`}
            onPress={() => void removeTake(app, fix.id, take)}
          >
            <Trash2 size={14} aria-hidden />
          </ToolButton>
        )}
      </span>
    </li>
  )
}
