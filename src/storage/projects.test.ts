import { describe, expect, it, vi } from 'vitest'
import { projectId, type TakeId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { recordingRange } from '../base/units'
import { reachableTakes } from '../edit/history'
import { addFix, emptyHistory, project0, randomHistory, storedProject } from '../testing/storedProjects'
import { memoryFiles } from './files'
import { collectGarbage, removeProject } from './garbage'
import { openProjects, type StoredProject } from './projects'
import { memoryRecords } from './records'
import { openTakeStore, type TakeStore } from './takes'

describe('project store', () => {
  it('gives back what was saved, with the time', async () => {
    const projects = openProjects(memoryRecords(), () => 77)
    const project = storedProject('p-1', randomHistory(mulberry32(1), 30))
    const saved = await projects.save(project)
    expect(saved).toEqual({ ...project, updatedAt: 77 })
    expect(await projects.load(project.id)).toEqual(saved)
  })

  it('lists the one saved last first', async () => {
    let now = 0
    const projects = openProjects(memoryRecords(), () => ++now)
    for (const id of ['a', 'b', 'c', 'a']) await projects.save(storedProject(id, randomHistory(mulberry32(2), 20)))
    const lines = await projects.list()
    expect(lines.map((line) => line.id)).toEqual(['a', 'c', 'b'])
    const fixes = randomHistory(mulberry32(2), 20).present.fixes.length
    expect(lines[0]).toMatchObject({
      kind: 'readable',
      name: 'episode “12” <b>.wav',
      frames: 1e6,
      fixes,
      updatedAt: 4,
      place: 'absent',
    })
  })

  it('runs saves in the order asked, without waiting', async () => {
    const projects = openProjects(memoryRecords())
    const histories = Array.from({ length: 20 }, (_, i) => randomHistory(mulberry32(i), i))
    await Promise.all(histories.map((history) => projects.save(storedProject('p-1', history))))
    expect((await projects.load(projectId('p-1'))).history).toEqual(histories.at(-1))
  })

  it('refuses to save over what another tab has saved', async () => {
    const records = memoryRecords()
    const [here, there] = [openProjects(records), openProjects(records)]
    const project = await here.save(storedProject('p-1'))
    await there.save(await there.load(project.id))
    await expect(here.save(project)).rejects.toMatchObject({ code: 'changed' })
    await here.save(await here.load(project.id))
  })

  it('does not bring back a project that another tab removed', async () => {
    const records = memoryRecords()
    const [here, there] = [openProjects(records), openProjects(records)]
    const project = await here.save(storedProject('p-1'))
    await there.remove(project.id)
    await expect(here.save(project)).rejects.toMatchObject({ code: 'changed' })
    await expect(here.load(project.id)).rejects.toMatchObject({ code: 'missing' })
  })

  it('goes on saving after a save that failed', async () => {
    const records = memoryRecords()
    let full = true
    const projects = openProjects({
      ...records,
      put: (record) => (full ? Promise.reject(new Error('full')) : records.put(record)),
    })
    await expect(projects.save(storedProject('p-1'))).rejects.toThrow('full')
    full = false
    await projects.save(storedProject('p-1'))
  })

  it('lists a project of a newer Pickup by its reason and leaves it alone', async () => {
    const records = memoryRecords()
    await records.put({ id: 'new', revision: 1, place: null, data: { version: 7 } })
    const projects = openProjects(records)
    await projects.save(storedProject('p-1'))
    const lines = await projects.list()
    expect(lines.map((line) => line.kind)).toEqual(['readable', 'unreadable'])
    expect(lines[1]).toMatchObject({ reason: { code: 'newer-version' } })
    await expect(projects.load(projectId('new'))).rejects.toMatchObject({ code: 'newer-version' })
    expect(await records.get('new')).toEqual({ id: 'new', revision: 1, place: null, data: { version: 7 } })
  })

  it('reads a place that makes no sense as absent', async () => {
    const records = memoryRecords()
    const projects = openProjects(records)
    await projects.save(storedProject('p-1'))
    const record = await records.get('p-1')
    for (const place of [
      null,
      {},
      { kind: 'handle', handle: {} },
      { kind: 'opfs', path: '../x', size: 1 },
      { kind: 'opfs', path: 'takes/x', size: 1 },
    ]) {
      await records.put({
        id: 'p-1',
        data: record?.data,
        place,
        revision: ((await records.get('p-1'))?.revision ?? 0) + 1,
      })
      expect((await projects.load(projectId('p-1'))).place).toEqual({ kind: 'absent' })
    }
  })

  it('keeps the view apart, and forgives one it cannot read', async () => {
    const records = memoryRecords()
    const projects = openProjects(records)
    const id = projectId('p-1')
    const view = {
      position: 3,
      selection: { start: 1, end: 2 },
      pixelsPerSecond: null,
      snap: true,
      text: 'a',
      editing: null,
      voiceId: null,
      language: 'en',
      model: 'sonic-3',
    }
    expect(await projects.view(id)).toBeNull()
    await projects.saveView(id, view)
    expect(await projects.view(id)).toEqual(view)
    const { model: _, ...older } = view
    await records.putView('p-1', older)
    expect(await projects.view(id)).toEqual({ ...view, model: null })
    await records.putView('p-1', { position: -1 })
    expect(await projects.view(id)).toBeNull()
  })
})

/** Two projects over real stores in memory: takes 0–2 in the first, 2–4 in the second, 5 in none. */
async function twoProjects() {
  const files = memoryFiles()
  const stores = { files, takes: openTakeStore(files), projects: openProjects(memoryRecords()) }
  const ids = await Promise.all(Array.from({ length: 6 }, () => put(stores.takes)))
  const first = await stores.projects.save(withTakes('first', ids.slice(0, 3)))
  const second = await stores.projects.save(withTakes('second', ids.slice(2, 5)))
  const left = async (): Promise<number[]> =>
    (await stores.takes.list()).map((take) => ids.indexOf(take.id)).sort((a, b) => a - b)
  return { stores, first, second, left }
}

const put = async (takes: TakeStore) =>
  (
    await takes.put(
      { origin: 'infill', text: '', voice: null, engine: '', requestId: null, credits: null },
      new Uint8Array(8),
    )
  ).id

/** A project whose undo history holds `takes`, though no fix does any more. */
function withTakes(id: string, takes: readonly TakeId[]): StoredProject {
  const added = addFix(project0, recordingRange(10, 20), 'x')
  const [fix] = added.fixes
  const held = fix === undefined ? added : { ...added, fixes: [{ ...fix, takes }] }
  return storedProject(id, { ...emptyHistory(), past: [{ label: 'Remove', project: held }] })
}

const day = 24 * 60 * 60 * 1000

describe('garbage', () => {
  it('collects only what no history reaches, and only after a day', async () => {
    const { stores, left } = await twoProjects()
    expect(await collectGarbage(stores)).toEqual({ takes: [], recordings: [] })
    expect(await left()).toEqual([0, 1, 2, 3, 4, 5])
    await collectGarbage(stores, Date.now() + day + 60_000)
    expect(await left()).toEqual([0, 1, 2, 3, 4])
  })

  it('collects takes cut by a crash and recordings without a project', async () => {
    const { stores, first, left } = await twoProjects()
    await stores.files.write('takes/cut-by-a-crash.take', [new Uint8Array(5)])
    for (const name of ['kept', 'orphan']) await stores.files.write(`recordings/${name}`, [new Uint8Array(5)])
    await stores.projects.save({ ...first, place: { kind: 'opfs', path: 'recordings/kept', size: 5 } })
    const freed = await collectGarbage(stores, Date.now() + day + 60_000)
    expect(freed.recordings).toEqual(['recordings/orphan'])
    expect(freed.takes).toContain('cut-by-a-crash')
    expect((await stores.files.list('recordings')).map((file) => file.name)).toEqual(['kept'])
    expect(await left()).toEqual([0, 1, 2, 3, 4])
  })

  it('collects nothing while a project cannot be read', async () => {
    const files = memoryFiles()
    const records = memoryRecords()
    const stores = { files, takes: openTakeStore(files), projects: openProjects(records) }
    await put(stores.takes)
    await records.put({ id: 'new', revision: 1, place: null, data: { version: 7 } })
    await collectGarbage(stores, Date.now() + 30 * day)
    expect(await stores.takes.list()).toHaveLength(1)
  })

  it('frees with a project what only it needs, at once', async () => {
    const { stores, first, second, left } = await twoProjects()
    await stores.files.write('recordings/one', [new Uint8Array(5)])
    await stores.projects.save({ ...first, place: { kind: 'opfs', path: 'recordings/one', size: 5 } })
    await removeProject(stores, first.id)
    expect(await left()).toEqual([2, 3, 4, 5])
    expect(await stores.files.list('recordings')).toEqual([])
    await removeProject(stores, second.id)
    expect(await left()).toEqual([5])
    expect(await stores.projects.list()).toEqual([])
  })

  it('removes nothing once the wait is given up, also where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {})
    const { stores, first, left } = await twoProjects()
    const before = await left()
    const onCommitted = vi.fn<() => void>()
    const given = removeProject(stores, first.id, { signal: AbortSignal.abort(new Error('given up')), onCommitted })
    await expect(given).rejects.toThrow('given up')
    expect(await left()).toEqual(before)
    expect(onCommitted).not.toHaveBeenCalled()
    await removeProject(stores, first.id, { signal: new AbortController().signal, onCommitted })
    expect(onCommitted).toHaveBeenCalledOnce()
    expect(await left()).not.toEqual(before)
  })

  it('keeps a recording that another project is on too', async () => {
    const { stores, first, second } = await twoProjects()
    await stores.files.write('recordings/both', [new Uint8Array(5)])
    const place = { kind: 'opfs', path: 'recordings/both', size: 5 } as const
    await stores.projects.save({ ...first, place })
    await stores.projects.save({ ...second, place })
    await removeProject(stores, first.id)
    expect(await stores.files.list('recordings')).toHaveLength(1)
  })

  it('reaches every take of a random history', async () => {
    const history = randomHistory(mulberry32(9), 80)
    const projects = openProjects(memoryRecords())
    await projects.save(storedProject('p-1', history))
    expect((await projects.reachable())?.takes).toEqual(reachableTakes(history))
  })
})
