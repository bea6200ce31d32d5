import { ENCODINGS, type Encoding } from '../audio/format'
import { type ProjectId, projectId, type RecordingId, recordingId } from '../base/ids'
import { type Frames, frames, type SampleRate, sampleRate } from '../base/units'
import type { History } from '../edit/history'
import { StorageError } from './errors'
import { Field, ShapeError } from './field'
import { type HistoryData, historyFromData, historyToData } from './historyData'
import type { RecordingIdentity } from './identity'
import { currentVersion, upgrade } from './migrations'

/** What is known of a recording without its file. */
export interface RecordingFacts {
  readonly id: RecordingId
  /** The file's name as it was dropped. */
  readonly name: string
  /** When the file was last changed as it was dropped, in ms since 1970. */
  readonly lastModified: number
  /** By which the file is known again. */
  readonly identity: RecordingIdentity
  readonly frames: Frames
  readonly rate: SampleRate
  /** 1–8. */
  readonly channels: number
  readonly encoding: Encoding
}

/** A project with all that was decided in it, apart from where its recording lies. */
export interface ProjectContent {
  readonly id: ProjectId
  /** In ms since 1970. */
  readonly createdAt: number
  /** When it was last saved, in ms since 1970. */
  readonly updatedAt: number
  readonly recording: RecordingFacts
  readonly history: History
}

/** Version 2 of a project as plain data, fit for JSON: what IndexedDB and a project file hold. */
export interface ProjectData {
  readonly version: 2
  readonly id: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly recording: {
    readonly id: string
    readonly name: string
    readonly lastModified: number
    readonly size: number
    readonly sampledHash: string
    readonly frames: number
    readonly rate: number
    readonly channels: number
    readonly encoding: Encoding
  }
  readonly history: HistoryData
}

/** The plain data of a project. Asserts that its history is of its recording. */
export function projectToData(project: ProjectContent): ProjectData {
  const { id, createdAt, updatedAt, recording } = project
  const { identity, ...facts } = recording
  const history = historyToData(project.history)
  return { version: 2, id, createdAt, updatedAt, recording: { ...facts, ...identity }, history }
}

/**
 * The project in stored data of any version up to the current one. `where` names it to the user: “This project”.
 * Throws StorageError `newer-version` or `damaged`.
 */
export function projectFromData(data: unknown, where: string): ProjectContent {
  try {
    return readProject(new Field(upgrade(data, where), ''))
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    throw new StorageError(
      'damaged',
      `${where} cannot be read: its data is damaged (${error.message}). Open a saved project file of it, or start again from the recording.`,
      { path: error.path },
      { cause: error },
    )
  }
}

function readProject(data: Field): ProjectContent {
  data.get('version').oneOf([currentVersion()])
  const recording = readFacts(data.get('recording'))
  return {
    id: projectId(data.get('id').id()),
    createdAt: data.get('createdAt').number(),
    updatedAt: data.get('updatedAt').number(),
    recording,
    history: historyFromData(data.get('history'), recording.id, recording.frames),
  }
}

function readFacts(data: Field): RecordingFacts {
  const sampledHash = data.get('sampledHash').string(64)
  if (!/^[0-9a-f]{64}$/.test(sampledHash)) throw new ShapeError('recording.sampledHash', 'a SHA-256')
  const channels = data.get('channels').count(8)
  const rate = data.get('rate').count(10_000_000)
  if (channels === 0 || rate === 0) throw new ShapeError('recording', 'a recording with channels and a rate')
  return {
    id: recordingId(data.get('id').id()),
    name: data.get('name').string(),
    lastModified: data.get('lastModified').number(),
    identity: { size: data.get('size').count(), sampledHash },
    frames: frames(data.get('frames').count()),
    rate: sampleRate(rate),
    channels,
    encoding: data.get('encoding').oneOf(ENCODINGS),
  }
}
