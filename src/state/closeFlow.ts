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
  app.store.clearFault()
  await app.opening.inOrder(() => leave(app))
  if (turn !== app.opening.turn) return showLeft(app)
  app.store.patch({ session: { kind: 'empty' } })
  app.store.tell('')
  await listProjects(app)
}

/**
 * Asks before takes that are under way, and may be paid for, are given up, or one that is being recorded, or an export. `signal`
 * takes the question away: the answer is no.
 */
export async function mayLeave(app: App, signal?: AbortSignal): Promise<boolean> {
  const question = unfinished(app)
  return question === null || ask(app, { ...(signal && { signal }), ...question, yes: 'Give it up', loses: true })
}

const exportQuestion = {
  title: 'Give up the export?',
  text: 'The corrected file is still being written. Closing the recording now ends that.',
}

/** What closing the recording now would let go of, as a question; null for nothing. */
function unfinished({ store }: App): { readonly title: string; readonly text: string } | null {
  const count = store.document()?.jobs.length ?? 0
  const exporting = store.document()?.exporting.phase === 'writing'
  if (store.get().speaking?.phase === 'recording') {
    const text = 'The microphone is recording a take for this recording. Closing it now lets go of that.'
    return { title: 'Give up what is being recorded?', text }
  }
  if (count === 0) return exporting ? exportQuestion : null
  const also = exporting ? ' It also ends the export that is being written.' : ''
  const takes = count === 1 ? 'A take is' : `${count} takes are`
  const text = `${takes} still under way for this recording. Closing it now lets go of that, though it may be paid for.${also}`
  return { title: 'Give up what is being generated?', text }
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

/** Shows that the recording was left, where nothing else came in its place. */
export function showLeft({ store, workspace, opening }: App): void {
  if (workspace !== null || store.document() === null) return
  store.patch({ session: { kind: 'empty' } })
  opening.analysts.release()
}

/** Removes what was decoded for a recording on which nothing was decided. */
export async function dropUnkept(app: App, { inStorage, place }: OpenedRecording): Promise<void> {
  if (!inStorage && place.kind === 'opfs') await app.files.remove([place.path])
}
