import type { FileLayout } from '../audio/layout'
import { isAbort } from '../base/errors'
import { type ProjectId, projectId, recordingId } from '../base/ids'
import { type History, newHistory } from '../edit/history'
import { newProject } from '../edit/project'
import type { GivenFile } from '../storage/fileAccess'
import { collectGarbage, removeProject } from '../storage/garbage'
import type { RecordingIdentity } from '../storage/identity'
import { type Claim, claimProject, type OwnedProject, type Wait } from '../storage/locks'
import { newId } from '../storage/newId'
import { askToPersist, persistenceWarning, storageState } from '../storage/persistence'
import type { StoredProject } from '../storage/projects'
import { copyRecording, placeOf } from '../storage/recordings'
import { during } from './activity'
import type { App } from './app'
import type { Saving } from './document'
import { whileOpen } from './lasting'
import { keepView } from './viewFlow'
import type { Workspace } from './workspace'

/** Up to this many bytes a recording without a handle is copied into the browser's storage without asking. */
const copiedWithoutAsking = 64 * 2 ** 20

/** The project of a recording that nothing was decided about yet. It is stored with its first step. */
export function freshProject(given: GivenFile, layout: FileLayout, identity: RecordingIdentity): StoredProject {
  const { file } = given
  const { rate, channels, encoding } = layout.format
  const id = recordingId(newId())
  const { frames } = layout
  const now = Date.now()
  return {
    id: projectId(newId()),
    createdAt: now,
    updatedAt: now,
    recording: { id, name: file.name, lastModified: file.lastModified, identity, frames, rate, channels, encoding },
    history: newHistory(newProject(id, frames)),
    place: placeOf(given),
  }
}

/** How long the question about a copy waits, in ms. */
const askAfterMs = 100

/** How long saving a step may take before it is told, in ms. */
const unnoticedMs = 100

/**
 * Saves one step of history; resolves once it is on disk, with whether the project itself came into being with it. That it
 * is saved is shown by whoever shows the step.
 */
export async function saveHistory(app: App, workspace: Workspace, history: History): Promise<'first' | 'another'> {
  const show = (saving: Saving) => {
    if (app.workspace === workspace) app.store.edit(() => ({ saving }))
  }
  const slow = setTimeout(() => show('saving'), unnoticedMs)
  try {
    workspace.stored = await app.projects.save({ ...workspace.stored, history })
  } catch (error) {
    show('failed')
    throw error
  } finally {
    clearTimeout(slow)
  }
  if (workspace.inStorage) return 'another'
  workspace.inStorage = true
  return 'first'
}

/** What follows from the first step: the browser is asked to keep the project, and a copy of the recording is seen to. */
export function keepProject(app: App, workspace: Workspace): void {
  void askToPersist().then(() => noteStorage(app))
  offerCopy(app, workspace)
}

/** Makes the project this tab's to change; when another tab has it, it can only be looked at here. */
export async function claim(app: App, workspace: Workspace): Promise<void> {
  const { id } = workspace.stored
  workspace.claimed = await claimProject(id, () => lost(app, workspace))
}

/** Gives the project up; resolves when another tab, or another opening here, can have it. */
export async function letGo({ claimed }: Workspace): Promise<void> {
  if (claimed?.kind === 'mine') await claimed.release()
}

/**
 * Asks the other tab for the project, and gives whether it is this tab's now. While it is asked for, it is not asked for again.
 * Rejects when the browser does not give it, and when the `wait` is given up.
 */
export async function takeOver(app: App, workspace: Workspace, wait: Wait): Promise<boolean> {
  const { claimed } = workspace
  if (claimed?.kind !== 'elsewhere') return false
  workspace.claimed = null
  try {
    workspace.claimed = await claimed.takeOver(wait)
  } catch (error) {
    workspace.claimed = claimed
    throw error
  }
  if (app.workspace === workspace) return true
  await letGo(workspace)
  return false
}

/** Gives a project that was taken over back: it could not be read. */
export async function handBack(app: App, workspace: Workspace): Promise<void> {
  await letGo(workspace)
  workspace.claimed = foreign(app, workspace)
}

/** Another tab wants the project: what was asked for is finished, then it can only be looked at here. */
function lost(app: App, workspace: Workspace): Promise<void> {
  workspace.stopCopy()
  return workspace.inOrder(async () => {
    if (app.workspace === workspace) await keepView(app, workspace)
    workspace.claimed = foreign(app, workspace)
    if (app.workspace !== workspace) return
    app.store.edit(() => ({ readOnly: true }))
    const words = 'Another tab has taken this project over. Here it can still be heard and exported.'
    const document = app.store.document()
    if (document)
      app.store.tell(
        words,
        whileOpen(document, ({ readOnly }) => readOnly),
      )
  })
}

/** A project that went to another tab; it may be free again by the time it is wanted back. */
function foreign(app: App, workspace: Workspace): Claim {
  const takeBack = async (wait?: Wait): Promise<OwnedProject> => {
    const claimed = await claimProject(workspace.stored.id, () => lost(app, workspace))
    return claimed.kind === 'mine' ? claimed : claimed.takeOver(wait)
  }
  return { kind: 'elsewhere', takeOver: takeBack }
}

/** Remembers where the recording of a stored project was found this time, when it is not where the project says. */
export async function rememberPlace(app: App, workspace: Workspace): Promise<void> {
  const { place } = workspace
  if (place !== workspace.stored.place) {
    workspace.stored = await app.projects.save({ ...workspace.stored, place })
  }
  offerCopy(app, workspace)
}

/** Sees to it that the recording is found another day: a small one is copied, for a long one the user is asked, if that helps. */
function offerCopy(app: App, workspace: Workspace): void {
  if (app.workspace !== workspace) return
  if (workspace.stored.place.kind !== 'absent') return app.store.edit(() => ({ keeping: { kind: 'kept' } }))
  const { size } = workspace.file
  if (size <= copiedWithoutAsking) return void copyOf(app, workspace)
  if (!app.store.get().offersCopy) return app.store.edit(() => ({ keeping: { kind: 'not-kept' } }))
  // The question moves everything below it: the step that it follows from is drawn first.
  const timer = setTimeout(() => app.store.edit(() => ({ keeping: { kind: 'asked', bytes: size } })), askAfterMs)
  workspace.scope.add(() => clearTimeout(timer))
}

/** Copies the recording into the browser's storage, as the user asks. Once there is one, copies of others are offered again, too. */
export async function keepCopy(app: App): Promise<void> {
  const { workspace, store } = app
  if (workspace?.claimed?.kind !== 'mine') return
  if (await copyOf(app, workspace)) store.patch({ offersCopy: true })
}

/**
 * Copies the recording, so that the project opens by itself another day, and gives whether it is kept. Nothing is left of a copy that
 * no project names.
 */
async function copyOf(app: App, workspace: Workspace): Promise<boolean> {
  const { store } = app
  const stop = new AbortController()
  workspace.stopCopy = () => stop.abort()
  const total = workspace.file.size
  store.edit(() => ({ keeping: { kind: 'copying', done: 0, total } }))
  try {
    const place = await copyRecording(app.files, workspace.file, {
      signal: AbortSignal.any([stop.signal, workspace.ending]),
      onProgress: (done) => {
        if (app.workspace === workspace) store.edit(() => ({ keeping: { kind: 'copying', done, total } }))
      },
    })
    const saved = await workspace.inOrder(async () => {
      if (app.workspace !== workspace || workspace.claimed?.kind !== 'mine') return false
      workspace.stored = await app.projects.save({ ...workspace.stored, place })
      return true
    })
    if (app.workspace === workspace) store.edit(() => ({ keeping: { kind: saved ? 'kept' : 'not-kept' } }))
    if (!saved && place.kind === 'opfs') await app.files.remove([place.path])
    return saved
  } catch (error) {
    if (app.workspace === workspace) {
      store.edit(() => ({ keeping: { kind: 'not-kept' } }))
      if (!isAbort(error)) store.fail(error)
    }
    return false
  }
}

/** Gives up the copy that is under way. */
export function stopCopying(app: App): void {
  app.workspace?.stopCopy()
  app.store.edit(() => ({ keeping: { kind: 'not-kept' } }))
}

/** Goes on without a copy: the recording is asked for when the project is opened again, and no copy is offered any more. */
export function goWithoutCopy(app: App): void {
  stopCopying(app)
  app.store.patch({ offersCopy: false })
}

/** Reads the list of projects, says how safe they are, and frees what no project needs any more. */
export async function listProjects(app: App): Promise<void> {
  try {
    app.store.patch({ projects: await app.projects.list() })
    await noteStorage(app)
    await collectGarbage(app)
  } catch (error) {
    app.store.patch({ projects: app.store.get().projects ?? [] })
    app.store.fail(error)
  }
}

/** Forgets a project with its takes and its copy of the recording. The user's own file stays. It can be given up while it waits. */
export async function forgetProject(app: App, id: ProjectId): Promise<void> {
  try {
    await during(app, 'Removing the project', (wait) => afterOpenings(app, wait.signal, () => forgetNow(app, id, wait)))
  } catch (error) {
    if (isAbort(error)) app.store.tell('Not removed.')
    else app.store.fail(error)
  }
}

/** Does `work` in order with openings: what is being opened here is not taken away meanwhile. Until then it can be given up. */
function afterOpenings(app: App, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    const begin = async () => {
      signal.removeEventListener('abort', giveUp)
      if (!signal.aborted) await work()
    }
    app.opening.inOrder(begin).then(resolve, reject)
  })
}

async function forgetNow(app: App, id: ProjectId, wait: Wait): Promise<void> {
  if (app.workspace?.stored.id === id) return app.store.tell('This project is open. Close it first.')
  const claimed = await claimProject(id, () => {})
  if (claimed.kind === 'elsewhere') {
    app.store.tell('This project is open in another tab. Close it there first.')
    return
  }
  try {
    await removeProject(app, id, wait)
    if (app.store.get().wanted?.id === id) app.store.patch({ wanted: null })
    app.store.tell('Removed. The recording itself was not touched.')
  } finally {
    await claimed.release()
    await listProjects(app)
  }
}

async function noteStorage(app: App): Promise<void> {
  const persistent = app.files.persistent && app.projects.persistent
  const note = persistenceWarning(persistent, await storageState())
  const worthSaying =
    !persistent || (app.store.get().projects?.length ?? 0) > 0 || app.store.document()?.saving === 'saved'
  app.store.patch({ storageNote: worthSaying ? note : null })
}
