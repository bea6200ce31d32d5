import { useState } from 'react'
import type { WaveformView } from '../player/waveform'
import { FirstSteps } from './FirstSteps'
import { FixList } from './FixList'
import { FixPanel } from './FixPanel'
import { ReadOnlyBar } from './ReadOnlyBar'
import { RecordingNotes } from './RecordingNotes'
import { TransportBar } from './TransportBar'
import { useExport } from './useExport'
import { useGenerate } from './useGenerate'
import { useKeys } from './useKeys'
import { useLeaveGuard } from './useLeaveGuard'
import { WaveformPane } from './WaveformPane'

/** The recording, and below it the fix at hand and all fixes. */
export function Editor() {
  useLeaveGuard()
  return (
    <>
      <ReadOnlyBar />
      <RecordingNotes />
      <Waveform />
      <TransportBar />
      <div className="grid min-h-56 flex-none gap-2 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] desk:min-h-44 desk:flex-[0_1_clamp(18rem,40dvh,30rem)] desk:grid-rows-[minmax(0,1fr)]">
        <FixPanel />
        <div className="flex min-h-0 min-w-0 flex-col gap-2 *:last:flex-1">
          <FirstSteps />
          <FixList />
        </div>
      </div>
    </>
  )
}

/** The waveform, and the keys: some of them move it. */
function Waveform() {
  const [view, setView] = useState<WaveformView | null>(null)
  const { start: exportWav } = useExport()
  const generate = useGenerate()
  useKeys({ view, exportWav, generate })
  return <WaveformPane view={view} onView={setView} />
}
