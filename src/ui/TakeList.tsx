import { EyeOff, ListMusic, Square } from 'lucide-react'
import { useRef } from 'react'
import type { Fix } from '../edit/fix'
import { hearAll } from '../state/auditionFlow'
import { blindTest, compareBlind, endBlind, letterOf, wordsOfPick } from '../state/blindFlow'
import { enableFix } from '../state/fixFlow'
import { isAtHand } from '../state/jobs'
import { useApp, useOpen } from './appContext'
import { BlindList } from './BlindList'
import { JobList } from './JobList'
import { TakeRow } from './TakeRow'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'
import { useShownRow } from './useShownRow'

/** The takes of the fix at hand: hear them in turn, compare them without names, choose one, go back to the original. */
export function TakeList() {
  const app = useApp()
  const { fix, takes, readOnly, audition, test, picked, awaited } = useOpen((document) => ({
    readOnly: document.readOnly,
    fix: document.history.present.fixes.find(({ id }) => id === document.editing) ?? null,
    picked: wordsOfPick(document),
    takes: document.takes,
    audition: document.audition,
    test: blindTest(document),
    awaited: document.jobs.some((job) => isAtHand(document, job)),
    // The reports of the takes come with the inserts, and with measuring.
    inserts: document.inserts,
    measured: document.measured,
  }))
  const blind = test?.picked === null
  const list = useRef<HTMLDivElement>(null)
  useShownRow(list, `${fix?.id} ${fix?.chosen} ${fix?.takes.length} ${blind}`)
  const listed = fix?.takes ?? []
  if (listed.length === 0 && !awaited) return null
  const here = listed.filter((take) => takes.has(take)).length
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <ToolButton
          says={
            here < 2
              ? 'Once there are two takes: hear them in turn'
              : 'Hear every take in place, one after another; round and round with Loop on'
          }
          keys="K"
          look="button-small"
          pressed={audition !== null}
          disabled={here < 2 && audition === null}
          onPress={() => void hearAll(app)}
        >
          {audition ? <Square size={14} aria-hidden /> : <ListMusic size={14} aria-hidden />}
          Hear all
        </ToolButton>
        {!blind && (
          <ToolButton
            says={
              here < 2
                ? 'Once there are two takes: compare them without their names'
                : 'Listen without names, as A, B, C, and pick one'
            }
            keys="C"
            look="button-small"
            disabled={here < 2}
            onPress={() => compareBlind(app)}
          >
            <EyeOff size={14} aria-hidden />
            Compare blind
          </ToolButton>
        )}
        <UseOriginal fix={fix} readOnly={readOnly} />
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
          fix && (
            <ul aria-label="Takes" className="flex flex-col gap-1">
              {listed.map((take) => (
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
          )
        )}
        <JobList atHand />
      </div>
    </>
  )
}

function UseOriginal({ fix, readOnly }: { readonly fix: Fix | null; readonly readOnly: boolean }) {
  const app = useApp()
  const on = fix?.enabled ?? true
  return (
    <Tip says={on ? 'Switch this fix off: the original is heard and exported' : 'Switch this fix on again'} keys="U">
      <button
        type="button"
        className="button button-small sm:ml-auto"
        aria-pressed={!on}
        disabled={fix === null || readOnly}
        onClick={() => fix && void enableFix(app, fix.id, !fix.enabled)}
      >
        Use the original
      </button>
    </Tip>
  )
}
