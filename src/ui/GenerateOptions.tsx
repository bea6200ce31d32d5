import { mostTakesAtOnce, setAutoplay, setTakesAtOnce } from '../state/preferencesFlow'
import { useApp, useAppState } from './appContext'
import { Check } from './Check'
import { LabelledSelect } from './LabelledSelect'

const counts = Array.from({ length: mostTakesAtOnce }, (_, index) => index + 1)

/** How many takes one press of Generate asks for, and whether one is played as soon as it is there; remembered. */
export function GenerateOptions() {
  const app = useApp()
  const { takesAtOnce, autoplay } = useAppState(({ takesAtOnce, autoplay }) => ({ takesAtOnce, autoplay }))
  return (
    <>
      <LabelledSelect
        label="Takes"
        name="Takes at once"
        tip="How many takes Generate asks for"
        value={takesAtOnce}
        onChange={(count) => setTakesAtOnce(app, Number(count))}
      >
        {counts.map((count) => (
          <option key={count} value={count}>
            {count}
          </option>
        ))}
      </LabelledSelect>
      <Check
        name="Play when it arrives"
        tip="Hear a take in place as soon as it is there"
        isSwitch
        checked={autoplay}
        onChange={(on) => setAutoplay(app, on)}
      />
    </>
  )
}
