import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { AlertPopup } from './AlertPopup'
import { Tip } from './Tip'

interface ConfirmButtonProps {
  /** The button's name. */
  readonly name: string
  readonly question: string
  readonly explanation: string
  /** What the button that does it says. */
  readonly confirm: string
  readonly onConfirm: () => void
  readonly children: ReactNode
}

/** A button for what cannot be undone: it asks first. */
export function ConfirmButton({ name, question, explanation, confirm, onConfirm, children }: ConfirmButtonProps) {
  return (
    <AlertDialog.Root>
      <Tip says={name}>
        <AlertDialog.Trigger className="button button-quiet px-2" aria-label={name}>
          {children}
        </AlertDialog.Trigger>
      </Tip>
      <AlertPopup title={question} text={explanation}>
        <AlertDialog.Close className="button button-danger" onClick={onConfirm}>
          {confirm}
        </AlertDialog.Close>
      </AlertPopup>
    </AlertDialog.Root>
  )
}
