import { clamp } from '../base/units'
import type { Fix } from '../edit/fix'
import type { JoinReport, JoinWarning, Seam } from '../infill/report'
import { moveEdge, nudgeSeam } from '../state/joinFlow'
import { useApp, useOpen } from './appContext'
import { useAdjust } from './useAdjust'

const longestFadeMs = 250

interface MendProps {
  readonly fix: Fix
  readonly report: JoinReport
  readonly warning: JoinWarning
}

interface Remedy {
  readonly name: string
  readonly apply: () => void
}

/** One thing that is off about a join, and right there what mends it. */
export function Mend({ fix, report, warning }: MendProps) {
  const readOnly = useOpen(({ readOnly }) => readOnly)
  const remedies = useRemedies({ fix, report, warning })
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <p className="text-warn">{warning.message}</p>
      {remedies.map(({ name, apply }) => (
        <button key={name} type="button" className="button button-tiny" disabled={readOnly} onClick={apply}>
          {name}
        </button>
      ))}
    </div>
  )
}

function useRemedies({ fix, report, warning }: MendProps): readonly Remedy[] {
  const app = useApp()
  const adjust = useAdjust(fix)
  const nudges = (seam: Seam): Remedy[] => [
    { name: '5 ms earlier', apply: () => void nudgeSeam(app, fix.id, seam, 'earlier') },
    { name: '5 ms later', apply: () => void nudgeSeam(app, fix.id, seam, 'later') },
  ]
  const gain = (name: string, by: number): Remedy => ({
    name,
    apply: () => adjust('Level changed', { gainDb: clamp(Math.round(report.gainDb + by), -24, 24) }),
  })
  const shorter = (setting: 'leadMs' | 'tailMs', seam: Seam): Remedy => ({
    name: 'As long as before',
    apply: () =>
      adjust(
        seam === 'left' ? 'Pause before changed' : 'Pause after changed',
        { [setting]: Math.round(report[seam].originalPauseMs ?? 0) },
        seam,
      ),
  })
  const edges = (seam: Seam): Remedy[] => [
    { name: 'Edge to a pause', apply: () => moveEdge(app, seam, 'pause') },
    { name: 'Edge 10 ms earlier', apply: () => moveEdge(app, seam, 'earlier') },
    { name: 'Edge 10 ms later', apply: () => moveEdge(app, seam, 'later') },
  ]
  switch (warning.control) {
    case 'nudge-left':
      return nudges('left')
    case 'nudge-right':
      return nudges('right')
    case 'gain':
      return [gain('1 dB quieter', -1), gain('1 dB louder', 1)]
    case 'fade': {
      const length = Math.min(longestFadeMs, Math.round(2 * Math.max(5, report[warning.seam ?? 'left'].fadeMs)))
      return [{ name: `Crossfade of ${length} ms`, apply: () => adjust('Crossfade changed', { fadeMs: length }) }]
    }
    case 'lead':
      return [shorter('leadMs', 'left')]
    case 'tail':
      return [shorter('tailMs', 'right')]
    case 'tone-match':
      return [{ name: 'Match tone', apply: () => adjust('Tone matching changed', { toneMatch: true }) }]
    case 'room-tone':
      if (!fix.join.roomTone) {
        return [{ name: 'Room tone on', apply: () => adjust('Room tone changed', { roomTone: true }) }]
      }
      return report.kind === 'take' && warning.code === 'floor-below' ? [gain('1 dB louder', 1)] : []
    case 'edge':
      return warning.seam === null ? [] : edges(warning.seam)
    case 'generate':
      return [{ name: 'To the text', apply: () => app.store.patch({ focusText: app.store.get().focusText + 1 }) }]
  }
}
