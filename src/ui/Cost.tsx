import { credits } from '../infill/contract'
import { textSize } from '../state/textSize'
import { useAppState, useOpen } from './appContext'
import { useStatus } from './useService'

const number = new Intl.NumberFormat('en')

/** What the next request will cost, and what this session has spent. */
export function Cost() {
  const text = useOpen(({ text }) => text)
  const { words } = textSize(text)
  const { data: status } = useStatus()
  const { credits: spent, lastWasFree } = useAppState(({ spending }) => spending)
  const takes = useAppState(({ takesAtOnce }) => takesAtOnce)
  if (!status) return null
  if (!status.capabilities.billed) return <Line parts={['free of charge', ...tipFor(words)]} />
  const price = takes * credits(text.trim())
  return (
    <Line
      parts={[
        `${number.format(price)} credits${takes === 1 ? '' : ` for ${takes} takes`}`,
        ...(spent > 0 ? [`${number.format(spent)} spent in this session`] : []),
        ...(lastWasFree ? ['the last take had been paid for before: free'] : []),
        ...tipFor(words),
      ]}
    />
  )
}

/** A word or two give the voice little to go by. */
const tipFor = (words: number) => (words === 1 || words === 2 ? ['tip: longer text joins better'] : [])

function Line({ parts }: { readonly parts: readonly string[] }) {
  return (
    <span role="note" aria-label="Cost" className="text-muted text-xs">
      {parts.join(' · ')}
    </span>
  )
}
