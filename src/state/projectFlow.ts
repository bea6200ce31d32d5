import type { WavLayout } from '../audio/riff/layout'
import { isAbort } from '../base/errors'
import { type ProjectId, projectId, recordingId } from '../base/ids'
import { type History, newHistory } from '../edit/history'
import { newProject } from '../edit/project'
import type { GivenFile } from '../storage/fileAccess'
import { collectGarbage, removeProject } from '../storage/garbage'
import type { RecordingIdentity } from '../storage/identity'
import { claimProject, type ForeignProject } from '../storage/locks'
import { newId } from '../storage/newId'
import { askToPersist, persistenceWarning, storageState } from '../storage/persistence'
import type { StoredProject } from '../storage/projects'
import { copyRecording, placeOf } from '../storage/recordings'
import type { App } from './app'
import type { Workspace } from './workspace'

/** Up to this many bytes a recording without a handle is copied into the browser's storage without asking. */
const copiedWithoutAsking = 64 * 2 ** 20

/** The project of a recording that nothing was decided about yet. It is stored with its first step. */
export function freshProject(given: GivenFile, layout: WavLayout, identity: RecordingIdentity): StoredProject {
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
    drafts: [],
    place: placeOf(given),
  }
}

/** Saves one step of history; resolves once it is on disk. With the first step the project itself comes into being. */
export async function saveHistory(app: App, workspace: Workspace, history: History): Promise<void> {
  const first = app.store.document()?.saving === 'new'
  app.store.edit(() => ({ saving: 'saving' }))
  try {
    if (first) await claim(app, workspace)
    workspace.stored = await app.projects.save({ ...workspace.stored, history })
  } catch (error) {
    app.store.edit(() => ({ saving: 'failed' }))
    throw error
  }
  app.store.edit(() => ({ saving: 'saved' }))
  if (!first) return
  void askToPersist().then(() => noteStorage(app))
  offerCopy(app, workspace)
}

const claims = new WeakMap<Workspace, ForeignProject>()

/** Makes the project this tab's to change; when another tab has it, it can only be looked at here. */
export async function claim(app: App, workspace: Workspace): Promise<void> {
  const claimed = await claimProject(workspace.stored.id, () => lost(app, workspace))
  if (claimed.kind === 'elsewhere') {
    claims.set(workspace, claimed)
    if (app.workspace === workspace) app.store.edit(() => ({ readOnly: true }))
  } else {
    workspace.scope.add(() => void claimed.release())
  }
}

/** Takes the project over from the other tab and goes on from what that one saved. */
export async function takeOver(app: App): Promise<StoredProject | null> {
  const { workspace } = app
  const foreign = workspace && claims.get(workspace)
  if (!workspace || !foreign) return null
  try {
    const owned = await foreign.takeOver()
    await owned.release()
    return await app.projects.load(workspace.stored.id)
  } catch (error) {
    app.store.fail(error)
    return null
  }
}

function lost(app: App, workspace: Workspace): Promise<void> {
  return workspace.inOrder(async () => {
    if (app.workspace !== workspace) return
    app.store.edit(() => ({ readOnly: true }))
    app.store.tell('Another tab has taken this project over. Here it can still be heard and exported.')
    const again = await claimLater(workspace)
    claims.set(workspace, again)
  })
}

function claimLater(workspace: Workspace): Promise<ForeignProject> {
  const { id } = workspace.stored
  return Promise.resolve({
    kind: 'elsewhere',
    takeOver: async () => {
      const claimed = await claimProject(id, () => {})
      return claimed.kind === 'mine' ? claimed : claimed.takeOver()
    },
  })
}

/** Sees to it that the recording is found another day: a small one is copied, for a long one the user is asked. */
function offerCopy(app: App, workspace: Workspace): void {
  if (workspace.stored.place.kind !== 'absent') return app.store.edit(() => ({ keeping: { kind: 'kept' } }))
  const { size } = workspace.file
  if (size <= copiedWithoutAsking) void keepCopy(app)
  else app.store.edit(() => ({ keeping: { kind: 'asked', bytes: size } }))
}

/** Copies the recording into the browser's storage, so that the project opens by itself another day. */
export async function keepCopy(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  const stop = new AbortController()
  workspace.stopCopy = () => stop.abort()
  const total = workspace.file.size
  store.edit(() => ({ keeping: { kind: 'copying', done: 0, total } }))
  try {
    const place = await copyRecording(app.files, workspace.stored.recording.id, workspace.file, {
      signal: AbortSignal.any([stop.signal, workspace.ending]),
      onProgress: (done) => {
        if (app.workspace === workspace) store.edit(() => ({ keeping: { kind: 'copying', done, total } }))
      },
    })
    await workspace.inOrder(async () => {
      workspace.stored = await app.projects.save({ ...workspace.stored, place })
    })
    if (app.workspace === workspace) store.edit(() => ({ keeping: { kind: 'kept' } }))
  } catch (error) {
    if (app.workspace !== workspace) return
    store.edit(() => ({ keeping: { kind: 'not-kept' } }))
    if (!isAbort(error)) store.fail(error)
  }
}

/** Goes on without a copy: the recording is asked for when the project is opened again. */
export function goWithoutCopy(app: App): void {
  app.workspace?.stopCopy()
  app.store.edit(() => ({ keeping: { kind: 'not-kept' } }))
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

/** Forgets a project with its takes and its copy of the recording. The user's own file stays. */
export async function forgetProject(app: App, id: ProjectId): Promise<void> {
  const claimed = await claimProject(id, () => {})
  if (claimed.kind === 'elsewhere') {
    app.store.tell('This project is open in another tab. Close it there first.')
    return
  }
  try {
    await removeProject(app, id)
    app.store.tell('Removed. The recording itself was not touched.')
  } catch (error) {
    app.store.fail(error)
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
