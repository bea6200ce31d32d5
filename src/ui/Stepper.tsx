import type { ReactNode } from 'react'
import { Tip } from './Tip'

interface StepperProps {
  readonly name: string
  readonly value: ReactNode
  /** What either button does, after the name, and the key for it where it has one. */
  readonly less: { readonly does: string; readonly key?: string; readonly onPress: () => void }
  readonly more: { readonly does: string; readonly key?: string; readonly onPress: () => void }
  /** Null when it stands where it stands by itself. */
  readonly onReset: (() => void) | null
  readonly disabled?: boolean
  readonly title?: string
}

/** A value that is turned down and up step by step, and can be left to itself again. */
export function Stepper({ name, value, less, more, onReset, disabled = false, title }: StepperProps) {
  const button = (sign: string, { does, key, onPress }: StepperProps['less']) => (
    <Tip says={`${name} ${does}`} {...(key === undefined ? {} : { keys: key })}>
      <button
        type="button"
        className="button min-h-6 px-2 py-0"
        disabled={disabled}
        aria-label={`${name} ${does}`}
        onClick={onPress}
      >
        {sign}
      </button>
    </Tip>
  )
  return (
    <span role="group" aria-label={name} title={title} className="flex items-center gap-1">
      <span className="text-muted">{name}</span>
      {button('−', less)}
      <span className="min-w-14 text-center tabular-nums">{value}</span>
      {button('+', more)}
      {onReset && (
        <button
          type="button"
          className="button button-quiet min-h-6 px-1 py-0"
          aria-label={`${name} automatic`}
          disabled={disabled}
          onClick={onReset}
        >
          auto
        </button>
      )}
    </span>
  )
}
