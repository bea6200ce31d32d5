import { readWavLayout } from '../audio/riff/layout'
import { isAbort, PickupError } from '../base/errors'
import type { ProjectId, TakeId } from '../base/ids'
import { reachableTakes } from '../edit/history'
import { originalTimeline } from '../edit/timeline'
import { timelinePauses } from '../infill/timelinePauses'
import { blobSource } from '../storage/blobSource'
import { askToRead, canChooseFile, chooseFile, droppedFiles, type GivenFile } from '../storage/fileAccess'
import { identityOf } from '../storage/identity'
import type { StoredProject } from '../storage/projects'
import { type Reopened, reopenRecording } from '../storage/recordings'
import type { StoredTake } from '../storage/takes'
import { type Analysis, analyse } from '../workers/analysis'
import type { App } from './app'
import type { OpenDocument } from './document'
import { renderAgain } from './historyFlow'
import { startPlayback } from './playbackFlow'
import { isProjectFile, openProjectFile } from './projectFileFlow'
import { claim, freshProject, listProjects, takeOver } from './projectFlow'
import { keepView, restoreView } from './viewFlow'
import { Workspace } from './workspace'

let opening = 0

/** Opens what was dropped on the page; of several files the first. Call it in the drop event itself. */
export async function openDropped(app: App, transfer: DataTransfer): Promise<void> {
  const [first, ...others] = await droppedFiles(transfer)
  if (!first) return
  if (others.length > 0) app.store.tell(`One recording at a time: opening ${first.file.name}.`)
  await openGiven(app, first)
}

/** Whether `openChosen` works in this browser; where it does not, a file input does. */
export const canChoose = canChooseFile

/** Lets the user choose a recording with the system's own dialog. */
export async function openChosen(app: App): Promise<void> {
  const given = await chooseFile()
  if (given) await openGiven(app, given)
}

/** Opens a file that came without a handle to it. */
export function openFile(app: App, file: File): Promise<void> {
  return openGiven(app, { file, handle: null })
}

/**
 * Opens a recording: reads its headers, shows it, and starts the one pass over its samples. A recording that was worked on
 * before goes on where it stopped. A file that cannot be opened leaves the page as it was, with the reason shown.
 */
async function openGiven(app: App, given: GivenFile): Promise<void> {
  const { file } = given
  if (isProjectFile(file)) return openProjectFile(app, file)
  await opened(app, file.name, async () => {
    const layout = await readWavLayout(blobSource(file))
    const identity = await identityOf(file)
    const known = await app.projects.find(identity)
    const fresh = freshProject(given, layout, identity)
    if (known === null) return new Workspace(file, layout, fresh)
    const stored = await app.projects.load(known)
    const place = given.handle || stored.place.kind === 'absent' ? fresh.place : stored.place
    return new Workspace(file, layout, { ...stored, place })
  })
}

/** Goes on with a project where it stopped. Its recording is found again, or asked for. Call it in a click. */
export async function openProject(app: App, id: ProjectId): Promise<void> {
  await opened(app, 'project', async () => {
    const stored = await app.projects.load(id)
    const { place, recording } = stored
    let found = await reopenRecording(app.files, place, recording.identity)
    if (found.kind === 'permission' && (await askToRead(found.handle)) === 'granted') {
      found = await reopenRecording(app.files, place, recording.identity)
    }
    if (found.kind !== 'same') throw recordingAskedFor(found, recording.name)
    return new Workspace(found.file, await readWavLayout(blobSource(found.file)), stored)
  })
}

/** Takes the open project over from another tab, and goes on from what that tab saved. */
export async function takeProjectOver(app: App): Promise<void> {
  const { workspace } = app
  if (!workspace) return
  const stored = await takeOver(app)
  if (!stored || app.workspace !== workspace) return
  await opened(app, stored.recording.name, () =>
    Promise.resolve(new Workspace(workspace.file, workspace.layout, stored)),
  )
}

/** Fetches the sample recording that comes with Pickup, and opens it. */
export async function openSample(app: App): Promise<void> {
  let file: File
  try {
    const answer = await fetch('/sample.wav')
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    file = new File([await answer.blob()], 'sample.wav', { type: 'audio/wav' })
  } catch (cause) {
    const message = 'The sample could not be fetched. Check that Pickup is still running, then press the button again.'
    app.store.fail(new PickupError('sample-missing', message, {}, { cause }))
    return
  }
  await openFile(app, file)
}

/** Closes the recording and shows the projects. Everything decided is already saved. */
export async function closeRecording(app: App): Promise<void> {
  const { workspace } = app
  if (!workspace) return
  opening++
  await keepView(app, workspace)
  workspace.scope.dispose()
  app.workspace = null
  app.store.patch({ session: { kind: 'empty' } })
  await listProjects(app)
}

function recordingAskedFor(found: Reopened, name: string): PickupError {
  const what = {
    same: '',
    changed: 'has changed since its fixes were made',
    missing: 'is not where it was',
    permission: 'may not be read without your permission',
  }[found.kind]
  return new PickupError(
    'recording-asked-for',
    `The recording “${name}” ${what}. Drop it here or open it as it was, and its fixes are back.`,
    { name },
  )
}

/** One opening at a time: a later one wins, a failed one leaves what was there. */
async function opened(app: App, name: string, prepare: () => Promise<Workspace>): Promise<void> {
  const { store } = app
  performance.mark('pickup:chosen')
  const before = store.get().session
  const turn = ++opening
  store.clearFault()
  if (before.kind === 'open') store.tell(`Opening ${name} …`)
  else store.patch({ session: { kind: 'opening', name } })
  try {
    const workspace = await prepare()
    if (turn !== opening) return
    if (app.workspace) await keepView(app, app.workspace)
    app.workspace?.scope.dispose()
    app.workspace = workspace
    await show(app, workspace)
  } catch (error) {
    if (turn !== opening) return
    if (before.kind !== 'open') store.patch({ session: { kind: 'empty' } })
    store.fail(error)
  }
}

async function show(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  const { stored, layout } = workspace
  const again =
    stored.history.present.fixes.length > 0 || stored.history.past.length > 0 || stored.history.future.length > 0
  const takes = again ? await takesOf(app, stored) : new Map<TakeId, StoredTake>()
  store.patch({
    session: { kind: 'open', document: { ...newDocument(workspace), takes, saving: again ? 'saved' : 'new' } },
  })
  startPlayback(app, workspace)
  workspace.analysed = analyseInto(app, workspace)
  if (again) {
    await claim(app, workspace)
    await renderAgain(app, workspace)
    await restoreView(app, workspace)
    const count = stored.history.present.fixes.length
    store.tell(`Going on with ${stored.recording.name}: ${count === 1 ? 'one fix' : `${count} fixes`}.`)
  } else {
    store.tell(`Opened ${stored.recording.name}.`)
  }
  if (layout.frames > 0) await workspace.analysed
}

/** What is known of every take that the history reaches; one that is lost is left out and said when it is rendered. */
async function takesOf(app: App, stored: StoredProject): Promise<ReadonlyMap<TakeId, StoredTake>> {
  const ids = [...reachableTakes(stored.history)]
  const found = await Promise.all(ids.map((id) => app.takes.meta(id)))
  return new Map(found.flatMap((take) => (take ? [[take.id, take] as const] : [])))
}

function newDocument({ layout, file, stored }: Workspace): OpenDocument {
  return {
    opening,
    recording: {
      id: stored.recording.id,
      name: stored.recording.name,
      format: layout.format,
      frames: layout.frames,
      size: file.size,
      notes: layout.notes.map((note) => note.message),
    },
    analysis: { phase: 'running', done: 0, total: layout.frames },
    history: stored.history,
    timeline: originalTimeline(layout.frames),
    inserts: new Map(),
    takes: new Map(),
    pauses: [],
    timelinePauses: [],
    selection: null,
    snap: true,
    editing: null,
    text: '',
    jobs: [],
    exporting: { phase: 'idle' },
    exported: true,
    saving: 'new',
    keeping: { kind: 'kept' },
    readOnly: false,
  }
}

/** Runs the pass over the samples, filling the waveform as it goes. It ends with the workspace, or when stopped. */
async function analyseInto(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  const stop = new AbortController()
  workspace.scope.add(() => stop.abort())
  workspace.stopAnalysis = () => stop.abort()
  const current = () => app.workspace === workspace
  try {
    const analysis = await analyse(workspace.file, workspace.layout, {
      signal: stop.signal,
      onProgress({ done, total, pyramid }) {
        if (!current()) return
        workspace.pyramid = pyramid
        store.edit(() => ({ analysis: { phase: 'running', done, total } }))
      },
    })
    if (current()) finishAnalysis(app, workspace, analysis)
  } catch (error) {
    if (!current()) return
    if (isAbort(error)) {
      store.edit(() => ({ analysis: { phase: 'stopped' } }))
      store.tell('Stopped reading the recording: pauses are not known, everything else works.')
      return
    }
    store.edit(() => ({ analysis: { phase: 'failed', message: 'The pauses could not be found.' } }))
    store.fail(error)
  }
}

function finishAnalysis({ store }: App, workspace: Workspace, analysis: Analysis): void {
  workspace.pyramid = analysis.pyramid
  workspace.nonFinite = analysis.nonFinite
  store.edit((document) => ({
    analysis: { phase: 'done' },
    pauses: analysis.pauses,
    timelinePauses: timelinePauses(document.timeline, analysis.pauses),
    recording: { ...document.recording, notes: [...document.recording.notes, ...damageNotes(analysis)] },
  }))
  const { length } = analysis.pauses
  store.tell(length === 1 ? 'One pause found.' : `${length} pauses found.`)
  performance.mark('pickup:analysed')
}

function damageNotes({ nonFinite }: Analysis): string[] {
  const damaged = nonFinite.reduce((sum, range) => sum + range.end - range.start, 0)
  if (damaged === 0) return []
  return [
    `${damaged} damaged samples (not numbers) are played and exported as silence; every other sample is kept as it is.`,
  ]
}
