import { type Waiting, waitingWords } from '../state/patience'
import { useNow } from './useNow'

const tickMs = 250

/** What is waited for before something is asked again, and how long still. It was told when it began, so it is not spoken each second. */
export function WaitingLine({ waiting }: { readonly waiting: Waiting }) {
  const now = useNow(tickMs)
  return <span className="text-warn">{waitingWords(waiting, now)}</span>
}
