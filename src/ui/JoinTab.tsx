import { useState } from 'react'
import type { Fix } from '../edit/fix'
import { insertFacts } from '../infill/reportWords'
import type { Shown } from '../player/seamGeometry'
import { enableFix } from '../state/fixFlow'
import { useApp, useOpen } from './appContext'
import { JoinControls } from './JoinControls'
import { JoinMeasurements } from './JoinMeasurements'
import { Mend } from './Mend'
import { SeamLegend } from './SeamLegend'
import { SeamView } from './SeamView'

/** How a fix sits in the recording: both seams from close up, what was measured, and every control. */
export function JoinTab({ fix }: { readonly fix: Fix }) {
  const app = useApp()
  const { report, goingOn, rate, readOnly } = useOpen(({ inserts, goingOn, recording, readOnly }) => ({
    report: inserts.get(fix.id)?.report ?? null,
    goingOn,
    rate: recording.format.rate,
    readOnly,
  }))
  const [shown, setShown] = useState<Shown>('both')
  if (report === null && goingOn) return <p className="text-muted">This fix is being joined …</p>
  if (report === null) return <p>This fix is not rendered: its take could not be read or joined.</p>
  if (!fix.enabled) {
    return (
      <p className="flex flex-wrap items-center gap-2">
        This fix is off: the original is heard.
        <button type="button" className="button" disabled={readOnly} onClick={() => void enableFix(app, fix.id, true)}>
          Switch it on
        </button>
      </p>
    )
  }
  const whole = report.warnings.filter(({ seam }) => seam === null)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p aria-label="Whole insert" className="text-xs">
          {report.warnings.length === 0 && <span className="font-semibold text-good">Sounds right. </span>}
          <span className="text-muted">{insertFacts(report, rate).join(' · ')}</span>
        </p>
        <SeamLegend shown={shown} onShown={setShown} />
      </div>
      {whole.map((warning) => (
        <Mend key={warning.code} fix={fix} report={report} warning={warning} />
      ))}
      <div className="flex flex-wrap gap-x-4 gap-y-3">
        <SeamView fix={fix} seam="left" report={report} shown={shown} />
        <SeamView fix={fix} seam="right" report={report} shown={shown} />
      </div>
      <JoinControls fix={fix} report={report} />
      <JoinMeasurements report={report} rate={rate} />
    </>
  )
}
