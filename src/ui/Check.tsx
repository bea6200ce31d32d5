import { described, LabelTip } from './Tip'

interface CheckProps {
  /** What it says, which is its name. */
  readonly name: string
  /** What it does, where the name does not tell. */
  readonly tip?: string
  /** Said as on and off, for what takes effect by itself. */
  readonly isSwitch?: boolean
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** A box to tick, with its name. */
export function Check({ name, tip, isSwitch = false, checked, onChange }: CheckProps) {
  return (
    <LabelTip says={tip}>
      <label className="flex min-h-6 items-center gap-1.5 whitespace-nowrap">
        <input
          type="checkbox"
          className="h-4 w-4 flex-none accent-accent"
          {...(isSwitch ? { role: 'switch', 'aria-checked': checked } : {})}
          {...described(tip)}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
        {name}
      </label>
    </LabelTip>
  )
}
