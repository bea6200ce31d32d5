import type { JoinReport } from '../infill/report'
import { insertMeasurements, type Measurement, seamMeasurements } from '../infill/reportWords'

interface JoinMeasurementsProps {
  readonly report: JoinReport
  readonly rate: number
}

/** Every figure of a report beside its limit. */
export function JoinMeasurements({ report, rate }: JoinMeasurementsProps) {
  return (
    <details className="text-xs">
      <summary className="w-fit min-h-6 cursor-pointer text-muted">All measurements</summary>
      <div className="overflow-x-auto">
        <table aria-label="All measurements" className="w-full text-left tabular-nums">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-0.5 pr-3 font-normal">
                What
              </th>
              <th scope="col" className="py-0.5 pr-3 font-normal">
                Measured
              </th>
              <th scope="col" className="py-0.5 font-normal">
                Limit
              </th>
            </tr>
          </thead>
          <Rows title="Whole insert" list={insertMeasurements(report, rate)} />
          <Rows title="Left seam" list={seamMeasurements(report, 'left')} />
          <Rows title="Right seam" list={seamMeasurements(report, 'right')} />
        </table>
      </div>
    </details>
  )
}

function Rows({ title, list }: { readonly title: string; readonly list: readonly Measurement[] }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3} className="pt-1.5 font-semibold">
          {title}
        </th>
      </tr>
      {list.map(({ name, value, limit, off }) => (
        <tr key={name} className="border-line border-t">
          <th scope="row" className="py-0.5 pr-3 font-normal">
            {name}
          </th>
          <td className={`py-0.5 pr-3 ${off ? 'font-semibold text-warn' : ''}`}>
            {value}
            {off && ' – off'}
          </td>
          <td className="py-0.5 text-muted">{limit ?? 'none'}</td>
        </tr>
      ))}
    </tbody>
  )
}
