import { clamp } from '../base/units'
import type { Fix } from '../edit/fix'
import type { JoinSettings } from '../edit/joinSettings'
import type { JoinReport } from '../infill/report'
import { isAutomatic, resetJoin } from '../state/joinFlow'
import { useApp, useOpen } from './appContext'
import { Check } from './Check'
import { LabelledSelect } from './LabelledSelect'
import { Stepper } from './Stepper'
import { useAdjust } from './useAdjust'

const gainStepDb = 1
const fades = [10, 20, 40, 80, 160]

interface JoinControlsProps {
  readonly fix: Fix
  readonly report: JoinReport
}

/** What can be turned by hand for the whole insert; everything is measured unless it is. */
export function JoinControls({ fix, report }: JoinControlsProps) {
  const app = useApp()
  const adjust = useAdjust(fix)
  const { readOnly, channels } = useOpen(({ readOnly, recording }) => ({
    readOnly,
    channels: recording.format.channels,
  }))
  const { join } = fix
  const isTake = report.kind === 'take'
  return (
    <fieldset
      disabled={readOnly}
      aria-label="Join settings"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 text-xs"
    >
      {isTake && <Level fix={fix} measured={report.gainDb} />}
      <Crossfade fix={fix} />
      <Check
        name="Room tone"
        checked={join.roomTone}
        onChange={(roomTone) => adjust('Room tone changed', { roomTone })}
      />
      {isTake && (
        <>
          <Check
            name="Match tone"
            tip="Bring the colour of the take gently towards that of the speech around it"
            checked={join.toneMatch}
            onChange={(toneMatch) => adjust('Tone matching changed', { toneMatch })}
          />
          <Check
            name="Cut off the take’s own silence"
            checked={join.trim}
            onChange={(trim) => adjust('Trimming changed', { trim })}
          />
          {channels > 1 && (
            <Check
              name="Place where the speaker stands"
              tip="Else the take is equally loud in every channel"
              checked={join.spread}
              onChange={(spread) => adjust('Placing changed', { spread })}
            />
          )}
        </>
      )}
      <Check
        name="Keep the total length"
        checked={join.length === 'hold'}
        onChange={(hold) => adjust('Keeping the length changed', { length: hold ? 'hold' : 'ripple' })}
      />
      <button
        type="button"
        className="button button-tiny"
        disabled={isAutomatic(join)}
        onClick={() => void resetJoin(app, fix.id)}
      >
        All automatic
      </button>
    </fieldset>
  )
}

interface LevelProps {
  readonly fix: Fix
  /** The gain the take has now, in dB. */
  readonly measured: number
}

type Matching = JoinSettings['level'] | 'off' | 'hand'

function Level({ fix, measured }: LevelProps) {
  const adjust = useAdjust(fix)
  const { gainDb, level } = fix.join
  const shown = gainDb === 'auto' ? measured : gainDb
  const matching: Matching = gainDb === 'auto' ? level : gainDb === 0 ? 'off' : 'hand'
  const turn = (by: number) =>
    adjust('Level changed', ({ gainDb }) => {
      const from = gainDb === 'auto' ? measured : gainDb
      return { gainDb: clamp(Math.round(from + by), -24, 24) }
    })
  const match = (matching: string) => {
    if (matching === 'off') adjust('Level matching changed', { gainDb: 0 })
    if (matching === 'replaced' || matching === 'around') {
      adjust('Level matching changed', { gainDb: 'auto', level: matching })
    }
  }
  return (
    <>
      <LabelledSelect label="Match the level to" look="min-h-6 py-0" value={matching} onChange={match}>
        <option value="replaced">what it replaces</option>
        <option value="around">the speech around</option>
        <option value="off">nothing: as it came</option>
        {matching === 'hand' && <option value="hand">nothing: by hand</option>}
      </LabelledSelect>
      <Stepper
        name="Level"
        value={`${shown < 0 ? '−' : '+'}${Math.abs(shown).toFixed(1)} dB`}
        less={{ does: 'lower', onPress: () => turn(-gainStepDb) }}
        more={{ does: 'higher', onPress: () => turn(gainStepDb) }}
        onReset={gainDb === 'auto' ? null : () => adjust('Level changed', { gainDb: 'auto' })}
      />
    </>
  )
}

function Crossfade({ fix }: { readonly fix: Fix }) {
  const adjust = useAdjust(fix)
  const { fadeMs } = fix.join
  const choices = fadeMs === 'auto' || fades.includes(fadeMs) ? fades : [...fades, fadeMs].sort((a, b) => a - b)
  const choose = (value: string) => adjust('Crossfade changed', { fadeMs: value === 'auto' ? 'auto' : Number(value) })
  return (
    <LabelledSelect label="Crossfade" look="min-h-6 py-0" value={fadeMs} onChange={choose}>
      <option value="auto">from the pause</option>
      {choices.map((ms) => (
        <option key={ms} value={ms}>
          {ms} ms
        </option>
      ))}
    </LabelledSelect>
  )
}
