import { describe, expect, it } from 'vitest'
import { takeId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { recordingRange } from '../base/units'
import { commit } from '../edit/history'
import { addTake } from '../edit/project'
import { addFix, emptyHistory, project0, storedProject } from '../testing/storedProjects'
import { onArrayBuffer } from './bytes'
import { memoryFiles } from './files'
import { importProject, readProjectFile, writeProjectFile } from './projectFile'
import { openProjects, type StoredProject } from './projects'
import { memoryRecords } from './records'
import { openTakeStore, type TakeStore } from './takes'
import { listZip, readZip, type ZipMember, zipStored } from './zip'

const facts = { origin: 'infill', text: 'x', voice: null, engine: 'embedded', requestId: null, credits: null } as const
const random = mulberry32(4)
const audio = Array.from({ length: 3 }, (_, i) => {
  const bytes = Uint8Array.from({ length: 500 + i }, () => random() * 256)
  if (i > 0) bytes.set(new TextEncoder().encode('RIFF'))
  return bytes
})

const emptyStores = () => ({ projects: openProjects(memoryRecords()), takes: openTakeStore(memoryFiles()) })

/** A project with three takes: two of a fix that was removed, one of the fix there is. */
async function example(takes: TakeStore): Promise<StoredProject> {
  const [first, second, last] = await Promise.all(audio.map((bytes) => takes.put(facts, bytes)))
  let project = addFix(project0, recordingRange(5, 9), 'x')
  const id = project.fixes[0]?.id
  for (const take of [first, second]) {
    if (take !== undefined && id !== undefined) project = addTake(project, id, take.id)
  }
  let other = addFix(project0, recordingRange(20, 30), 'y')
  const there = other.fixes[0]?.id
  if (last !== undefined && there !== undefined) other = addTake(other, there, last.id)
  return storedProject('original', commit(commit(emptyHistory(), 'Add fix', project), 'Another instead', other))
}

const file = (members: readonly ZipMember[]): Blob => new Blob([onArrayBuffer(zipStored(members, 1.7e12))])
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

/** The members of a good project file, its manifest parsed. */
async function parts() {
  const { takes } = emptyStores()
  const { blob } = await writeProjectFile(await example(takes), takes)
  const zip = new Uint8Array(await blob.arrayBuffer())
  const listing = listZip(zip, 100)
  const members = [...listing.keys()].map((name) => ({ name, bytes: readZip(zip, listing, name) ?? new Uint8Array() }))
  const manifest = JSON.parse(new TextDecoder().decode(members[0]?.bytes))
  return { zip, manifest, takes: members.slice(1) }
}

describe('project file', () => {
  it('carries a project with its history and takes to another browser', async () => {
    const [from, to] = [emptyStores(), emptyStores()]
    const project = await example(from.takes)
    const { blob, absent } = await writeProjectFile(project, from.takes)
    expect(absent).toEqual([])
    const opened = await readProjectFile(blob)
    const imported = await importProject(opened, to)
    expect(imported).toMatchObject({
      history: project.history,
      recording: project.recording,
      place: { kind: 'absent' },
    })
    expect(imported.id).not.toBe(project.id)
    expect(await to.takes.list()).toEqual(await from.takes.list())
    for (const take of await to.takes.list())
      expect(await to.takes.audio(take.id)).toEqual(await from.takes.audio(take.id))
    expect((await to.projects.load(imported.id)).history).toEqual(project.history)
  })

  it('names its members so that any zip tool gives files that play', async () => {
    const { manifest, takes } = await parts()
    expect(manifest).toMatchObject({ format: 'pickup-project', container: 1, project: { version: 2 } })
    expect(takes.map(({ name }) => name.replace(/[0-9a-f]{32}/, 'ID'))).toEqual([
      'takes/ID.bin',
      'takes/ID.wav',
      'takes/ID.wav',
    ])
  })

  it('leaves out a take that storage has lost, and says so', async () => {
    const { takes } = emptyStores()
    const project = await example(takes)
    const lost = project.history.present.fixes[0]?.takes[0] ?? takeId('')
    await takes.remove([lost])
    const written = await writeProjectFile(project, takes)
    expect(written.absent).toEqual([lost])
    expect((await readProjectFile(written.blob)).absent).toEqual([lost])
  })

  it('stores nothing when there is no room for all of it', async () => {
    const { takes } = emptyStores()
    const { blob } = await writeProjectFile(await example(takes), takes)
    const files = memoryFiles()
    let room = 2
    const write: typeof files.write = (path, bytes) =>
      room-- > 0 ? files.write(path, bytes) : Promise.reject(new DOMException('', 'QuotaExceededError'))
    const to = { projects: openProjects(memoryRecords()), takes: openTakeStore({ ...files, write }) }
    await expect(importProject(await readProjectFile(blob), to)).rejects.toMatchObject({ code: 'no-space' })
    expect(await to.takes.list()).toEqual([])
    expect(await to.projects.list()).toEqual([])
  })

  it('is given up in the middle with nothing left behind but what was there before', async () => {
    const { takes } = emptyStores()
    const { blob } = await writeProjectFile(await example(takes), takes)
    const opened = await readProjectFile(blob)
    const to = emptyStores()
    const [there] = opened.takes
    if (there) await to.takes.restore(there.take, there.audio())
    const stop = new AbortController()
    const onProgress = (share: number) => share > 0.5 && stop.abort(new Error('given up'))
    await expect(importProject(opened, to, { signal: stop.signal, onProgress })).rejects.toThrow('given up')
    expect((await to.takes.list()).map(({ id }) => id)).toEqual([there?.take.id])
    expect(await to.projects.list()).toEqual([])
  })
})

/** How reading a file of these members ends: `accepted` or the code of the error. */
const code = async (members: readonly ZipMember[]): Promise<unknown> =>
  readProjectFile(file(members)).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? Reflect.get(error, 'code') : error),
  )

describe('a project file from anywhere', () => {
  it('is refused when it is not a zip, or cut', async () => {
    const { zip } = await parts()
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), zip.slice(0, zip.length - 30), zip.slice(40)]) {
      await expect(readProjectFile(new Blob([bytes]))).rejects.toMatchObject({ code: 'not-a-project' })
    }
  })

  it('is refused without a manifest, or with one that is not ours', async () => {
    const { manifest, takes } = await parts()
    expect(await code(takes)).toBe('not-a-project')
    expect(await code([{ name: 'manifest.json', bytes: new Uint8Array([255, 0]) }])).toBe('not-a-project')
    for (const wrong of [
      null,
      [],
      {},
      { ...manifest, format: 'other' },
      { ...manifest, takes: {} },
      { ...manifest, container: 0 },
    ]) {
      expect(await code([{ name: 'manifest.json', bytes: json(wrong) }, ...takes])).toBe('not-a-project')
    }
  })

  it('is refused by name when it is newer', async () => {
    const { manifest, takes } = await parts()
    for (const newer of [
      { ...manifest, container: 2 },
      { ...manifest, project: { ...manifest.project, version: 3 } },
    ]) {
      const members = [{ name: 'manifest.json', bytes: json(newer) }, ...takes]
      await expect(readProjectFile(file(members))).rejects.toMatchObject({
        code: 'newer-version',
        message: expect.stringMatching(/This project file was written by a newer Pickup \(version [23] /),
      })
    }
  })

  it('is refused when its project is damaged', async () => {
    const { manifest, takes } = await parts()
    const damaged = {
      ...manifest,
      project: { ...manifest.project, history: { ...manifest.project.history, present: 99 } },
    }
    expect(await code([{ name: 'manifest.json', bytes: json(damaged) }, ...takes])).toBe('damaged')
  })

  it('is refused when a take is missing, changed, longer, or named from outside its folder', async () => {
    const { manifest, takes } = await parts()
    const whole = { name: 'manifest.json', bytes: json(manifest) }
    expect(await code([whole, ...takes])).toBe('accepted')
    expect(await code([whole, ...takes.slice(1)])).toBe('damaged')
    const [first, ...others] = takes
    const name = first?.name ?? ''
    const bytes = first?.bytes ?? new Uint8Array()
    expect(await code([whole, { name, bytes: bytes.map((byte) => byte ^ 1) }, ...others])).toBe('damaged')
    expect(await code([whole, { name, bytes: new Uint8Array([...bytes, 0]) }, ...others])).toBe('damaged')
    for (const path of ['../evil.wav', '/etc/passwd', 'manifest.json', 'takes/../x.wav', name.toUpperCase()]) {
      const moved = { ...manifest, takes: [{ ...manifest.takes[0], path }, ...manifest.takes.slice(1)] }
      expect(await code([{ name: 'manifest.json', bytes: json(moved) }, ...takes, { name: path, bytes }])).toBe(
        'not-a-project',
      )
    }
    const twice = { ...manifest, takes: [...manifest.takes, manifest.takes[0]] }
    expect(await code([{ name: 'manifest.json', bytes: json(twice) }, ...takes])).toBe('not-a-project')
  })

  it('brings no take that its project does not need', async () => {
    const { manifest, takes } = await parts()
    const { history } = manifest.project
    const [removed, ...others] = history.fixes
    const fixes = [{ ...removed, takes: [], names: [], chosen: null }, ...others]
    const project = { ...manifest.project, history: { ...history, fixes } }
    const opened = await readProjectFile(
      file([{ name: 'manifest.json', bytes: json({ ...manifest, project }) }, ...takes]),
    )
    expect(opened.takes).toHaveLength(1)
  })
})
