import type { ReactNode } from 'react'
import { clamp } from '../base/units'
import type { Fix } from '../edit/fix'
import type { JoinSettings } from '../edit/joinSettings'
import { adjustJoin } from '../state/fixFlow'
import { useApp, useOpen } from './appContext'

const gainStepDb = 1
const nudgeStepMs = 5
const fades = [10, 20, 40, 80, 160]

/** What can be turned by hand when a join does not sound right; everything is measured unless it is. */
export function JoinControls() {
  const { fix, gainDb, readOnly } = useOpen(({ history, editing, inserts, readOnly }) => ({
    fix: history.present.fixes.find(({ id }) => id === editing) ?? null,
    gainDb: editing === null ? 0 : (inserts.get(editing)?.report.gainDb ?? 0),
    readOnly,
  }))
  if (!fix) return null
  return (
    <details className="text-xs">
      <summary className="w-fit min-h-6 cursor-pointer text-muted">Adjust the join</summary>
      <fieldset
        disabled={readOnly}
        aria-label="Join settings"
        className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-1"
      >
        {fix.chosen !== null && <Gain fix={fix} measured={gainDb} />}
        <Nudge fix={fix} name="Left seam" setting="leftNudgeMs" />
        <Nudge fix={fix} name="Right seam" setting="rightNudgeMs" />
        <Fade fix={fix} />
        <Switch fix={fix} name="Room tone" setting="roomTone" />
        {fix.chosen !== null && <Switch fix={fix} name="Match tone" setting="toneMatch" />}
        {fix.chosen !== null && <Hold fix={fix} />}
      </fieldset>
    </details>
  )
}

/** A change that starts from what the setting is by the time it is made. */
type Change = (join: JoinSettings) => Partial<JoinSettings>

interface ControlProps {
  readonly fix: Fix
}

function useAdjust({ id }: Fix): (change: Change | Partial<JoinSettings>) => void {
  const app = useApp()
  return (change) => void adjustJoin(app, id, typeof change === 'function' ? change : () => change)
}

function Gain({ fix, measured }: ControlProps & { readonly measured: number }) {
  const adjust = useAdjust(fix)
  const { gainDb } = fix.join
  const shown = gainDb === 'auto' ? measured : gainDb
  const turn = (by: number) =>
    adjust(({ gainDb }) => {
      const from = gainDb === 'auto' ? measured : gainDb
      return { gainDb: clamp(Math.round(from + by), -24, 24) }
    })
  return (
    <Stepper
      name="Level"
      value={`${shown < 0 ? '−' : '+'}${Math.abs(shown).toFixed(1)} dB${gainDb === 'auto' ? ' (matched)' : ''}`}
      onLess={() => turn(-gainStepDb)}
      onMore={() => turn(gainStepDb)}
      onReset={gainDb === 'auto' ? null : () => adjust({ gainDb: 'auto' })}
    />
  )
}

interface NudgeProps extends ControlProps {
  readonly name: string
  readonly setting: 'leftNudgeMs' | 'rightNudgeMs'
}

function Nudge({ fix, name, setting }: NudgeProps) {
  const adjust = useAdjust(fix)
  const value = fix.join[setting]
  const turn = (by: number) => adjust((join) => ({ [setting]: clamp(join[setting] + by, -50, 50) }))
  return (
    <Stepper
      name={name}
      value={value === 0 ? 'in place' : `${Math.abs(value)} ms ${value < 0 ? 'earlier' : 'later'}`}
      onLess={() => turn(-nudgeStepMs)}
      onMore={() => turn(nudgeStepMs)}
      onReset={value === 0 ? null : () => adjust({ [setting]: 0 })}
    />
  )
}

interface StepperProps {
  readonly name: string
  readonly value: ReactNode
  readonly onLess: () => void
  readonly onMore: () => void
  /** Null when it stands where it stands by itself. */
  readonly onReset: (() => void) | null
}

function Stepper({ name, value, onLess, onMore, onReset }: StepperProps) {
  return (
    <span role="group" aria-label={name} className="flex items-center gap-1">
      <span className="text-muted">{name}</span>
      <button type="button" className="button min-h-6 px-2 py-0" aria-label={`${name} less`} onClick={onLess}>
        −
      </button>
      <span className="min-w-16 text-center tabular-nums">{value}</span>
      <button type="button" className="button min-h-6 px-2 py-0" aria-label={`${name} more`} onClick={onMore}>
        +
      </button>
      {onReset && (
        <button type="button" className="button button-quiet min-h-6 px-1 py-0" onClick={onReset}>
          auto
        </button>
      )}
    </span>
  )
}

function Fade({ fix }: ControlProps) {
  const adjust = useAdjust(fix)
  return (
    <label className="flex items-center gap-1">
      <span className="text-muted">Crossfade</span>
      <select
        className="field min-h-6 py-0"
        value={fix.join.fadeMs}
        onChange={({ target }) => adjust({ fadeMs: target.value === 'auto' ? 'auto' : Number(target.value) })}
      >
        <option value="auto">from the pause</option>
        {fades.map((ms) => (
          <option key={ms} value={ms}>
            {ms} ms
          </option>
        ))}
      </select>
    </label>
  )
}

interface SwitchProps extends ControlProps {
  readonly name: string
  readonly setting: 'roomTone' | 'toneMatch'
}

function Switch({ fix, name, setting }: SwitchProps) {
  const adjust = useAdjust(fix)
  return <Check name={name} checked={fix.join[setting]} onChange={(checked) => adjust({ [setting]: checked })} />
}

function Hold({ fix }: ControlProps) {
  const adjust = useAdjust(fix)
  return (
    <Check
      name="Keep the total length"
      checked={fix.join.length === 'hold'}
      onChange={(checked) => adjust({ length: checked ? 'hold' : 'ripple' })}
    />
  )
}

interface CheckProps {
  readonly name: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

function Check({ name, checked, onChange }: CheckProps) {
  return (
    <label className="flex min-h-6 items-center gap-1.5">
      <input
        type="checkbox"
        className="h-4 w-4 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {name}
    </label>
  )
}
