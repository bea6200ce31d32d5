import type { ReactNode } from 'react'
import { ToolButton } from './ToolButton'

interface StepperProps {
  readonly name: string
  readonly value: ReactNode
  /** What either button does, after the name, and the key for it where it has one. */
  readonly less: { readonly does: string; readonly key?: string; readonly onPress: () => void }
  readonly more: { readonly does: string; readonly key?: string; readonly onPress: () => void }
  /** Null when it stands where it stands by itself. */
  readonly onReset: (() => void) | null
  readonly disabled?: boolean
  /** Why it is switched off. */
  readonly why?: string
}

/** A value that is turned down and up step by step, and can be left to itself again. */
export function Stepper({ name, value, less, more, onReset, disabled = false, why }: StepperProps) {
  const button = (sign: string, { does, key, onPress }: StepperProps['less']) => (
    <ToolButton
      says={why ?? `${name} ${does}`}
      keys={key}
      look="button-tiny"
      disabled={disabled}
      name={`${name} ${does}`}
      onPress={onPress}
    >
      {sign}
    </ToolButton>
  )
  return (
    <span role="group" aria-label={name} className="flex items-center gap-1">
      <span className="text-muted">{name}</span>
      {button('−', less)}
      <span className="min-w-20 text-center tabular-nums">{value}</span>
      {button('+', more)}
      {/* Its room is kept for it, so that nothing moves under the hand. */}
      <button
        type="button"
        className={`button button-quiet button-tiny px-1 ${onReset ? '' : 'invisible'}`}
        aria-label={`${name} automatic`}
        disabled={disabled || onReset === null}
        onClick={() => onReset?.()}
      >
        auto
      </button>
    </span>
  )
}
