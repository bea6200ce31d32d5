import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useAppState } from './appContext'

/** Puts a question that something waits for. */
export function QuestionDialog() {
  const question = useAppState(({ question }) => question)
  return (
    <AlertDialog.Root open={question !== null} onOpenChange={(open) => !open && question?.answer(null)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Popup className="panel dialog max-w-md">
          <AlertDialog.Title className="font-semibold text-base">{question?.title}</AlertDialog.Title>
          <AlertDialog.Description className="break-words text-muted">{question?.text}</AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className="button">Cancel</AlertDialog.Close>
            {question?.choices.map((choice, index) => (
              <button
                key={choice}
                type="button"
                className={`button ${index === 0 ? 'button-primary' : ''}`}
                onClick={() => question.answer(index)}
              >
                {choice}
              </button>
            ))}
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
