import { isAbort } from '../base/errors'
import type { Fix } from '../edit/fix'
import { JoinSession } from '../workers/joinSession'
import type { App } from './app'
import { fixAtHand } from './fixFlow'
import { renderFix } from './historyFlow'
import type { Workspace } from './workspace'

/** How long a fix must have stayed as it is, in ms: what is turned and heard goes first. */
const settleMs = 1000

/**
 * Joins the takes of the fix at hand that are not in place as they would be now, to know how each would sit: after a change of
 * the join, of an edge, and when the project is opened again. In a worker of its own; ends with the recording.
 */
export function measureTakes(app: App, workspace: Workspace): void {
  let seen: Fix | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let underWay = new AbortController()
  const look = () => {
    const fix = fixAtHand(app)
    if (fix === seen) return
    seen = fix
    clearTimeout(timer)
    underWay.abort()
    if (!fix || fix.takes.length < 2) return
    underWay = new AbortController()
    const { signal } = underWay
    timer = setTimeout(() => void measure(app, workspace, fix, signal), settleMs)
  }
  workspace.scope.add(app.store.api.subscribe(look))
  workspace.scope.add(() => {
    clearTimeout(timer)
    underWay.abort()
  })
}

async function measure(app: App, workspace: Workspace, fix: Fix, signal: AbortSignal): Promise<void> {
  const document = app.store.document()
  const missing = fix.takes.filter(
    (take) => document?.takes.has(take) && !workspace.inserts.of({ ...fix, chosen: take }),
  )
  if (!document || missing.length === 0) return
  // One of its own: what is turned and heard meanwhile neither waits nor is forgotten.
  const join = new JoinSession()
  const { present: project } = document.history
  try {
    for (const chosen of missing) {
      try {
        // Read here: what is wrong with a take is told, and the take is not listed any more, when it is to be heard.
        const audio = await app.takes.audio(chosen)
        await renderFix(app, workspace, { fix: { ...fix, chosen }, project, audio, join }, signal)
        app.store.edit(({ measured }) => ({ measured: measured + 1 }))
      } catch (error) {
        if (isAbort(error)) return
        console.warn('A take was not measured.', error)
      }
    }
  } finally {
    join.dispose()
  }
}
