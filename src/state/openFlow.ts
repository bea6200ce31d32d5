import { isAbort, PickupError } from '../base/errors'
import type { ProjectId } from '../base/ids'
import { canChooseFile, chooseFile, type GivenFile } from '../storage/fileAccess'
import { during, whileDoing } from './activity'
import { analyseInto } from './analysisFlow'
import type { App } from './app'
import { dropUnkept, leave, mayLeave, showLeft } from './closeFlow'
import type { OpenDocument } from './document'
import { type Expected, findGiven, findStored, RecordingAskedFor } from './findRecording'
import { goOn } from './goOn'
import { showMarkers } from './markerFlow'
import { measureTakes } from './measureTakes'
import { newDocument } from './newDocument'
import { startPlayback } from './playbackFlow'
import { isProjectFile, openProjectFile } from './projectFileFlow'
import { claim, letGo } from './projectFlow'
import { takesOf } from './storedTakes'
import { type OpenedRecording, Workspace } from './workspace'

/** Gives up opening a recording that is being decoded. */
export const cancelOpening = (app: App): void => app.opening.stop()

/** Whether `openChosen` works in this browser; where it does not, a file input does. */
export const canChoose = canChooseFile

/** Lets the user choose a recording with the system's own dialog: that of a project, when one is `expected`. */
export async function openChosen(app: App, expected: Expected = null): Promise<void> {
  try {
    const given = await chooseFile()
    if (given) await openGiven(app, given, expected)
  } catch (error) {
    app.store.fail(error)
  }
}

/** Opens a file that came without a handle to it: as the recording of a project, when one is `expected`. */
export function openFile(app: App, file: File, expected: Expected = null): Promise<void> {
  return openGiven(app, { file, handle: null }, expected)
}

/**
 * Opens a recording: reads its headers, shows it, and starts the one pass over its samples. A recording that was worked on
 * before goes on where it stopped. A file that cannot be opened, or is not the recording of the project that is `expected`,
 * leaves the page as it was, with the reason shown.
 */
export async function openGiven(app: App, given: GivenFile, expected: Expected = null): Promise<void> {
  const { file } = given
  if (isProjectFile(file)) return openProjectFile(app, file)
  await opened(app, file.name, (signal) => findGiven(app, given, expected, signal))
}

/** Goes on with a project where it stopped. Its recording is found again, or asked for. Call it in a click. */
export async function openProject(app: App, id: ProjectId): Promise<void> {
  app.store.patch({ wanted: null })
  await opened(app, 'project', (signal) => findStored(app, id, signal))
}

/** Fetches the sample recording that comes with Pickup, and opens it. */
export async function openSample(app: App): Promise<void> {
  let file: File
  try {
    const bytes = await during(app, 'Fetching the sample', async ({ signal }) => {
      const answer = await fetch('/sample.wav', { signal })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      return answer.blob()
    })
    file = new File([bytes], 'sample.wav', { type: 'audio/wav' })
  } catch (cause) {
    if (isAbort(cause)) return app.store.tell('Not opened.')
    const message = 'The sample could not be fetched. Check that Pickup is still running, then press the button again.'
    app.store.fail(new PickupError('sample-missing', message, {}, { cause }))
    return
  }
  await openFile(app, file)
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
  const { turn, signal } = app.opening.begin()
  app.opening.analysts.prepare()
  const latest = () => app.opening.turn === turn
  store.clearFault()
  if (before.kind === 'open') store.tell(`Opening ${name} …`)
  else store.patch({ session: { kind: 'opening', name } })
  try {
    const found = await prepare(signal)
    const leaving = latest() && (await mayLeave(app, signal)) && latest()
    if (!leaving) return await dropUnkept(app, found)
    const shown = await app.opening.inOrder(() => changeTo(app, found, latest))
    await shown?.reading
  } catch (error) {
    if (!latest()) return
    app.opening.analysts.release()
    if (app.workspace === null) store.patch({ session: { kind: 'empty' } })
    if (error instanceof RecordingAskedFor) store.patch({ wanted: { id: error.project, name: error.recording } })
    if (error instanceof RecordingAskedFor && error.ordinary)
      return store.tell(error.message, ({ wanted }) => wanted?.id === error.project)
    store.tell(isAbort(error) ? 'Not opened.' : '')
    if (!isAbort(error)) store.fail(error)
  }
}

/** The user will not give the recording that is asked for now. */
export function dismissWanted({ store }: App): void {
  store.patch({ wanted: null })
  store.tell('')
}

/** A recording that is shown, and all that is still read of it and of its project. */
interface Shown {
  readonly reading: Promise<void>
}

/** Leaves what is open and shows what was found. Gives null when another opening was begun meanwhile. */
async function changeTo(app: App, found: OpenedRecording, latest: () => boolean): Promise<Shown | null> {
  await whileDoing(app, 'Saving what was open', () => leave(app))
  const workspace = new Workspace(found)
  const takes = await claimWithTakes(app, workspace)
  if (latest()) {
    app.workspace = workspace
    const document = newDocument(workspace, app.opening.turn, takes)
    app.store.patch({
      session: { kind: 'open', document },
      wanted: null,
      panel: 'say',
      goToShown: false,
      keysShown: false,
    })
    startPlayback(app, workspace)
    measureTakes(app, workspace)
    return { reading: readAndGoOn(app, workspace) }
  }
  showLeft(app)
  await letGo(workspace)
  await dropUnkept(app, workspace)
  return null
}

/** Claims the project and reads it: only now is it nobody else's to change, and what the step before left is what goes on. */
async function claimWithTakes(app: App, workspace: Workspace): Promise<OpenDocument['takes']> {
  await claim(app, workspace)
  try {
    if (workspace.inStorage) workspace.stored = await app.projects.load(workspace.stored.id)
    return await takesOf(app, workspace.stored)
  } catch (error) {
    await letGo(workspace)
    throw error
  }
}

async function readAndGoOn(app: App, workspace: Workspace): Promise<void> {
  workspace.analysed = analyseInto(app, workspace)
  void showMarkers(app, workspace)
  if (workspace.inStorage) await goOn(app, workspace)
  else app.store.tell(`Opened ${workspace.stored.recording.name}.`)
  if (workspace.layout.frames > 0) await workspace.analysed
}
