import { Pause, Play, Repeat, SquareDashed, SquarePlay } from 'lucide-react'
import { formatTimecode } from '../base/timecode'
import { hearOriginal, playInPlace, playSelection, setLoop, togglePlay } from '../state/playbackFlow'
import { endCounting } from '../state/speakFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { SelectionFields } from './SelectionFields'
import { Tip } from './Tip'
import { ToolButton } from './ToolButton'

/** Playing, and the numbers of the selection. */
export function TransportBar() {
  return (
    <div className="panel flex flex-none flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5 max-sm:gap-x-1">
      <div className="flex flex-wrap items-center gap-1 max-sm:contents max-sm:*:w-[calc(50%-0.125rem)] sm:max-lg:*:px-2">
        <PlayButton />
        <PlaySpan />
        <LoopButton />
        <HearOriginal />
      </div>
      <Clock />
      <SelectionFields />
    </div>
  )
}

function PlayButton() {
  const app = useApp()
  const playing = useAppState(({ transport }) => transport.playing)
  return (
    <ToolButton
      says="Play or pause"
      keys="Space"
      look="w-22 max-sm:-order-2"
      name={playing ? 'Pause' : 'Play'}
      onPress={() => endCounting(app) || togglePlay(app)}
    >
      {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      {playing ? 'Pause' : 'Play'}
    </ToolButton>
  )
}

/** Plays what is selected, with what is around it or alone. */
function PlaySpan() {
  const app = useApp()
  const range = useOpen(({ selection }) => selection?.snapped.range ?? null)
  return (
    <>
      <ToolButton
        says="Play the selection with 2 s before it and 1 s after it"
        keys="P"
        disabled={range === null}
        onPress={() => range && playInPlace(app, range)}
      >
        <SquarePlay size={16} aria-hidden />
        Play in place
      </ToolButton>
      <ToolButton says="Play the selection alone" keys="S" disabled={range === null} onPress={() => playSelection(app)}>
        <SquareDashed size={16} aria-hidden />
        Play selection
      </ToolButton>
    </>
  )
}

function LoopButton() {
  const app = useApp()
  const loop = useAppState(({ transport }) => transport.loop)
  return (
    <ToolButton says="Repeat the selection while playing" keys="L" pressed={loop} onPress={() => setLoop(app, !loop)}>
      <Repeat size={16} aria-hidden />
      Loop
    </ToolButton>
  )
}

function HearOriginal() {
  const app = useApp()
  const original = useAppState(({ transport }) => transport.original)
  return (
    <Tip says="Hear the recording as it was dropped, at the same place" keys="B">
      <button
        type="button"
        role="switch"
        aria-checked={original}
        className="button"
        onClick={() => hearOriginal(app, !original)}
      >
        <span
          aria-hidden
          className={`grid h-4 w-7 rounded-full p-0.5 ${original ? 'justify-end bg-accent' : 'justify-start bg-line'}`}
        >
          <span className="h-3 w-3 rounded-full bg-panel" />
        </span>
        Hear original
      </button>
    </Tip>
  )
}

/** The time at the playhead, in tabular figures so that nothing moves. */
function Clock() {
  const position = useAppState(({ transport }) => transport.position)
  const rate = useOpen(({ recording }) => recording.format.rate)
  return (
    <span
      role="timer"
      aria-label="Playhead"
      className="font-mono text-base tabular-nums max-sm:-order-1 max-sm:grow max-sm:text-center"
    >
      {formatTimecode(position, rate)}
    </span>
  )
}
