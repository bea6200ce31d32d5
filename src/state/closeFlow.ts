import type { App } from './app'
import { ask } from './ask'
import { letGo, listProjects } from './projectFlow'
import { keepView } from './viewFlow'
import type { OpenedRecording } from './workspace'

/** Closes the recording and shows the projects. Everything decided is already saved. */
export async function closeRecording(app: App): Promise<void> {
  const { workspace } = app
  if (!workspace || !(await mayLeave(app)) || app.workspace !== workspace) return
  const { turn } = app.opening.begin()
  await app.opening.inOrder(() => leave(app))
  if (turn !== app.opening.turn) return
  app.store.patch({ session: { kind: 'empty' } })
  app.store.tell('')
  await listProjects(app)
}

/** Asks before takes that are under way, and may be paid for, are given up. `signal` takes the question away: the answer is no. */
export async function mayLeave(app: App, signal?: AbortSignal): Promise<boolean> {
  const count = app.store.document()?.jobs.length ?? 0
  if (count === 0) return true
  return ask(app, {
    ...(signal && { signal }),
    title: 'Give up what is being generated?',
    text: `${count === 1 ? 'A take is' : `${count} takes are`} still under way for this recording. Closing it now lets go of that, though it may be paid for.`,
    yes: 'Give it up',
  })
}

/** Ends everything that works on the open recording, and gives its project up once the step that is being saved is saved. */
export async function leave(app: App): Promise<void> {
  const { workspace } = app
  if (!workspace) return
  await keepView(app, workspace)
  workspace.scope.dispose()
  if (app.workspace === workspace) app.workspace = null
  await workspace.inOrder(() => Promise.resolve())
  await letGo(workspace)
  await dropUnkept(app, workspace)
}

/** Removes what was decoded for a recording on which nothing was decided. */
export async function dropUnkept(app: App, { inStorage, place }: OpenedRecording): Promise<void> {
  if (!inStorage && place.kind === 'opfs') await app.files.remove([place.path])
}
