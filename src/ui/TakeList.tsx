import { EyeOff, ListMusic, Square } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { hearAll } from '../state/auditionFlow'
import { blindTest, compareBlind, endBlind, letterOf, wordsOfPick } from '../state/blindFlow'
import { enableFix } from '../state/fixFlow'
import { useApp, useOpen } from './appContext'
import { BlindList } from './BlindList'
import { TakeRow } from './TakeRow'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'

/** The takes of the fix at hand: hear them in turn, compare them without names, choose one, go back to the original. */
export function TakeList() {
  const app = useApp()
  const { fix, takes, readOnly, audition, test, picked } = useOpen((document) => ({
    readOnly: document.readOnly,
    fix: document.history.present.fixes.find(({ id }) => id === document.editing) ?? null,
    picked: wordsOfPick(document),
    takes: document.takes,
    audition: document.audition,
    test: blindTest(document),
    // The reports of the takes come with the inserts, and with measuring.
    inserts: document.inserts,
    measured: document.measured,
  }))
  const blind = test?.picked === null
  const list = useRef<HTMLDivElement>(null)
  useShownTake(list, `${fix?.id} ${fix?.chosen} ${fix?.takes.length} ${blind}`)
  if (!fix || fix.takes.length === 0) return null
  const here = fix.takes.filter((take) => takes.has(take)).length
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <ToolButton
          says="Hear every take in place, one after another; round and round with Loop on"
          keys="K"
          look="button-small"
          pressed={audition !== null}
          disabled={here === 0}
          onPress={() => void hearAll(app)}
        >
          {audition ? <Square size={14} aria-hidden /> : <ListMusic size={14} aria-hidden />}
          Hear all
        </ToolButton>
        {!blind && here > 1 && (
          <ToolButton
            says="Listen without names, as A, B, C, and pick one"
            keys="C"
            look="button-small"
            onPress={() => compareBlind(app)}
          >
            <EyeOff size={14} aria-hidden />
            Compare blind
          </ToolButton>
        )}
        <Tip
          says={fix.enabled ? 'Switch this fix off: the original is heard and exported' : 'Switch this fix on again'}
          keys="U"
        >
          <button
            type="button"
            className="button button-small sm:ml-auto"
            aria-pressed={!fix.enabled}
            disabled={readOnly}
            onClick={() => void enableFix(app, fix.id, !fix.enabled)}
          >
            Use the original
          </button>
        </Tip>
      </div>
      {picked !== null && (
        <p className="flex flex-wrap items-center gap-2 text-xs">
          {picked} The letters below show which was which.
          <ToolButton says="Take the letters away" look="button-tiny" onPress={() => endBlind(app)}>
            Close the comparison
          </ToolButton>
        </p>
      )}
      <div ref={list} className="flex flex-col gap-1">
        {test && blind ? (
          <BlindList test={test} sounding={audition?.sounding ?? null} />
        ) : (
          <ul aria-label="Takes" className="flex flex-col gap-1">
            {fix.takes.map((take) => (
              <TakeRow
                key={take}
                fix={fix}
                take={take}
                facts={takes.get(take)}
                letter={test?.order.includes(take) ? letterOf(test, take) : null}
                sounding={audition?.sounding === take}
                readOnly={readOnly}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  )
}

/** Scrolls the panel, and nothing else, so that the take in place can be seen whenever `key` changes. */
function useShownTake(list: RefObject<HTMLElement | null>, key: string): void {
  useEffect(() => {
    const row = key === '' ? null : (list.current?.querySelector('[aria-current="true"]') ?? list.current)
    const panel = row?.closest('section')
    if (!row || !panel) return
    const [shown, around] = [row.getBoundingClientRect(), panel.getBoundingClientRect()]
    if (shown.bottom > around.bottom) panel.scrollTop += shown.bottom - around.bottom + 8
    else if (shown.top < around.top) panel.scrollTop -= around.top - shown.top + 8
  }, [list, key])
}
