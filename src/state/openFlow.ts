import { identify, readLayout } from '../audio/layout'
import { isAbort, PickupError } from '../base/errors'
import type { ProjectId, TakeId } from '../base/ids'
import { reachableTakes } from '../edit/history'
import { originalTimeline } from '../edit/timeline'
import { timelinePauses } from '../infill/timelinePauses'
import { blobSource } from '../storage/blobSource'
import { askToRead, canChooseFile, chooseFile, droppedFiles, type GivenFile } from '../storage/fileAccess'
import { identityOf, type RecordingIdentity } from '../storage/identity'
import { newId } from '../storage/newId'
import { type RecordingPlace, recordingFolder } from '../storage/place'
import type { StoredProject } from '../storage/projects'
import { type Reopened, reopenRecording } from '../storage/recordings'
import type { StoredTake } from '../storage/takes'
import { type Analysis, analyse } from '../workers/analysis'
import type { App } from './app'
import { ask } from './ask'
import { decodeToStorage } from './decodeFlow'
import type { OpenDocument } from './document'
import { present, renderAgain } from './historyFlow'
import { startPlayback } from './playbackFlow'
import { isProjectFile, openProjectFile } from './projectFileFlow'
import { claim, freshProject, letGo, listProjects, rememberPlace, takeOver } from './projectFlow'
import { isViewUntouched, keepView, restoreView } from './viewFlow'
import { type OpenedRecording, Workspace } from './workspace'

let opening = 0
let stopOpening: () => void = () => {}

/** Gives up opening a recording that is being decoded. */
export const cancelOpening = (): void => stopOpening()

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
  try {
    const given = await chooseFile()
    if (given) await openGiven(app, given)
  } catch (error) {
    app.store.fail(error)
  }
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
  await opened(app, file.name, async (signal) => {
    const source = blobSource(file)
    const { kind } = await identify(source)
    const identity = await identityOf(file)
    const known = await app.projects.find(identity)
    const stored = known === null ? null : await app.projects.load(known)
    if (kind === 'encoded') return openEncoded(app, given, { identity, stored, signal })
    const layout = await readLayout(source)
    const fresh = freshProject(given, layout, identity)
    if (stored === null) return { file, layout, stored: fresh, inStorage: false, place: fresh.place, notes: [] }
    const place = await placeAmong(app, stored, fresh.place)
    return { file, layout, stored, inStorage: true, place, notes: [] }
  })
}

interface Encoded {
  readonly identity: RecordingIdentity
  /** The project of this file, if there is one. */
  readonly stored: StoredProject | null
  readonly signal: AbortSignal
}

/** A compressed recording is decoded once, into the browser's storage; a project that has it there goes on with that. */
async function openEncoded(
  app: App,
  given: GivenFile,
  { identity, stored, signal }: Encoded,
): Promise<OpenedRecording> {
  if (stored) {
    const found = await reopenRecording(app.files, stored.place, identity)
    if (found.kind === 'same') {
      const layout = await readLayout(blobSource(found.file))
      return { file: found.file, layout, stored, inStorage: true, place: stored.place, notes: [] }
    }
  }
  const path = `${recordingFolder}/${newId()}`
  const { file, notes } = await decodeToStorage(app, given.file, path, signal)
  const layout = await readLayout(blobSource(file))
  const place: RecordingPlace = { kind: 'opfs', path, size: file.size }
  const project = stored ?? { ...freshProject({ file: given.file, handle: null }, layout, identity), place }
  return { file, layout, stored: project, inStorage: stored !== null, place, notes }
}

/** Where the project finds its recording, as long as it does; else where it was given from this time. */
async function placeAmong(
  app: App,
  { place, recording }: StoredProject,
  given: RecordingPlace,
): Promise<RecordingPlace> {
  const { kind } = await reopenRecording(app.files, place, recording.identity)
  return kind === 'same' || (kind === 'permission' && given.kind === 'absent') ? place : given
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
    const layout = await readLayout(blobSource(found.file))
    return { file: found.file, layout, stored, inStorage: true, place, notes: [] }
  })
}

/** Takes the open project over from another tab, and goes on from what that tab saved. */
export async function takeProjectOver(app: App): Promise<void> {
  const { workspace, store } = app
  if (!workspace) return
  try {
    const stored = await takeOver(app, workspace)
    const takes = await takesOf(app, stored)
    if (app.workspace !== workspace) return
    workspace.viewAwaited = true
    store.edit((document) => ({
      ...present(workspace, document, stored.history),
      takes,
      saving: 'saved',
      readOnly: false,
      // What was not begun here is as the other tab left it.
      ...(isViewUntouched(workspace, document) && { selection: null, text: '' }),
    }))
    await goOn(app, workspace)
  } catch (error) {
    store.fail(error)
  }
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
  if (!app.workspace || !(await mayLeave(app))) return
  stopOpening()
  const turn = ++opening
  await leave(app)
  if (turn !== opening) return
  app.store.patch({ session: { kind: 'empty' } })
  await listProjects(app)
}

/** Asks before takes that are under way, and may be paid for, are given up. */
async function mayLeave(app: App): Promise<boolean> {
  const count = app.store.document()?.jobs.length ?? 0
  if (count === 0) return true
  return ask(app, {
    title: 'Give up what is being generated?',
    text: `${count === 1 ? 'A take is' : `${count} takes are`} still under way for this recording. Closing it now lets go of that, though it may be paid for.`,
    yes: 'Give it up',
  })
}

/**
 * Ends everything that works on the open recording, and gives its project up once the step that is being saved is saved.
 * What was decoded for a recording on which nothing was decided is removed.
 */
async function leave(app: App): Promise<void> {
  const { workspace } = app
  if (!workspace) return
  await keepView(app, workspace)
  workspace.scope.dispose()
  if (app.workspace === workspace) app.workspace = null
  await workspace.inOrder(() => Promise.resolve())
  await letGo(workspace)
  await dropUnkept(app, workspace)
}

async function dropUnkept(app: App, { inStorage, place }: OpenedRecording): Promise<void> {
  if (!inStorage && place.kind === 'opfs') await app.files.remove([place.path])
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
async function opened(
  app: App,
  name: string,
  prepare: (signal: AbortSignal) => Promise<OpenedRecording>,
): Promise<void> {
  const { store } = app
  performance.mark('pickup:chosen')
  const before = store.get().session
  const turn = ++opening
  stopOpening()
  const stop = new AbortController()
  stopOpening = () => stop.abort()
  store.clearFault()
  if (before.kind === 'open') store.tell(`Opening ${name} …`)
  else store.patch({ session: { kind: 'opening', name } })
  try {
    const found = await prepare(stop.signal)
    if (turn !== opening || !(await mayLeave(app))) return await dropUnkept(app, found)
    await leave(app)
    const workspace = new Workspace(found)
    await claim(app, workspace)
    // Only now is the project nobody else's to change: what the step before left is what goes on.
    if (workspace.inStorage) workspace.stored = await app.projects.load(workspace.stored.id)
    const takes = await takesOf(app, workspace.stored)
    if (turn === opening) return await show(app, workspace, takes)
    await letGo(workspace)
    await dropUnkept(app, workspace)
  } catch (error) {
    if (turn !== opening) return
    if (app.workspace === null) store.patch({ session: { kind: 'empty' } })
    store.tell(isAbort(error) ? 'Not opened.' : '')
    if (!isAbort(error)) store.fail(error)
  }
}

async function show(app: App, workspace: Workspace, takes: OpenDocument['takes']): Promise<void> {
  const { store } = app
  app.workspace = workspace
  store.patch({ session: { kind: 'open', document: { ...newDocument(workspace), takes } } })
  startPlayback(app, workspace)
  workspace.analysed = analyseInto(app, workspace)
  if (workspace.inStorage) await goOn(app, workspace)
  else store.tell(`Opened ${workspace.stored.recording.name}.`)
  if (workspace.layout.frames > 0) await workspace.analysed
}

/** Renders what the project needs, before any step on it, and shows it as it was left. */
async function goOn(app: App, workspace: Workspace): Promise<void> {
  const { store } = app
  await workspace.inOrder(async () => {
    await renderAgain(app, workspace)
    await restoreView(app, workspace)
    if (store.document()?.readOnly === false) await rememberPlace(app, workspace)
  })
  if (app.workspace !== workspace) return
  const { recording, history } = workspace.stored
  const count = history.present.fixes.length
  const document = store.document()
  const pauses = document?.analysis.phase === 'done' ? ` ${pausesFound(document.pauses.length)}` : ''
  store.tell(`Going on with ${recording.name}: ${count === 1 ? 'one fix' : `${count} fixes`}.${pauses}`)
}

/** What is known of every take that the history reaches; one that is lost is left out and said when it is rendered. */
async function takesOf(app: App, stored: StoredProject): Promise<ReadonlyMap<TakeId, StoredTake>> {
  const ids = [...reachableTakes(stored.history)]
  const found = await Promise.all(ids.map((id) => app.takes.meta(id)))
  return new Map(found.flatMap((take) => (take ? [[take.id, take] as const] : [])))
}

function newDocument({ layout, file, stored, inStorage, claimed, notes }: Workspace): OpenDocument {
  return {
    opening,
    recording: {
      id: stored.recording.id,
      name: stored.recording.name,
      format: layout.format,
      frames: layout.frames,
      size: file.size,
      notes: [...notes, ...layout.notes.map((note) => note.message)],
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
    saving: inStorage ? 'saved' : 'new',
    keeping: { kind: 'kept' },
    readOnly: claimed?.kind === 'elsewhere',
  }
}

/** Begins the pass over the samples anew after it was stopped or has failed. */
export function readOn(app: App): void {
  const { workspace, store } = app
  if (!workspace) return
  store.edit(() => ({ analysis: { phase: 'running', done: 0, total: workspace.layout.frames } }))
  workspace.analysed = analyseInto(app, workspace)
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
      onProgress({ done, total, pyramid, firstLook }) {
        if (!current()) return
        workspace.pyramid = pyramid
        workspace.firstLook = firstLook
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
    store.edit(() => ({ analysis: { phase: 'failed' } }))
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
  // While a project is being shown as it was left, that is told together with it.
  if (!workspace.viewAwaited) store.tell(pausesFound(analysis.pauses.length))
  performance.mark('pickup:analysed')
}

const pausesFound = (count: number): string => (count === 1 ? 'One pause found.' : `${count} pauses found.`)

function damageNotes({ nonFinite }: Analysis): string[] {
  const damaged = nonFinite.reduce((sum, range) => sum + range.end - range.start, 0)
  if (damaged === 0) return []
  return [
    `${damaged} damaged samples (not numbers) are played and exported as silence; every other sample is kept as it is.`,
  ]
}
