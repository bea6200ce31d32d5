import { describe, expect, it } from 'vitest'
import { projectId } from '../base/ids'
import type { Page } from '../testing/page/page'
import { checkSettled } from '../testing/page/rules'
import { inWorld, type World } from '../testing/page/world'
import { overSeedsAsync } from '../testing/seeds'
import { takeReport } from './auditionFlow'
import { closeRecording } from './closeFlow'
import { takeFromFile } from './droppedTake'
import { exportRecording } from './exportFlow'
import { cutSelection, dropFix, editFix, fixAtHand } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { undoStep } from './historyFlow'
import { decideJob } from './jobs'
import { adjustJoin } from './joinFlow'
import { cancelOpening, openFile } from './openFlow'
import { forgetProject, goWithoutCopy, keepCopy, listProjects, stopCopying } from './projectFlow'
import { select } from './selectionFlow'
import { takeProjectOver } from './takeOverFlow'

/** Does something on a page and lets everything happen that follows from it. */
async function does(world: World, page: Page, ...gestures: readonly (() => unknown)[]): Promise<void> {
  for (const gesture of gestures) page.begin('gesture', gesture)
  await world.settle()
  expect(page.failures).toEqual([])
}

async function openedPage(world: World, page = world.pages[0]): Promise<Page> {
  if (!page) throw new Error('no page')
  await does(world, page, () => openFile(page.app, new File([world.file], 'line.wav')))
  return page
}

const documentOf = ({ app }: Page) => {
  const document = app.store.document()
  if (!document) throw new Error('no recording is open')
  return document
}

/** Selects a line, types another and presses Generate. */
function generate({ app }: Page, text: string): void {
  select(app, 12_000, 18_000, 'snapping')
  app.store.edit(() => ({ text }))
  for (const take of takesToAskFor(app)) void take()
}

function cut({ app }: Page): Promise<void> {
  select(app, 2000, 6000, 'exact')
  return cutSelection(app)
}

/** Presses Cancel of what is under way after so many turns. Gives whether it was offered no more. */
async function cancelAfter(world: World, page: Page, turns: number): Promise<boolean> {
  for (let left = turns; left > 0; left--) await world.turn()
  const offered = page.app.store.get().activities.flatMap(({ cancel }) => cancel ?? [])
  page.run(() => offered.forEach((cancel) => cancel()))
  return offered.length === 0
}

describe('a page', () => {
  it('goes from a dropped recording to an exported one, and is there again after it was closed', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => generate(page, 'another line'))
      await does(world, page, () => cut(page))
      await does(world, page, () => exportRecording(page.app, { format: 'source' }))
      const { timeline, history } = documentOf(page)
      expect(world.browser.exported?.size).toBe(44 + 2 * timeline.length)
      expect(history.present.fixes.map(({ text }) => text)).toEqual(['', 'another line'])

      await does(world, page, () => closeRecording(page.app))
      await openedPage(world)
      expect(documentOf(page).history).toEqual(history)
      expect(documentOf(page).timeline).toEqual(timeline)
      await checkSettled(world)
    }))

  it('says how every take would sit, also after a change of the join and when it is opened again', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      const reports = () => {
        const fix = fixAtHand(page.app)
        return fix?.takes.map((take) => takeReport(page.app, fix, take)?.kind)
      }
      for (const text of ['one line', 'another line']) await does(world, page, () => generate(page, text))
      expect(reports()).toEqual(['take', 'take'])
      const { id } = documentOf(page).history.present.fixes[0] ?? { id: null }
      const louder = { label: 'Louder', change: () => ({ gainDb: 3 }), seam: null }
      await does(world, page, () => id && adjustJoin(page.app, id, louder))
      expect(reports()).toEqual(['take', 'take'])

      await does(world, page, () => closeRecording(page.app))
      await openedPage(world)
      await does(world, page, () => id && editFix(page.app, id))
      expect(reports()).toEqual(['take', 'take'])
      await checkSettled(world)
    }))

  it('says of no fix that it is lost before it has tried to join it', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => generate(page, 'a line'))
      await does(world, page, () => closeRecording(page.app))
      page.begin('open', () => openFile(page.app, new File([world.file], 'line.wav')))
      let waited = 0
      while (await world.turn()) {
        const document = page.app.store.document()
        const missing = document?.history.present.fixes.filter(({ id }) => !document.inserts.has(id)) ?? []
        if (missing.length > 0) waited++
        expect(missing.length === 0 || document?.goingOn).toBe(true)
      }
      expect(waited).toBeGreaterThan(0)
      expect(documentOf(page).goingOn).toBe(false)
    }))

  it('holds a take that does not fit on the disk until there is room', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      world.disk.full = 1
      await does(world, page, () => generate(page, 'a line'))
      const [job] = documentOf(page).jobs
      expect(job?.phase).toBe('unstored')
      await does(world, page, () => decideJob(page.app, job?.id ?? '', 'again'))
      expect(documentOf(page).history.present.fixes).toHaveLength(1)
      await checkSettled(world)
    }))

  it('asks for the others while those that a busy service sent away wait', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      page.app.store.patch({ takesAtOnce: 3 })
      world.browser.service.mood = 'busy'
      page.begin('generate', () => generate(page, 'a line'))
      const allWait = () => documentOf(page).jobs.filter(({ again }) => again?.reason === 'busy').length === 3
      for (let turns = 0; turns < 400 && !allWait(); turns++) await world.turn()
      expect(allWait()).toBe(true)
      world.browser.service.mood = 'speaks'
      await world.settle()
      expect(documentOf(page).history.present.fixes.map(({ takes }) => takes.length)).toEqual([3])
      await checkSettled(world)
    }))

  it('goes on opening a recording when a file for a take is dropped meanwhile', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => cut(page))
      const { opening } = documentOf(page)
      page.begin('open', () => openFile(page.app, new File([world.file], 'line.wav')))
      await world.turn()
      await does(world, page, () => takeFromFile(page.app, new File(['no audio'], 'notes.txt')))
      expect(documentOf(page).opening).not.toBe(opening)
      await checkSettled(world)
    }))

  it('decodes a file for a take beside a recording that is opened, each to be given up by itself', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      const { store } = page.app
      page.run(() => select(page.app, 2000, 6000, 'exact'))
      page.begin('open', () => openFile(page.app, new File(['fLaC'], 'long.flac')))
      page.begin('take', () => takeFromFile(page.app, new File(['fLaC'], 'retake.flac')))
      await world.settle()
      const shown = () => [store.get().decoding?.name, ...store.get().activities.map(({ name }) => name)]
      expect(shown()).toEqual(['long.flac', 'Decoding “retake.flac”'])
      await does(world, page, () => store.get().activities[0]?.cancel?.())
      expect(shown()).toEqual(['long.flac'])
      expect(store.get().notice?.text).toMatch(/^Not used/)

      page.begin('take', () => takeFromFile(page.app, new File(['fLaC'], 'retake.flac')))
      await world.settle()
      await does(world, page, () => cancelOpening(page.app))
      expect(shown()).toEqual([undefined, 'Decoding “retake.flac”'])
      await does(world, page, () => closeRecording(page.app))
      expect(shown()).toEqual([undefined])
      await checkSettled(world)
    }))

  it('has its project to itself however soon it is opened once more', () =>
    overSeedsAsync(4, (_, seed) =>
      inWorld(seed, async (world) => {
        const page = await openedPage(world)
        for (const text of ['one', 'two', 'three']) await does(world, page, () => generate(page, text))
        const openIt = () => openFile(page.app, new File([world.file], 'line.wav'))
        page.begin('open', openIt)
        for (let turns = 8 + (seed % 16); turns > 0; turns--) await world.turn()
        await does(world, page, openIt)
        expect(documentOf(page).readOnly).toBe(false)
        await checkSettled(world)
      }),
    ))

  it('shows no recording that was left, whatever overtakes the leaving', () =>
    overSeedsAsync(16, (_, seed) =>
      inWorld(seed, async (world) => {
        const page = await openedPage(world)
        await does(world, page, () => cut(page))
        page.begin('open', () => openFile(page.app, new File([world.file], 'line.wav')))
        for (let turns = seed; turns > 0; turns--) await world.turn()
        const overtaking = seed % 2 === 0 ? openFile : takeFromFile
        await does(world, page, () => overtaking(page.app, new File(['no audio'], 'notes.txt')))
        expect(page.app.store.document() === null).toBe(page.app.workspace === null)
        await checkSettled(world)
      }),
    ))

  it('asks no more about a recording that another opening has closed', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      world.disk.full = 1
      await does(world, page, () => generate(page, 'a line'))
      page.begin('open', () => openFile(page.app, new File([world.file], 'line.wav')))
      await world.scheduler.settle()
      expect(page.app.store.get().question).not.toBeNull()
      const [job] = documentOf(page).jobs
      page.begin('let go', () => decideJob(page.app, job?.id ?? '', 'let go'))
      await world.scheduler.settle()
      page.begin('open', () => openFile(page.app, new File([world.file], 'line.wav')))
      await world.scheduler.settle()
      expect(page.app.store.get().question).toBeNull()
      expect(page.app.workspace).not.toBeNull()
      await checkSettled(world)
    }))
})

describe('what is under way', () => {
  it('is asked about before an export is given up with its recording', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => cut(page))
      page.begin('export', () => exportRecording(page.app, { format: 'source' }))
      while (documentOf(page).exporting.phase !== 'writing') await world.turn()
      page.begin('close', () => closeRecording(page.app))
      expect(page.app.store.get().question?.title).toBe('Give up the export?')
      page.run(() => page.app.store.get().question?.answer(null))
      await world.settle()
      expect(page.app.store.get().notice?.text).toMatch(/^Exported/)
      expect(documentOf(page).exporting.phase).toBe('idle')
      await checkSettled(world)
    }))

  it('is asked about before a fix goes for which a take is being generated, and only then', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      const { store } = page.app
      await does(world, page, () => generate(page, 'a line'))
      const id = fixAtHand(page.app)?.id
      if (!id) throw new Error('no fix')
      const askedAbout = async () => {
        page.begin('generate', () => takesToAskFor(page.app).forEach((take) => void take().catch(() => null)))
        while (documentOf(page).jobs.length === 0) await world.turn()
        page.begin('drop', () => dropFix(page.app, id))
        expect(store.get().question?.title).toBe('Remove this fix?')
      }
      await askedAbout()
      page.run(() => store.get().question?.answer(null))
      await world.settle()
      expect(fixAtHand(page.app)?.takes).toHaveLength(2)

      await askedAbout()
      page.run(() => store.get().question?.answer(0))
      await world.settle()
      expect(documentOf(page).history.present.fixes).toEqual([])
      expect(documentOf(page).jobs).toEqual([])
      await does(world, page, () => undoStep(page.app))
      expect(documentOf(page).history.present.fixes.map(({ takes }) => takes.length)).toEqual([2])

      page.begin('drop', () => dropFix(page.app, id))
      expect(store.get().question).toBeNull()
      await world.settle()
      expect(documentOf(page).history.present.fixes).toEqual([])
      expect(page.failures).toEqual([])
    }))

  it('is a removal that can be given up until it begins: the project is there, or it is said to be gone', async () => {
    const outcomes = new Set<string>()
    await overSeedsAsync(12, (_, seed) =>
      inWorld(seed, async (world) => {
        const page = await openedPage(world)
        await does(world, page, () => cut(page))
        await does(world, page, () => closeRecording(page.app))
        const [project] = page.app.store.get().projects ?? []
        if (!project) throw new Error('no project')
        page.begin('forget', () => forgetProject(page.app, project.id))
        const committed = await cancelAfter(world, page, seed === 1 ? 0 : world.between(1, 12))
        await world.settle()
        await does(world, page, () => listProjects(page.app))
        const gone = page.app.store.get().projects?.length === 0
        expect(page.app.store.get().notice?.text).toMatch(gone ? /^Removed/ : /^Not removed/)
        expect(gone).toBe(committed)
        expect(page.app.store.get().activities).toEqual([])
        await checkSettled(world)
        outcomes.add(gone ? 'removed' : 'there')
      }),
    )
    expect([...outcomes].sort()).toEqual(['removed', 'there'])
  })

  it('asks no more for the recording of a project that is removed', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => cut(page))
      const { id } = page.app.workspace?.stored ?? { id: null }
      await does(world, page, () => closeRecording(page.app))
      if (id === null) throw new Error('no project')
      for (const wanted of [projectId('other'), id]) {
        page.app.store.patch({ wanted: { id: wanted, name: 'line.wav' } })
        await does(world, page, () => forgetProject(page.app, id))
        expect(page.app.store.get().wanted === null).toBe(wanted === id)
      }
      await checkSettled(world)
    }))
})

describe('a copy of the recording', () => {
  it('is offered no more once the user went on without, and again once one was kept; stopping one says nothing', () =>
    inWorld(1, async (world) => {
      const page = await openedPage(world)
      await does(world, page, () => cut(page))
      const offered = () => page.app.store.get().offersCopy
      page.begin('copy', () => keepCopy(page.app))
      page.run(() => stopCopying(page.app))
      expect(documentOf(page).keeping.kind).toBe('not-kept')
      await world.settle()
      expect(offered()).toBe(true)
      page.run(() => goWithoutCopy(page.app))
      expect(offered()).toBe(false)
      await does(world, page, () => keepCopy(page.app))
      expect(offered()).toBe(true)
      expect(documentOf(page).keeping.kind).toBe('kept')
      await checkSettled(world)
    }))

  it('is made by the tab that has the project alone, and is not there once another took the project over meanwhile', () =>
    overSeedsAsync(8, (_, seed) =>
      inWorld(seed, async (world) => {
        const first = await openedPage(world)
        await does(world, first, () => cut(first))
        const second = await openedPage(world, world.openPage())
        const copies = async () => (await world.disk.files.list('recordings')).length
        const before = await copies()
        await does(world, second, () => keepCopy(second.app))
        expect(await copies()).toBe(before)
        expect(documentOf(second).keeping.kind).not.toBe('copying')

        first.begin('copy', () => keepCopy(first.app))
        for (let turns = world.between(0, 6); turns > 0; turns--) await world.turn()
        await does(world, second, () => takeProjectOver(second.app))
        const made = documentOf(first).keeping.kind === 'kept'
        expect(await copies()).toBe(made ? before + 1 : before)
        await checkSettled(world)
      }),
    ))
})

describe('two tabs', () => {
  it('hand a project over, or not when that is given up while it waits', async () => {
    const outcomes = new Set<string>()
    await overSeedsAsync(12, (_, seed) =>
      inWorld(seed, async (world) => {
        const first = await openedPage(world)
        await does(world, first, () => cut(first))
        const second = await openedPage(world, world.openPage())
        second.begin('take over', () => takeProjectOver(second.app))
        const committed = await cancelAfter(world, second, seed === 1 ? 0 : world.between(1, 12))
        await world.settle()
        const given = second.app.store.get().notice?.text.startsWith('Not taken over') === true
        expect(documentOf(second).readOnly).toBe(given)
        expect(given).toBe(!committed)
        outcomes.add(given ? 'given up' : 'taken over')
        await does(world, second, () => takeProjectOver(second.app))
        expect(documentOf(second).readOnly).toBe(false)
        await checkSettled(world)
      }),
    )
    expect([...outcomes].sort()).toEqual(['given up', 'taken over'])
  })

  it('asks for the project once when “Take it over” is pressed twice', () =>
    inWorld(1, async (world) => {
      const first = await openedPage(world)
      await does(world, first, () => cut(first))
      const second = await openedPage(world, world.openPage())
      expect(documentOf(second).readOnly).toBe(true)
      const takeIt = () => takeProjectOver(second.app)
      await does(world, second, takeIt, takeIt)
      expect(documentOf(second).readOnly).toBe(false)
      expect(documentOf(first).readOnly).toBe(true)
      await does(world, second, takeIt)
      expect(documentOf(second).readOnly).toBe(false)
      await checkSettled(world)
    }))

  it('keeps a take that waits to be put in place through both ways of a take-over', () =>
    inWorld(1, async (world) => {
      const first = await openedPage(world)
      await does(world, first, () => cut(first))
      const second = await openedPage(world, world.openPage())
      first.begin('generate', () => generate(first, 'a line'))
      await does(world, second, () => takeProjectOver(second.app))
      const jobs = documentOf(first).jobs
      await does(world, first, () => takeProjectOver(first.app))
      for (const { id } of jobs) await does(world, first, () => decideJob(first.app, id, 'again'))
      expect(documentOf(first).history.present.fixes.map(({ text }) => text)).toEqual(['', 'a line'])
      await checkSettled(world)
    }))
})
