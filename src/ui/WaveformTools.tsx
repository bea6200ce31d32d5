import { ChevronsDownUp, ChevronsUpDown, LocateFixed, Maximize2, ScanSearch, ZoomIn, ZoomOut } from 'lucide-react'
import type { WaveformView } from '../player/waveform'
import { setLooks, stretch, tallest } from '../state/looksFlow'
import { rangeAtHand } from '../state/selectionFlow'
import { useApp, useAppState, useOpen } from './appContext'
import { GoTo } from './GoTo'
import { MarkerList } from './MarkerList'
import { ToolButton } from './ToolButton'

const step = 2

/** How the waveform is looked at. */
export function WaveformTools({ view }: { readonly view: WaveformView | null }) {
  const app = useApp()
  const { follow, amplitude, spectrum } = useAppState(({ looks }) => looks)
  return (
    <div className="ml-auto flex flex-wrap items-center justify-end gap-1 max-sm:w-full max-sm:*:grow">
      <GoTo />
      <MarkerList />
      <Toggle
        name="Follow"
        says="Keep the playhead in sight while playing"
        on={follow}
        onSet={(on) => setLooks(app, { follow: on })}
      >
        <LocateFixed size={16} aria-hidden />
      </Toggle>
      <Toggle
        name="Spectrum"
        says="Show the frequencies below the waveform"
        keys="V"
        on={spectrum}
        onSet={(on) => setLooks(app, { spectrum: on })}
      />
      <div className="flex gap-1 max-sm:w-full max-sm:justify-between">
        <Tool name="Flatter waveform" keys="Alt ↓" disabled={amplitude <= 1} onClick={() => stretch(app, 1 / step)}>
          <ChevronsDownUp size={16} aria-hidden />
        </Tool>
        <Tool name="Taller waveform" keys="Alt ↑" disabled={amplitude >= tallest} onClick={() => stretch(app, step)}>
          <ChevronsUpDown size={16} aria-hidden />
        </Tool>
        <Tool name="Zoom out" keys="−" onClick={() => view?.zoomBy(1 / step)}>
          <ZoomOut size={16} aria-hidden />
        </Tool>
        <Tool name="Zoom in" keys="+" onClick={() => view?.zoomBy(step)}>
          <ZoomIn size={16} aria-hidden />
        </Tool>
        <FitSelection view={view} />
        <Tool name="Fit recording" keys="F" onClick={() => view?.fit()}>
          <Maximize2 size={16} aria-hidden />
        </Tool>
      </div>
    </div>
  )
}

function FitSelection({ view }: { readonly view: WaveformView | null }) {
  const range = useOpen(rangeAtHand)
  return (
    <Tool name="Fit selection" keys="Shift F" disabled={range === null} onClick={() => range && view?.fitRange(range)}>
      <ScanSearch size={16} aria-hidden />
    </Tool>
  )
}

interface ToolProps {
  readonly name: string
  readonly keys: string
  readonly disabled?: boolean
  readonly onClick: () => void
  readonly children: React.ReactNode
}

function Tool({ name, keys, disabled = false, onClick, children }: ToolProps) {
  return (
    <ToolButton
      says={name}
      keys={keys}
      name={name}
      disabled={disabled}
      look="button-quiet button-small"
      onPress={onClick}
    >
      {children}
    </ToolButton>
  )
}

interface ToggleProps {
  readonly name: string
  readonly says: string
  readonly keys?: string
  readonly on: boolean
  readonly onSet: (on: boolean) => void
  readonly children?: React.ReactNode
}

function Toggle({ name, says, keys, on, onSet, children }: ToggleProps) {
  return (
    <ToolButton says={says} keys={keys} pressed={on} look="button-quiet button-small" onPress={() => onSet(!on)}>
      {children}
      {name}
    </ToolButton>
  )
}
