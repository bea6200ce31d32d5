import { describeReport } from '../infill/report'
import { useOpen } from './appContext'

/** How the fix at hand sits in the recording, in words. */
export function JoinLine() {
  const { report, rate } = useOpen(({ editing, inserts, recording }) => ({
    report: editing === null ? null : (inserts.get(editing)?.report ?? null),
    rate: recording.format.rate,
  }))
  if (!report) return null
  const { verdict, details } = describeReport(report, rate)
  return (
    <p aria-label="Join" className="text-xs">
      <span className={`font-semibold ${report.warnings.length === 0 ? 'text-good' : 'text-warn'}`}>{verdict}</span>
      <span className="text-muted"> · {details.join(' · ')}</span>
    </p>
  )
}
