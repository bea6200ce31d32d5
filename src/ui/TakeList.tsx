import { Check, Play } from 'lucide-react'
import { keepTake, playFix, switchTake } from '../state/fixFlow'
import { useApp, useOpen } from './appContext'

/** The takes of the fix at hand: hear each in place, choose one, keep it. */
export function TakeList() {
  const app = useApp()
  const { fix, takes, readOnly } = useOpen(({ history, editing, takes, readOnly }) => ({
    readOnly,
    fix: history.present.fixes.find(({ id }) => id === editing) ?? null,
    takes,
  }))
  if (!fix || fix.takes.length === 0) return null
  const audition = async (index: number) => {
    const take = fix.takes[index]
    if (take === undefined) return
    if (!readOnly) await switchTake(app, fix.id, take)
    playFix(app, fix.id)
  }
  return (
    <ul aria-label="Takes" className="flex flex-col gap-1">
      {fix.takes.map((take, index) => {
        const chosen = take === fix.chosen
        const name = `take ${index + 1}`
        return (
          <li
            key={take}
            aria-current={chosen}
            className={`flex min-h-9 flex-wrap items-center gap-2 rounded-md border px-2 py-1 ${chosen ? 'border-fix bg-raised' : 'border-line'}`}
          >
            <span className="w-14 font-medium">Take {index + 1}</span>
            <span className="min-w-0 flex-1 truncate text-muted">
              “{takes.get(take)?.text ?? fix.text}”<span className="text-xs"> {takes.get(take)?.voice}</span>
            </span>
            {chosen && <span className="text-good text-xs">in place</span>}
            <button
              type="button"
              className="button min-h-7 px-2 py-0"
              aria-label={`Hear ${name} in place`}
              title={`Hear it in place (${index + 1})`}
              onClick={() => void audition(index)}
            >
              <Play size={14} aria-hidden />
            </button>
            <button
              type="button"
              className={`button min-h-7 px-2 py-0 ${chosen ? 'button-primary' : ''}`}
              disabled={readOnly}
              aria-label={chosen ? 'Keep this take' : `Keep ${name}`}
              title={chosen ? 'Keep it and go on (Enter)' : 'Choose this one and go on'}
              onClick={() => void keepTake(app, fix.id, take)}
            >
              <Check size={14} aria-hidden />
              Keep
            </button>
          </li>
        )
      })}
    </ul>
  )
}
