import { projectId, type TakeId } from '../base/ids'
import { sizeWords } from '../base/sizeWords'
import { reachableTakes } from '../edit/history'
import { hex, onArrayBuffer, sha256 } from './bytes'
import { StorageError } from './errors'
import { Field, ShapeError } from './field'
import { whileTakesStay } from './locks'
import { newerVersion } from './migrations'
import { newId } from './newId'
import { type ProjectContent, projectFromData, projectToData } from './projectData'
import type { ProjectStore, StoredProject } from './projects'
import { readStoredTake, type StoredTake, type TakeStore } from './takes'
import { listZip, readZip, type ZipListing, type ZipMember, zipStored } from './zip'

/** Version of the container, see docs/project-format.md. The project data inside has its own. */
const containerVersion = 1
const formatName = 'pickup-project'
const manifestName = 'manifest.json'
const limits = { file: 2 ** 30, manifest: 2 ** 26, members: 20_000 }

/** A project file that was read and found sound. Nothing is stored yet. */
export interface OpenedProjectFile {
  readonly project: ProjectContent
  /** What is known of each take, and its audio, which is checked already. */
  readonly takes: readonly { readonly take: StoredTake; readonly audio: () => Uint8Array }[]
  /** Takes that fixes name and the file does not hold. */
  readonly absent: readonly TakeId[]
}

/** A project file for saving, and the takes it should hold but that could not be read from storage. */
export interface WrittenProjectFile {
  readonly blob: Blob
  readonly absent: readonly TakeId[]
}

/** How reading or writing a project file is followed and given up. */
export interface ProjectFileOptions {
  /** Aborting it rejects with AbortError, and nothing stays behind. */
  readonly signal?: AbortSignal
  /** Told the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Puts a project with its whole history and takes into one file. Throws StorageError `too-large` past 1 GiB. */
export async function writeProjectFile(
  project: ProjectContent,
  takes: TakeStore,
  { signal, onProgress }: ProjectFileOptions = {},
): Promise<WrittenProjectFile> {
  const members: ZipMember[] = []
  const entries: object[] = []
  const absent: TakeId[] = []
  let total = 0
  const needed = [...reachableTakes(project.history)]
  for (const [at, id] of needed.entries()) {
    signal?.throwIfAborted()
    onProgress?.(at / needed.length)
    const [take, audio] = await Promise.all([takes.meta(id), takes.audio(id).catch(() => null)])
    if (take === null || audio === null) {
      absent.push(id)
      continue
    }
    total += audio.length
    if (total > limits.file * 0.9 || members.length === limits.members - 1) throw tooLarge(total)
    const path = pathOf(id, audio)
    members.push({ name: path, bytes: audio })
    entries.push({ ...take, path, sha256: hex(await sha256(audio)) })
  }
  const manifest = { format: formatName, container: containerVersion, project: projectToData(project), takes: entries }
  const bytes = new TextEncoder().encode(JSON.stringify(manifest, null, 1))
  if (bytes.length > limits.manifest) throw tooLarge(bytes.length)
  const zip = zipStored([{ name: manifestName, bytes }, ...members], project.updatedAt)
  return { blob: new Blob([onArrayBuffer(zip)], { type: 'application/zip' }), absent }
}

/**
 * Reads a project file from anywhere and checks all of it. Throws StorageError `not-a-project`, `newer-version`,
 * `too-large`, or `damaged`.
 */
export async function readProjectFile(file: Blob): Promise<OpenedProjectFile> {
  if (file.size > limits.file) throw tooLarge(file.size)
  const zip = new Uint8Array(await file.arrayBuffer())
  try {
    const listing = list(zip)
    const manifest = readManifest(zip, listing)
    const project = projectFromData(manifest.get('project').value, 'This project file')
    const takes = await readTakes(zip, listing, manifest.get('takes'))
    const needed = reachableTakes(project.history)
    const held = new Set(takes.map(({ take }) => take.id))
    return {
      project,
      takes: takes.filter(({ take }) => needed.has(take.id)),
      absent: [...needed].filter((id) => !held.has(id)),
    }
  } catch (error) {
    if (error instanceof ShapeError) throw notAProject(error.message, error)
    throw error
  }
}

/**
 * Stores what a project file holds as a new project, whose recording is then asked for and compared. Nothing stays
 * behind when it fails. Throws as storing takes and projects does.
 */
export async function importProject(
  opened: OpenedProjectFile,
  { projects, takes }: { readonly projects: ProjectStore; readonly takes: TakeStore },
  { signal, onProgress }: ProjectFileOptions = {},
): Promise<StoredProject> {
  const bring = async (): Promise<StoredProject> => {
    const brought: TakeId[] = []
    try {
      for (const [at, { take, audio }] of opened.takes.entries()) {
        signal?.throwIfAborted()
        onProgress?.(at / opened.takes.length)
        if (await takes.restore(take, audio())) brought.push(take.id)
      }
      signal?.throwIfAborted()
      return await projects.save({ ...opened.project, id: projectId(newId()), place: { kind: 'absent' } })
    } catch (error) {
      await takes.remove(brought)
      throw error
    }
  }
  return whileTakesStay(bring, signal)
}

function list(zip: Uint8Array): ZipListing {
  try {
    return listZip(zip, limits.members)
  } catch (error) {
    throw notAProject(error instanceof Error ? error.message : String(error), error)
  }
}

function readManifest(zip: Uint8Array, listing: ZipListing): Field {
  if ((listing.get(manifestName) ?? 0) > limits.manifest) throw notAProject('its manifest is too large')
  const bytes = readZip(zip, listing, manifestName)
  if (bytes === null) throw notAProject('it has no manifest')
  const manifest = new Field(parse(bytes), '')
  manifest.get('format').oneOf([formatName])
  const version = manifest.get('container').count()
  if (version > containerVersion) throw newerVersion('This project file', version, containerVersion)
  manifest.get('container').oneOf([containerVersion])
  return manifest
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw notAProject('its manifest is not JSON', error)
  }
}

async function readTakes(zip: Uint8Array, listing: ZipListing, field: Field): Promise<OpenedProjectFile['takes']> {
  const seen = new Set<TakeId>()
  const takes: { take: StoredTake; audio: () => Uint8Array }[] = []
  for (const entry of field.list(limits.members)) {
    const take = readStoredTake(entry.value)
    if (take === null || seen.has(take.id)) throw new ShapeError(entry.path, 'a take, listed once')
    seen.add(take.id)
    const path = entry.get('path').oneOf([`takes/${take.id}.wav`, `takes/${take.id}.bin`])
    const audio = (): Uint8Array => readZip(zip, listing, path) ?? new Uint8Array()
    const bytes = audio()
    const whole = bytes.length === take.bytes && hex(await sha256(bytes)) === entry.get('sha256').string(64)
    if (!whole) throw damaged(path)
    takes.push({ take, audio })
  }
  return takes
}

/** A take's name in the zip: `.wav` when it is one, so that any zip tool gives a file that plays. */
function pathOf(id: TakeId, audio: Uint8Array): string {
  const isRiff = String.fromCharCode(...audio.subarray(0, 4)) === 'RIFF'
  return `takes/${id}.${isRiff ? 'wav' : 'bin'}`
}

function tooLarge(bytes: number): StorageError {
  const message = `A project file can hold up to ${sizeWords(limits.file)}; this one would have ${sizeWords(bytes)}. Export the recording instead, or start a new project for the rest of it.`
  return new StorageError('too-large', message, { bytes })
}

function notAProject(detail: string, cause?: unknown): StorageError {
  const message = `This is not a Pickup project file (${detail}). Choose a file that was saved with “Save project file”.`
  return new StorageError('not-a-project', message, { detail }, { cause })
}

function damaged(path: string): StorageError {
  const message = `This project file is damaged: the take “${path}” in it is not what was saved. Save it again where it came from, or copy it again.`
  return new StorageError('damaged', message, { path })
}
