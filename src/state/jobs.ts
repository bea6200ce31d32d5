import type { FixId } from '../base/ids'
import type { App } from './app'
import type { Job, OpenDocument } from './document'
import { whileOpen } from './lasting'
import { type Waiting, waitingWords } from './patience'
import type { Workspace } from './workspace'

/** What the user may do with a take that could not be kept. */
export type Decision = 'again' | 'let go'

/**
 * Shows a job while `work` is under way, and gives what that gives. `work` is told when the user cancels the job or closes the
 * recording. Rejects as `work` does.
 */
export async function whileJob<Value>(
  app: App,
  workspace: Workspace,
  job: Job,
  work: (stop: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const cancel = new AbortController()
  workspace.jobs.set(job.id, { cancel, decide: null })
  app.store.edit(({ jobs }) => ({ jobs: [...jobs, job] }))
  try {
    return await work(AbortSignal.any([cancel.signal, workspace.ending]))
  } finally {
    workspace.jobs.delete(job.id)
    if (app.workspace === workspace) app.store.edit(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job.id) }))
  }
}

/** Shows how far a job is. */
export function setPhase(app: App, id: string, phase: Job['phase']): void {
  app.store.edit(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, phase } : job)) }))
}

/** Shows what a job waits for before it is asked for again by itself, or that it is. */
export function setAgain(app: App, id: string, again: Waiting | null): void {
  app.store.edit(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, again } : job)) }))
  if (!again) return
  const waits = ({ jobs }: OpenDocument) => jobs.some((job) => job.id === id && job.again !== null)
  const document = app.store.document()
  if (document) app.store.tell(waitingWords(again), whileOpen(document, waits))
}

/** Whether a job's take is for what the panel shows: the fix there, or what is selected and typed and is no fix yet. */
export const isAtHand = ({ editing, text }: OpenDocument, { fix, isNew, typed }: Job): boolean =>
  editing === null ? isNew && text === typed : editing === fix

/** Whether a job can still be given up at no cost of what was answered: its take is not here yet. */
export const isCancellable = (phase: Job['phase']): boolean =>
  phase === 'waiting' || phase === 'preparing' || phase === 'sending' || phase === 'speaking'

/** Gives up a request that has not been answered; its connection closes at once. */
export function cancelJob(app: App, id: string): void {
  app.workspace?.jobs.get(id)?.cancel.abort()
  app.store.tell('Cancelled. The selection and the text are as they were.')
}

/** The requests for takes of a fix that have not been answered. */
export function jobsToCancel(app: App, fix: FixId): readonly Job[] {
  return app.store.document()?.jobs.filter((job) => job.fix === fix && isCancellable(job.phase)) ?? []
}

/** Gives up every request for takes of a fix that has not been answered, and says how many there were. */
export function cancelJobsOf(app: App, fix: FixId): number {
  const jobs = jobsToCancel(app, fix)
  for (const { id } of jobs) app.workspace?.jobs.get(id)?.cancel.abort()
  return jobs.length
}

/** Decides about a take that could not be stored or joined. */
export function decideJob(app: App, id: string, decision: Decision): void {
  app.workspace?.jobs.get(id)?.decide?.(decision)
}

/**
 * Does what keeps a take that is here. When that fails, the take is held in `phase` until the user has made room and asks
 * again, or lets it go. `keep` is told whether it is asked again. Gives null when the take was let go or the recording was closed.
 */
export async function kept<Value>(
  app: App,
  workspace: Workspace,
  job: Job,
  phase: 'unstored' | 'unjoined',
  keep: (again: boolean) => Promise<Value>,
): Promise<Value | null> {
  for (let again = false; app.workspace === workspace; again = true) {
    try {
      return await keep(again)
    } catch (error) {
      if (app.workspace !== workspace) return null
      setPhase(app, job.id, phase)
      app.store.fail(error)
    }
    if ((await decisionOn(workspace, job.id)) === 'let go') return null
    app.store.clearFault()
    setPhase(app, job.id, 'joining')
  }
  return null
}

function decisionOn(workspace: Workspace, id: string): Promise<Decision> {
  return new Promise<Decision>((resolve) => {
    const running = workspace.jobs.get(id)
    if (running) workspace.jobs.set(id, { ...running, decide: resolve })
    workspace.scope.add(() => resolve('let go'))
  })
}
