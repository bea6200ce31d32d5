import { identify, readLayout } from '../audio/layout'
import { PickupError } from '../base/errors'
import type { ProjectId } from '../base/ids'
import { askToRead, type GivenFile } from '../storage/fileAccess'
import { identityOf, type RecordingIdentity, sameIdentity } from '../storage/identity'
import { newId } from '../storage/newId'
import { type RecordingPlace, recordingFolder } from '../storage/place'
import type { StoredProject } from '../storage/projects'
import { type Reopened, reopenRecording } from '../storage/recordings'
import { blobSource } from '../workers/blobSource'
import { whileDoing } from './activity'
import type { App } from './app'
import { decodeToStorage } from './decodeFlow'
import { freshProject } from './projectFlow'
import type { OpenedRecording } from './workspace'

/** Whose recording a file is to be: of this project alone; null for whatever project it has. */
export type Expected = ProjectId | null

/**
 * Reads the headers of a file that was given, and finds the project of it, if there is one. Rejects with `another-recording`
 * when it is not the recording of the project that is expected.
 */
export async function findGiven(
  app: App,
  given: GivenFile,
  expected: Expected,
  signal: AbortSignal,
): Promise<OpenedRecording> {
  const { file } = given
  const source = blobSource(file)
  const { kind, identity, stored } = await whileOpening(app, file.name, signal, async () => {
    const identifying = identityOf(file)
    // What is wrong with the file is told by the first to look into it; the other fails with it.
    identifying.catch(() => undefined)
    const { kind } = await identify(source)
    const identity = await identifying
    const known = expected ?? (await app.projects.find(identity))
    return { kind, identity, stored: known === null ? null : await app.projects.load(known) }
  })
  if (stored && !sameIdentity(identity, stored.recording.identity)) throw anotherRecording(file, stored)
  if (kind === 'encoded') return findEncoded(app, given, { identity, stored, signal })
  const layout = await readLayout(source)
  const fresh = freshProject(given, layout, identity)
  if (stored === null) return { file, layout, stored: fresh, inStorage: false, place: fresh.place, notes: [] }
  const place = await placeAmong(app, stored, fresh.place)
  return { file, layout, stored, inStorage: true, place, notes: [] }
}

/**
 * Finds the recording of a stored project again. Rejects with RecordingAskedFor when the user has to give it: there is no
 * more than its name, or it is not where it was any more, or not as it was.
 */
export async function findStored(app: App, id: ProjectId, signal: AbortSignal): Promise<OpenedRecording> {
  const stored = await app.projects.load(id)
  const { place, recording } = stored
  const find = () => reopenRecording(app.files, place, recording.identity)
  let found = await whileOpening(app, recording.name, signal, find)
  if (found.kind === 'permission' && (await askToRead(found.handle)) === 'granted') {
    found = await whileOpening(app, recording.name, signal, find)
  }
  if (found.kind !== 'same') throw new RecordingAskedFor(stored, found)
  const layout = await readLayout(blobSource(found.file))
  return { file: found.file, layout, stored, inStorage: true, place, notes: [] }
}

/** Shows a step of opening as under way; giving it up gives up the opening. */
async function whileOpening<Value>(
  app: App,
  name: string,
  signal: AbortSignal,
  step: () => Promise<Value>,
): Promise<Value> {
  const done = await whileDoing(app, `Opening ${name}`, step, () => app.opening.stop())
  signal.throwIfAborted()
  return done
}

interface Encoded {
  readonly identity: RecordingIdentity
  /** The project of this file, if there is one. */
  readonly stored: StoredProject | null
  readonly signal: AbortSignal
}

/** A compressed recording is decoded once, into the browser's storage; a project that has it there goes on with that. */
async function findEncoded(
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

/** The user is to give the recording of a project, so that it can go on. */
export class RecordingAskedFor extends PickupError<'recording-asked-for'> {
  readonly project: ProjectId
  /** What the recording is called. */
  readonly recording: string
  /** Whether nothing is wrong: the browser only has no way to the file. */
  readonly ordinary: boolean

  constructor({ id, place, recording: { name } }: StoredProject, found: Reopened) {
    const ordinary = found.kind === 'permission' || (found.kind === 'missing' && place.kind !== 'handle')
    const what = found.kind === 'changed' ? 'has changed since its fixes were made' : 'is not where it was'
    super(
      'recording-asked-for',
      ordinary
        ? `Choose “${name}” again to go on: its fixes are here.`
        : `The recording “${name}” ${what}. Drop it here or open it as it was, and its fixes are back.`,
      { name },
    )
    this.project = id
    this.recording = name
    this.ordinary = ordinary
  }
}

function anotherRecording(file: File, { recording }: StoredProject): PickupError {
  return new PickupError(
    'another-recording',
    `“${file.name}” is not the recording “${recording.name}” as it was when its fixes were made. Choose that one to go on.`,
    { name: file.name },
  )
}
