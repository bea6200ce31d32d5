import { useState } from 'react'
import { formatTimecode, parseTimecode } from '../base/timecode'
import type { Selection } from '../state/document'
import { coveredFixes, expandToPhrase, placeEdge, setSnap } from '../state/selectionFlow'
import { givenUpAtPoint } from '../state/spanAtHand'
import { useApp, useOpen } from './appContext'
import { describeSelection, type SelectionFacts } from './describe'

/** The selection in numbers: both edges can be typed, and where they snapped to is said. */
export function SelectionFields() {
  const app = useApp()
  const { selection, snap, rate, fix, covered, givenUp } = useOpen((document) => ({
    selection: document.selection,
    snap: document.snap,
    rate: document.recording.format.rate,
    fix: document.history.present.fixes.findIndex(({ id }) => id === document.editing) + 1,
    covered: coveredFixes(document),
    givenUp: givenUpAtPoint(document),
  }))
  const range = selection?.snapped.range ?? null
  const length = range ? ((range.end - range.start) / rate).toFixed(3) : null
  const unsettled =
    selection !== null &&
    [selection.snapped.start, selection.snapped.end].some(({ reason }) => reason === 'no-pause-in-reach')
  const explanation = explain(selection, { fix, covered, givenUp, rate })
  const placed =
    !selection?.drawing &&
    selection?.snapped.start.reason === 'off' &&
    selection.snapped.end.reason === 'off' &&
    fix === 0
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-x-2 gap-y-1">
      <span className="flex items-center gap-1">
        <TimeField
          label="Selection start"
          frame={range?.start ?? null}
          onEnter={(at) => placeEdge(app, 'start', at, 'exact')}
        />
        <span aria-hidden>–</span>
        <TimeField
          label="Selection end"
          frame={range?.end ?? null}
          onEnter={(at) => placeEdge(app, 'end', at, 'exact')}
        />
      </span>
      <span className="w-16 font-mono text-muted text-xs tabular-nums">{length === null ? '' : `${length} s`}</span>
      <label className="flex min-h-6 items-center gap-1.5">
        <input
          type="checkbox"
          className="h-4 w-4 accent-accent"
          checked={snap}
          onChange={(event) => setSnap(app, event.target.checked)}
        />
        Snap to pauses
      </label>
      <p
        aria-live="polite"
        aria-label="Snapping"
        className="flex min-h-6 w-full flex-wrap items-center justify-end gap-x-2 text-muted text-xs"
      >
        {explanation}
        {placed && (
          <button type="button" className="button min-h-6 px-2 py-0 text-xs" onClick={() => setSnap(app, true)}>
            Move to the pauses
          </button>
        )}
        {unsettled && (
          <button type="button" className="button min-h-6 px-2 py-0 text-xs" onClick={() => expandToPhrase(app)}>
            Expand to the phrase
          </button>
        )}
      </p>
    </div>
  )
}

function explain(selection: Selection | null, around: SelectionFacts): string {
  if (!selection) return 'Drag over the words to replace, or type their times.'
  if (selection.drawing) return 'Selecting: the edges move to the pauses when you let go.'
  return describeSelection(selection.snapped, around)
}

interface TimeFieldProps {
  readonly label: string
  /** What it shows, or null for nothing. */
  readonly frame: number | null
  readonly onEnter: (frame: number) => void
}

/** A time that can be typed as `h:mm:ss.mmm`, `m:ss` or seconds; it is taken on Enter or when the field is left. */
function TimeField({ label, frame, onEnter }: TimeFieldProps) {
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
  const take = () => {
    if (draft !== null && draft !== '' && draft !== shown) {
      if (parsed === null) app.store.tell(`“${draft}” is no time. Write it as 1:23.4 or as seconds.`)
      else if (parsed > length) app.store.tell(`${draft} is past the end, which is at ${formatTimecode(length, rate)}.`)
      else onEnter(parsed)
    }
    setDraft(null)
  }
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={label}
      aria-invalid={invalid}
      title={`${label}: h:mm:ss.mmm`}
      placeholder="0:00:00.000"
      className="field w-30 text-center font-mono tabular-nums"
      value={typed}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
        if (event.key !== 'Escape' || draft === null) return
        event.preventDefault()
        setDraft(null)
      }}
    />
  )
}
