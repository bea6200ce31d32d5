import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, it } from 'vitest'
import { projectId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { randomHistory, storedProject } from '../testing/storedProjects'
import { openFiles } from './files'
import { identityOf } from './identity'
import { openProjects } from './projects'
import { compareRecording, copyRecording, reopenRecording } from './recordings'
import { idbRecords } from './records'

const name = 'pickup test'
const never = new AbortController().signal

afterEach(async () => {
  await deleteDB(name)
})

/** A file of the origin, which stands for one that the user gave a handle to. */
async function givenFile(content: string): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory()
  const handle = await root.getFileHandle('given', { create: true })
  const writable = await handle.createWritable()
  await writable.write(content)
  await writable.close()
  return handle
}

describe('projects in IndexedDB', () => {
  it('gives a project back after the database was closed, with its handle', async () => {
    const handle = await givenFile('recording')
    const project = {
      ...storedProject('p-1', randomHistory(mulberry32(2), 40)),
      place: { kind: 'handle', handle } as const,
    }
    const saved = await openProjects(idbRecords(name)).save(project)
    const loaded = await openProjects(idbRecords(name)).load(project.id)
    expect({ ...loaded, place: null }).toEqual({ ...saved, place: null })
    expect(loaded.place.kind === 'handle' && (await loaded.place.handle.isSameEntry(handle))).toBe(true)
  })

  it('keeps one of two saves from two tabs and refuses the other', async () => {
    const [here, there] = [openProjects(idbRecords(name)), openProjects(idbRecords(name))]
    const project = await here.save(storedProject('p-1'))
    await there.load(project.id)
    const both = await Promise.allSettled([here.save(project), there.save(project)])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('removes a project with its view', async () => {
    const projects = openProjects(idbRecords(name))
    const { id } = await projects.save(storedProject('p-1'))
    const view = {
      position: 1,
      selection: null,
      pixelsPerSecond: 9.5,
      snap: false,
      text: '',
      editing: null,
      voiceId: null,
      language: null,
      model: null,
    }
    await projects.saveView(id, view)
    expect(await projects.view(id)).toEqual(view)
    await projects.remove(id)
    expect([await projects.list(), await projects.view(id)]).toEqual([[], null])
    await expect(projects.load(id)).rejects.toMatchObject({ code: 'missing' })
  })

  it('refuses a database of a newer Pickup and leaves it as it is', async () => {
    const newer = await openDB(name, 99, { upgrade: (database) => void database.createObjectStore('other') })
    newer.close()
    const projects = openProjects(idbRecords(name))
    await expect(projects.list()).rejects.toMatchObject({ code: 'newer-version' })
    await expect(projects.save(storedProject('p-1'))).rejects.toMatchObject({ code: 'newer-version' })
    const still = await openDB(name)
    expect(still.version).toBe(99)
    still.close()
  })

  it('makes way for a newer Pickup in another tab', async () => {
    const projects = openProjects(idbRecords(name))
    await projects.save(storedProject('p-1'))
    const newer = await openDB(name, 99)
    await expect(projects.load(projectId('p-1'))).rejects.toMatchObject({ code: 'newer-version' })
    newer.close()
  })
})

describe('recordings', () => {
  it('finds a recording again by its handle: the same, changed, or gone', async () => {
    const files = await openFiles()
    const handle = await givenFile('recording')
    const identity = await identityOf(await handle.getFile())
    const place = { kind: 'handle', handle } as const
    expect(await reopenRecording(files, place, identity)).toMatchObject({ kind: 'same' })
    await givenFile('recordinG')
    expect(await reopenRecording(files, place, identity)).toMatchObject({ kind: 'changed' })
    await (await navigator.storage.getDirectory()).removeEntry('given')
    expect(await reopenRecording(files, place, identity)).toEqual({ kind: 'missing' })
    expect(await reopenRecording(files, { kind: 'absent' }, identity)).toEqual({ kind: 'missing' })
    expect(await compareRecording(new Blob(['recording']), identity)).toMatchObject({ kind: 'same' })
  })

  it('copies a recording and finds it again, but not a half of it', async () => {
    const files = await openFiles()
    const blob = new Blob([new Uint8Array(5_000_000).fill(3)])
    const identity = await identityOf(blob)
    const place = await copyRecording(files, blob, {
      signal: never,
      onProgress: () => {},
    })
    expect(place).toEqual({ kind: 'opfs', path: expect.stringMatching(/^recordings\/[^/]+$/), size: 5_000_000 })
    const path = place.kind === 'opfs' ? place.path : ''
    const again = await reopenRecording(files, place, identity)
    expect(again.kind === 'same' && again.file.size).toBe(5_000_000)
    await files.write(path, [new Uint8Array(9)])
    expect(await reopenRecording(files, place, identity)).toEqual({ kind: 'missing' })
    await files.remove([path])
  })
})
