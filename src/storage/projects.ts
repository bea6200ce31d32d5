import { type ProjectId, projectId, type TakeId } from '../base/ids'
import type { Frames, SampleRate } from '../base/units'
import { reachableTakes } from '../edit/history'
import { StorageError } from './errors'
import { type RecordingIdentity, sameIdentity } from './identity'
import { type RecordingPlace, readPlace } from './place'
import { type ProjectContent, projectFromData, projectToData } from './projectData'
import type { ProjectRecord, Records } from './records'
import { readView, type ViewState } from './viewState'

/** A project as it is worked on: all that was decided, and where its recording lies. */
export interface StoredProject extends ProjectContent {
  readonly place: RecordingPlace
}

/** One line of the start page. */
export type ProjectSummary =
  | {
      readonly kind: 'readable'
      readonly id: ProjectId
      /** The recording's file name. */
      readonly name: string
      /** Of the recording. */
      readonly frames: Frames
      readonly rate: SampleRate
      /** How many fixes it has, on or off. */
      readonly fixes: number
      /** In ms since 1970. */
      readonly updatedAt: number
      readonly place: RecordingPlace['kind']
    }
  | { readonly kind: 'unreadable'; readonly id: ProjectId; readonly reason: StorageError }

/** What the projects still need of the other stores. */
export interface Reachable {
  readonly takes: ReadonlySet<TakeId>
  /** Paths of recordings in the browser's storage. */
  readonly recordings: ReadonlySet<string>
}

/** What removing a project sets free: nothing else needs it. */
export interface Freed {
  readonly takes: readonly TakeId[]
  readonly recordings: readonly string[]
}

/** The projects in this browser. */
export interface ProjectStore {
  /** Whether projects outlive the page; when false the user must be told. */
  readonly persistent: boolean
  /** All projects, the one saved last first. One that cannot be read is listed with the reason. */
  list(): Promise<ProjectSummary[]>
  /** The project of the recording with `identity` that was saved last, or null. */
  find(identity: RecordingIdentity): Promise<ProjectId | null>
  /** Throws StorageError `missing`, `damaged` or `newer-version`. */
  load(id: ProjectId): Promise<StoredProject>
  /**
   * Saves a project and gives it back with its time; resolves once it is on disk (T10). Saves run in the order asked.
   * Throws StorageError `no-space`, `write-failed`, or `changed` when another tab has saved it since this one loaded it.
   */
  save(project: StoredProject): Promise<StoredProject>
  /** What was looked at, or null. */
  view(id: ProjectId): Promise<ViewState | null>
  /** Keeps what is looked at; may be lost by a crash. */
  saveView(id: ProjectId, view: ViewState): Promise<void>
  /** Forgets a project and says what that sets free, which the caller removes (`garbage.ts`). */
  remove(id: ProjectId): Promise<Freed>
  /** What all projects together need, or null while one of them cannot be read. */
  reachable(): Promise<Reachable | null>
}

/** Opens the projects in `records`. `now` gives ms since 1970. */
export function openProjects(records: Records, now: () => number = Date.now): ProjectStore {
  const revisions = new Map<string, number>()
  let saving: Promise<unknown> = Promise.resolve()

  const saveNow = async (project: StoredProject): Promise<StoredProject> => {
    const saved: StoredProject = { ...project, updatedAt: now() }
    const revision = (revisions.get(project.id) ?? 0) + 1
    const done = await records.put({ id: project.id, revision, place: project.place, data: projectToData(saved) })
    if (!done) throw changedElsewhere(project.id)
    revisions.set(project.id, revision)
    return saved
  }
  const readable = async (except?: ProjectId): Promise<StoredProject[]> =>
    (await records.all()).filter((record) => record.id !== except).map(read)

  return {
    persistent: records.persistent,
    async list() {
      const lines = (await records.all()).map(summarise)
      return lines.sort((a, b) => savedAt(b) - savedAt(a))
    },
    async find(identity) {
      const same = (await records.all()).map(readOrNull).filter((project) => isOf(project, identity))
      const [last] = same.sort((a, b) => (b?.updatedAt ?? 0) - (a?.updatedAt ?? 0))
      return last?.id ?? null
    },
    async load(id) {
      const record = await records.get(id)
      if (record === null) throw missing(id)
      const project = read(record)
      revisions.set(id, record.revision)
      return project
    },
    save(project) {
      const saved = saving.then(() => saveNow(project))
      saving = saved.catch(() => undefined)
      return saved
    },
    view: async (id) => readView(await records.view(id)),
    saveView: (id, view) => records.putView(id, view),
    async remove(id) {
      const record = await records.get(id)
      const needed = await needs(() => readable(id))
      const given = record === null ? null : await needs(async () => [read(record)])
      await records.delete(id)
      revisions.delete(id)
      if (needed === null || given === null) return { takes: [], recordings: [] }
      return {
        takes: [...given.takes].filter((take) => !needed.takes.has(take)),
        recordings: [...given.recordings].filter((path) => !needed.recordings.has(path)),
      }
    },
    reachable: () => needs(readable),
  }
}

function read(record: ProjectRecord): StoredProject {
  return { ...projectFromData(record.data, 'This project'), place: readPlace(record.place) }
}

function readOrNull(record: ProjectRecord): StoredProject | null {
  try {
    return read(record)
  } catch (error) {
    if (error instanceof StorageError) return null
    throw error
  }
}

const isOf = (project: StoredProject | null, identity: RecordingIdentity): boolean =>
  project !== null && sameIdentity(project.recording.identity, identity)

function summarise(record: ProjectRecord): ProjectSummary {
  try {
    const { recording, history, updatedAt, place } = read(record)
    const { name, frames, rate } = recording
    const fixes = history.present.fixes.length
    return { kind: 'readable', id: projectId(record.id), name, frames, rate, fixes, updatedAt, place: place.kind }
  } catch (error) {
    if (error instanceof StorageError) return { kind: 'unreadable', id: projectId(record.id), reason: error }
    throw error
  }
}

const savedAt = (line: ProjectSummary): number => (line.kind === 'readable' ? line.updatedAt : 0)

/** What the projects together need, or null when one cannot be read: then nothing may be taken for unneeded. */
async function needs(load: () => Promise<StoredProject[]>): Promise<Reachable | null> {
  try {
    const projects = await load()
    return {
      takes: new Set(projects.flatMap((project) => [...reachableTakes(project.history)])),
      recordings: new Set(projects.flatMap(({ place }) => (place.kind === 'opfs' ? [place.path] : []))),
    }
  } catch (error) {
    if (error instanceof StorageError) return null
    throw error
  }
}

function missing(id: ProjectId): StorageError {
  const message =
    'This project is no longer in this browser’s storage. Start again from the recording, or open a saved project file.'
  return new StorageError('missing', message, { id })
}

function changedElsewhere(id: ProjectId): StorageError {
  const message =
    'Another tab has changed or removed this project. Reload this page to go on from there; what you did here since then is not saved.'
  return new StorageError('changed', message, { id })
}
