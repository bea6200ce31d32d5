import type { ReactNode } from 'react'
import { Tip } from './Tip'

interface ToolButtonProps {
  /** What it does. */
  readonly says: string
  /** The keys for it, as the list of keys writes them. */
  readonly keys?: string | undefined
  /** Its name, where it shows no words or too few. */
  readonly name?: string
  /** Classes of its size and weight. */
  readonly look?: string
  /** Whether it is on, for one that stays on. */
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
}

/** A button with its tip. */
export function ToolButton({
  says,
  keys,
  name,
  look = '',
  pressed,
  disabled = false,
  onPress,
  children,
}: ToolButtonProps) {
  return (
    <Tip says={says} keys={keys}>
      <button
        type="button"
        aria-label={name}
        aria-pressed={pressed}
        className={`button ${look}`}
        disabled={disabled}
        onClick={onPress}
      >
        {children}
      </button>
    </Tip>
  )
}
