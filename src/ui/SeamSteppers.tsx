import { clamp } from '../base/units'
import type { Fix } from '../edit/fix'
import type { JoinReport, Seam } from '../infill/report'
import { nudgeSeam } from '../state/joinFlow'
import { useApp } from './appContext'
import { Stepper } from './Stepper'
import { useAdjust } from './useAdjust'

const pauseStepMs = 20
const longestPauseMs = 2000
const nudgeKeys = { left: ['[', ']'], right: ['{', '}'] } as const

interface SeamStepperProps {
  readonly fix: Fix
  readonly seam: Seam
}

/** Where the original and the take hand over to each other. */
export function Nudge({ fix, seam }: SeamStepperProps) {
  const app = useApp()
  const adjust = useAdjust(fix)
  const setting = seam === 'left' ? 'leftNudgeMs' : 'rightNudgeMs'
  const name = seam === 'left' ? 'Left seam' : 'Right seam'
  const value = fix.join[setting]
  const [earlier, later] = nudgeKeys[seam]
  return (
    <Stepper
      name={name}
      value={value === 0 ? 'in place' : `${Math.abs(value)} ms ${value < 0 ? 'earlier' : 'later'}`}
      less={{ does: 'earlier', key: earlier, onPress: () => void nudgeSeam(app, fix.id, seam, 'earlier') }}
      more={{ does: 'later', key: later, onPress: () => void nudgeSeam(app, fix.id, seam, 'later') }}
      onReset={value === 0 ? null : () => adjust(`${name} moved`, { [setting]: 0 }, seam)}
    />
  )
}

interface PauseProps extends SeamStepperProps {
  readonly report: JoinReport
}

/** The silence between the words at a seam. For a removal there is one pause, and the left seam has it. */
export function PauseLength({ fix, seam, report }: PauseProps) {
  const adjust = useAdjust(fix)
  const setting = seam === 'left' ? 'leadMs' : 'tailMs'
  const name = report.kind === 'removal' ? 'Pause' : seam === 'left' ? 'Pause before' : 'Pause after'
  const wished = fix.join[setting]
  const stands = Math.round(report[seam].pauseMs)
  const turn = (by: number) =>
    adjust(
      `${name} changed`,
      (join) => {
        const from = join[setting] === 'auto' ? stands : join[setting]
        return { [setting]: clamp(from + by, 0, longestPauseMs) }
      },
      seam,
    )
  const idle = report.kind === 'take' && !fix.join.trim
  return (
    <Stepper
      name={name}
      value={`${stands} ms`}
      less={{ does: 'shorter', onPress: () => turn(-pauseStepMs) }}
      more={{ does: 'longer', onPress: () => turn(pauseStepMs) }}
      onReset={wished === 'auto' ? null : () => adjust(`${name} changed`, { [setting]: 'auto' }, seam)}
      disabled={idle}
      {...(idle ? { why: 'The take’s own silence is kept: cut it off to choose the pause' } : {})}
    />
  )
}
