import { AlertDialog } from '@base-ui/react/alert-dialog'
import { AlertPopup } from './AlertPopup'
import { useAppState } from './appContext'

/** Puts a question that something waits for. */
export function QuestionDialog() {
  const question = useAppState(({ question }) => question)
  return (
    <AlertDialog.Root open={question !== null} onOpenChange={(open) => !open && question?.answer(null)}>
      <AlertPopup title={question?.title} text={question?.text}>
        {question?.choices
          .map((choice, index) => (
            <button
              key={choice}
              type="button"
              className={`button ${index > 0 ? '' : question.loses ? 'button-danger' : 'button-primary'}`}
              onClick={() => question.answer(index)}
            >
              {choice}
            </button>
          ))
          .toReversed()}
      </AlertPopup>
    </AlertDialog.Root>
  )
}
