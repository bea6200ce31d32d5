import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'

interface AlertPopupProps {
  readonly title: string | undefined
  readonly text: string | undefined
  /** The answers beside Cancel, the most likely last. */
  readonly children: ReactNode
}

/** What a question looks like: what is asked, what follows from it, and the answers. */
export function AlertPopup({ title, text, children }: AlertPopupProps) {
  return (
    <AlertDialog.Portal>
      <AlertDialog.Backdrop className="backdrop" />
      <AlertDialog.Popup className="panel dialog max-w-lg">
        <AlertDialog.Title className="break-words font-semibold text-base">{title}</AlertDialog.Title>
        <AlertDialog.Description className="break-words text-muted">{text}</AlertDialog.Description>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:grow">
          <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
          {children}
        </div>
      </AlertDialog.Popup>
    </AlertDialog.Portal>
  )
}
