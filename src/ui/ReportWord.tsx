import type { JoinReport } from '../infill/report'
import { reportWord } from '../infill/reportWords'

/** How an insert sits in the recording, in a word; the whole sentence is its title. Nothing where it is not joined. */
export function ReportWord({ report }: { readonly report: JoinReport | null }) {
  if (!report) return null
  const [worst] = report.warnings
  return (
    <span className={`text-xs ${worst ? 'text-warn' : 'text-good'}`} title={worst?.message}>
      {reportWord(report)}
    </span>
  )
}
