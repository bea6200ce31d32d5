import { takeProjectOver } from '../state/takeOverFlow'
import { useApp, useOpen } from './appContext'

/** Says that another tab has the project, and offers to take it over; nothing while it is this tab's. */
export function ReadOnlyBar() {
  const app = useApp()
  const readOnly = useOpen(({ readOnly }) => readOnly)
  if (!readOnly) return null
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-warn px-3 py-2">
      <p className="min-w-0 flex-1">
        This project is open in another tab. Here it can be heard and exported, not changed. What is changed there is
        not shown here until you take it over.
      </p>
      <button type="button" className="button" onClick={() => void takeProjectOver(app)}>
        Take it over
      </button>
    </div>
  )
}
