import { useRef, useState } from 'react'
import { formatTimecode, parseTimecode } from '../base/timecode'
import type { Selection } from '../state/document'
import { coveredFixes, expandToPhrase, placeEdge, setSnap } from '../state/selectionFlow'
import { givenUpAtPoint } from '../state/spanAtHand'
import { useApp, useOpen } from './appContext'
import { Check } from './Check'
import { describeSelection, type SelectionFacts } from './describe'
import { Tip } from './Tip'

/** The selection in numbers: both edges can be typed, and where they snapped to is said. */
export function SelectionFields() {
  const app = useApp()
  const { selection, snap, rate, editing, givenUp } = useOpen((document) => ({
    selection: document.selection,
    snap: document.snap,
    rate: document.recording.format.rate,
    editing: document.editing !== null,
    givenUp: givenUpAtPoint(document),
  }))
  const covered = useOpen(coveredFixes)
  const range = selection?.snapped.range ?? null
  const length = range ? ((range.end - range.start) / rate).toFixed(3) : null
  const unsettled =
    selection !== null &&
    [selection.snapped.start, selection.snapped.end].some(({ reason }) => reason === 'no-pause-in-reach')
  const explanation = explain(selection, { covered, givenUp, rate })
  const placed =
    !selection?.drawing &&
    selection?.snapped.start.reason === 'off' &&
    selection.snapped.end.reason === 'off' &&
    !editing
  return (
    <>
      <span className="flex items-center gap-1 sm:ml-auto">
        <TimeField
          label="Selection start"
          keys="I"
          frame={range?.start ?? null}
          onEnter={(at) => placeEdge(app, 'start', at, 'exact')}
        />
        <span aria-hidden>–</span>
        <TimeField
          label="Selection end"
          keys="O"
          frame={range?.end ?? null}
          onEnter={(at) => placeEdge(app, 'end', at, 'exact')}
        />
      </span>
      <span className="w-18 flex-none whitespace-nowrap font-mono text-muted text-xs tabular-nums">
        {length === null ? '' : `${length} s`}
      </span>
      <Check name="Snap to pauses" checked={snap} onChange={(on) => setSnap(app, on)} />
      <p
        aria-live="polite"
        aria-label="Snapping"
        className="flex min-h-6 w-full flex-wrap items-center gap-x-2 text-muted text-xs sm:justify-end"
      >
        {explanation}
        {placed && (
          <button type="button" className="button button-tiny" onClick={() => setSnap(app, true)}>
            Move to the pauses
          </button>
        )}
        {unsettled && (
          <button type="button" className="button button-tiny" onClick={() => expandToPhrase(app)}>
            Expand to the phrase
          </button>
        )}
      </p>
    </>
  )
}

function explain(selection: Selection | null, around: SelectionFacts): string {
  if (!selection) return 'Drag over the words to replace, or type their times.'
  if (selection.drawing) return 'Selecting: the edges move to the pauses when you let go.'
  return describeSelection(selection.snapped, around)
}

interface TimeFieldProps {
  readonly label: string
  /** The key that puts it at the playhead. */
  readonly keys: string
  /** What it shows, or null for nothing. */
  readonly frame: number | null
  readonly onEnter: (frame: number) => void
}

/** A time that can be typed as `h:mm:ss.mmm`, `m:ss` or seconds; it is taken on Enter or when the field is left. Escape leaves what stood there. */
function TimeField({ label, keys, frame, onEnter }: TimeFieldProps) {
  const app = useApp()
  const { rate, length } = useOpen(({ recording, timeline }) => ({
    rate: recording.format.rate,
    length: timeline.length,
  }))
  const shown = frame === null ? '' : formatTimecode(frame, rate)
  const [draft, setDraft] = useState<string | null>(null)
  const typed = draft ?? shown
  const parsed = parseTimecode(typed, rate)
  const invalid = draft !== null && draft !== '' && (parsed === null || parsed > length)
  const givenUp = useRef(false)
  const take = () => {
    if (!givenUp.current && draft !== null && draft !== '' && draft !== shown) {
      if (parsed === null) app.store.tell(`“${draft}” is no time. Write it as 1:23.4 or as seconds.`)
      else if (parsed > length) app.store.tell(`${draft} is past the end, which is at ${formatTimecode(length, rate)}.`)
      else onEnter(parsed)
    }
    setDraft(null)
  }
  return (
    <Tip says={`${label}, as h:mm:ss.mmm or seconds; at the playhead by key`} keys={keys}>
      <input
        type="text"
        inputMode="decimal"
        aria-label={label}
        aria-invalid={invalid}
        placeholder="0:00:00.000"
        className="field w-30 px-1 text-center font-mono tabular-nums sm:max-lg:w-28"
        value={typed}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key !== 'Escape') return
          event.preventDefault()
          givenUp.current = true
          event.currentTarget.blur()
          givenUp.current = false
        }}
      />
    </Tip>
  )
}
