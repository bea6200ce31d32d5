import { expect, it, onTestFinished, vi } from 'vitest'
import { must } from '../base/assert'
import type { TakeId } from '../base/ids'
import type { Page } from '../testing/page/page'
import { inWorld, type World } from '../testing/page/world'
import { hearTake, takeReport } from './auditionFlow'
import { edgeMoved } from './edgeFlow'
import { editFix, fixAtHand } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { openFile } from './openFlow'
import { placeEdge, select } from './selectionFlow'

const fixOf = ({ app }: Page) => must(fixAtHand(app), 'the fix at hand')
const listed = (page: Page) => fixOf(page).takes.map((take) => page.app.store.document()?.takes.has(take))

/** A fix of three takes; the last one is in place. */
async function withThreeTakes(world: World): Promise<Page> {
  const page = must(world.pages[0], 'a page')
  const { app } = page
  await page.does(() => openFile(app, new File([world.file], 'line.wav')))
  for (const text of ['one', 'two', 'three']) {
    await page.does(() => {
      select(app, 12_000, 18_000, 'exact')
      app.store.edit(() => ({ text }))
      for (const take of takesToAskFor(app)) void take()
    })
  }
  return page
}

/** Moves an edge of the fix, so that each take is to be joined again, and gives which of them are known in their new place. */
async function measured(page: Page): Promise<readonly boolean[]> {
  const { app } = page
  await page.does(() => {
    editFix(app, fixOf(page).id)
    const at = must(app.store.document()?.selection, 'a selection').snapped.range.start
    placeEdge(app, 'start', at - 100, 'exact')
    edgeMoved(app, 'start', 0)
  })
  const fix = fixOf(page)
  return fix.takes.map((take) => takeReport(app, fix, take) !== null)
}

it('a take that cannot be read is not measured, and that keeps neither the others from it nor the take from the list', () =>
  inWorld(1, async (world) => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    const page = await withThreeTakes(world)
    const { app } = page
    const first = must(fixOf(page).takes[0], 'a take')
    const audio = app.takes.audio.bind(app.takes)
    const unreadable = new DOMException('the disk is busy', 'NotReadableError')
    app.takes.audio = (id: TakeId) => (id === first ? Promise.reject(unreadable) : audio(id))
    expect(await measured(page)).toEqual([false, true, true])
    expect(warned).toHaveBeenCalledExactlyOnceWith('A take was not measured.', unreadable)

    // Nor does one that is heard: it may be readable again.
    await page.does(() => hearTake(app, first))
    expect(app.store.get().fault?.text).toContain('the disk is busy')
    expect(listed(page)).toEqual([true, true, true])
    app.takes.audio = audio
    expect(await measured(page)).toEqual([true, true, true])

    // A take that is gone is still listed after it was measured, and not any more once it was to be heard.
    await page.does(() => app.takes.remove([first]))
    expect(await measured(page)).toEqual([false, true, true])
    expect(listed(page)).toEqual([true, true, true])
    await page.does(() => hearTake(app, first))
    expect(app.store.get().fault?.text).toContain('no longer in this browser’s storage')
    expect(listed(page)).toEqual([false, true, true])
  }))
