import { ScanSearch } from 'lucide-react'
import { describeReport } from '../infill/report'
import { isAtHand } from '../state/jobs'
import { lookAtJoin } from '../state/joinFlow'
import { useApp, useOpen } from './appContext'
import { ToolButton } from './ToolButton'

/** How the fix at hand sits in the recording, in words, and the way to a closer look. */
export function JoinLine() {
  const app = useApp()
  const { report, rate, awaited } = useOpen((document) => ({
    report: document.editing === null ? null : (document.inserts.get(document.editing)?.report ?? null),
    rate: document.recording.format.rate,
    awaited: document.jobs.some((job) => isAtHand(document, job)),
  }))
  // Its room is kept for it, so that nothing moves when it comes.
  if (!report) return awaited ? <div className="min-h-6" /> : null
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
