import { useEffect, useState } from 'react'
import type { Activity } from '../state/activity'
import { useAppState } from './appContext'

/** What takes less than this is not worth saying that it is under way, in milliseconds. */
const patienceMs = 300

/** What is under way, how far it is, and a way to give it up. */
export function Activities() {
  const activities = useAppState(({ activities }) => activities)
  return activities.map((activity) => <ActivityLine key={activity.id} activity={activity} />)
}

function ActivityLine({ activity: { name, share, cancel } }: { readonly activity: Activity }) {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLasting(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (!lasting) return null
  return (
    <div className="flex min-w-0 items-center gap-2 text-muted text-xs">
      <span className="min-w-0 truncate">{name} …</span>
      <progress aria-label={name} className="w-24 shrink-0" max={1} {...(share === null ? {} : { value: share })} />
      {cancel && (
        <button type="button" className="button min-h-6 py-0" aria-label={`Cancel: ${name}`} onClick={cancel}>
          Cancel
        </button>
      )}
    </div>
  )
}
