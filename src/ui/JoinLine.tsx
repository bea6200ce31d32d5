import { ScanSearch } from 'lucide-react'
import { describeReport } from '../infill/report'
import { lookAtJoin } from '../state/joinFlow'
import { useApp, useOpen } from './appContext'
import { ToolButton } from './ToolButton'

/** How the fix at hand sits in the recording, in words, and the way to a closer look. */
export function JoinLine() {
  const app = useApp()
  const { report, rate } = useOpen(({ editing, inserts, recording }) => ({
    report: editing === null ? null : (inserts.get(editing)?.report ?? null),
    rate: recording.format.rate,
  }))
  if (!report) return null
  const { verdict, details } = describeReport(report, rate)
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <p aria-label="Join">
        <span className={`font-semibold ${report.warnings.length === 0 ? 'text-good' : 'text-warn'}`}>{verdict}</span>
        <span className="text-muted"> · {details.join(' · ')}</span>
      </p>
      <ToolButton says="See, hear and mend both seams" keys="J" look="button-tiny" onPress={() => lookAtJoin(app)}>
        <ScanSearch size={14} aria-hidden />
        Look at the join
      </ToolButton>
    </div>
  )
}
