import { describe, expect, it } from 'vitest'
import { PickupError } from '../base/errors'
import { inWorld } from '../testing/page/world'
import { closeRecording } from './closeFlow'
import { cutSelection } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { openFile } from './openFlow'
import { select } from './selectionFlow'

/** Does `work` on a page with an open recording. */
const onPage = (work: (page: Awaited<ReturnType<typeof opened>>) => Promise<void>) =>
  inWorld(1, async (world) => work(await opened(world)))

async function opened(world: Parameters<Parameters<typeof inWorld>[1]>[0]) {
  const [page] = world.pages
  if (!page) throw new Error('no page')
  page.begin('open', () => openFile(page.app, world.file))
  await world.settle()
  return page
}

describe('a failure', () => {
  it('goes once something is selected', () =>
    onPage(async (page) => {
      const { app } = page
      await page.does(() => cutSelection(app))
      expect(app.store.get().fault?.code).toBe('no-selection')
      app.store.edit(() => ({ text: 'typed' }))
      expect(app.store.get().fault?.code).toBe('no-selection')
      page.run(() => select(app, 2000, 6000, 'exact'))
      expect(app.store.get().fault).toBeNull()
    }))

  it('goes once there is text to speak', () =>
    onPage(async (page) => {
      const { app } = page
      page.run(() => select(app, 2000, 6000, 'exact'))
      await page.does(() => {
        try {
          takesToAskFor(app)
        } catch (error) {
          app.store.fail(error)
        }
      })
      expect(app.store.get().fault?.code).toBe('no-text')
      app.store.edit(() => ({ text: 'a' }))
      expect(app.store.get().fault).toBeNull()
    }))

  it('goes with the recording, and one without a cause that is seen stays until then', () =>
    onPage(async (page) => {
      const { app } = page
      await page.does(() => app.store.fail(new PickupError('service-failed', 'It failed.')))
      page.run(() => select(app, 2000, 6000, 'exact'))
      expect(app.store.get().fault?.text).toBe('It failed.')
      await page.does(() => closeRecording(app))
      expect(app.store.get().session.kind).toBe('empty')
      expect(app.store.get().fault).toBeNull()
    }))
})
