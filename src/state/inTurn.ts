import type { App } from './app'
import type { Job } from './document'
import { setAgain, setPhase } from './jobs'
import { patiently, type Waiting } from './patience'
import type { Workspace } from './workspace'

/**
 * Makes the request of a job when it is its turn among those of the recording, and patiently: while it waits to be made again, the
 * others go on. Rejects with the reason of `stop` when that aborts, and as `ask` does.
 */
export function inTurn<Value>(
  app: App,
  { requests }: Workspace,
  { job, stop, ask }: { readonly job: Job; readonly stop: AbortSignal; readonly ask: () => Promise<Value> },
): Promise<Value> {
  const attempt = () => {
    if (requests.full) setPhase(app, job.id, 'waiting')
    return requests.during(stop, () => {
      setPhase(app, job.id, 'sending')
      return ask()
    })
  }
  return patiently(attempt, { signal: stop, onWaiting: (again: Waiting | null) => setAgain(app, job.id, again) })
}
