import { Check, Play } from 'lucide-react'
import type { TakeId } from '../base/ids'
import { hearTake } from '../state/auditionFlow'
import { endBlind, letterOf, pickBlind } from '../state/blindFlow'
import type { BlindTest } from '../state/document'
import { useApp } from './appContext'
import { ToolButton } from './ToolButton'

interface BlindListProps {
  readonly test: BlindTest
  readonly sounding: TakeId | null
}

/** The takes of a comparison by their letters: nothing tells which is which until one is picked. */
export function BlindList({ test, sounding }: BlindListProps) {
  const app = useApp()
  return (
    <>
      <ul aria-label="Comparison" className="flex flex-wrap gap-2">
        {test.order.map((take, index) => {
          const letter = letterOf(test, take)
          return (
            <li
              key={letter}
              aria-current={take === sounding}
              className={`flex min-h-9 items-center gap-2 rounded-md border px-2 py-1 ${take === sounding ? 'border-accent bg-raised' : 'border-line'}`}
            >
              <span className="w-6 text-center font-semibold text-base">{letter}</span>
              <ToolButton
                says="Hear it in place"
                keys={String(index + 1)}
                look="button-small"
                name={`Hear ${letter} in place`}
                onPress={() => void hearTake(app, take)}
              >
                <Play size={14} aria-hidden />
              </ToolButton>
              <ToolButton
                says="Put it in place and show which take it was; by key, the one heard last"
                keys="Enter"
                look="button-small"
                name={`Pick ${letter}`}
                onPress={() => void pickBlind(app, take)}
              >
                <Check size={14} aria-hidden />
                Pick
              </ToolButton>
            </li>
          )
        })}
      </ul>
      <div className="flex flex-wrap items-center gap-2 text-muted text-xs">
        <span>
          Play each one (keys 1 to {test.order.length}), then pick the best: it is put in place, and you see which take
          it was.
        </span>
        <ToolButton
          says="Show the names again without picking"
          keys="Esc"
          look="button-tiny"
          onPress={() => endBlind(app)}
        >
          Stop comparing
        </ToolButton>
      </div>
    </>
  )
}
