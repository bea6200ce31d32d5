import type { JoinReport } from '../infill/report'
import { reportWord } from '../infill/reportWords'
import { InfoWord } from './InfoWord'

/** How an insert sits in the recording, in a word; what is off about it is said whole when asked. Nothing where it is not joined. */
export function ReportWord({ report }: { readonly report: JoinReport | null }) {
  if (!report) return null
  const word = reportWord(report)
  const [worst] = report.warnings
  return worst ? (
    <InfoWord word={word} says={worst.message} look="text-warn" />
  ) : (
    <span className="text-good">{word}</span>
  )
}
