import type { KeyboardEvent, ReactNode } from 'react'
import { described, LabelTip } from './Tip'

interface LabelledSelectProps {
  /** What stands before it. */
  readonly label: string
  /** Its name, where that says more than the label. */
  readonly name?: string
  /** What it is for, where the name does not tell. */
  readonly tip?: string
  readonly value: string | number
  readonly disabled?: boolean
  /** Classes of the list itself, for its width and size. */
  readonly look?: string
  readonly onChange: (value: string) => void
  /** The options. */
  readonly children: ReactNode
}

/** A list to choose from, with its label before it. */
export function LabelledSelect(props: LabelledSelectProps) {
  const { label, name = label, tip, value, disabled = false, look = '', onChange, children } = props
  return (
    <LabelTip says={tip}>
      <label className="flex items-center gap-2">
        <span className="whitespace-nowrap text-muted">{label}</span>
        <select
          aria-label={name}
          {...described(tip)}
          className={`field ${look}`}
          value={value}
          disabled={disabled}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={leaveOnEscape}
        >
          {children}
        </select>
      </label>
    </LabelTip>
  )
}

/** Escape gives the keys back to the editor. */
function leaveOnEscape(event: KeyboardEvent<HTMLSelectElement>): void {
  if (event.key !== 'Escape' || event.currentTarget.closest('[role="dialog"],[role="alertdialog"]')) return
  event.preventDefault()
  event.currentTarget.blur()
}
