import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
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
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Popup className="panel dialog max-w-md">
          <AlertDialog.Title className="font-semibold text-base">{question}</AlertDialog.Title>
          <AlertDialog.Description className="break-words text-muted">{explanation}</AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
            <AlertDialog.Close className="button button-danger" onClick={onConfirm}>
              {confirm}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
