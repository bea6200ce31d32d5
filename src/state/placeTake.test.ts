import { expect, it, onTestFinished, vi } from 'vitest'
import { must } from '../base/assert'
import { FakeWorker } from '../testing/browser/fakeWorker'
import { inWorld } from '../testing/page/world'
import { overSeedsAsync } from '../testing/seeds'
import { cutSelection } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { decideJob } from './jobs'
import { openFile } from './openFlow'
import { select } from './selectionFlow'

it('a place is measured from Generate on, and a take is joined while it is stored, which is shown only after both', () =>
  overSeedsAsync(6, (_, seed) =>
    inWorld(seed, async (world) => {
      const page = must(world.pages[0], 'a page')
      const { app } = page
      await page.does(() => openFile(app, new File([world.file], 'line.wav')))
      const pending = (label: RegExp) => world.scheduler.pending.some((waiting) => label.test(waiting))
      page.run(() => {
        select(app, 12_000, 18_000, 'exact')
        app.store.edit(() => ({ text: 'another line' }))
        for (const take of takesToAskFor(app)) void take()
      })
      expect(pending(/joinSession\.worker\.ts asked/)).toBe(true)
      let both = false
      while (await world.turn()) {
        const stored = await app.takes.list()
        const shown = app.store.document()?.history.present.fixes.length ?? 0
        expect(shown).toBeLessThanOrEqual(stored.length)
        both ||= stored.length === 0 && pending(/files\.write$/) && pending(/joinSession\.worker\.ts/)
      }
      expect(both).toBe(true)
      expect(app.store.document()?.history.present.fixes).toHaveLength(1)
    }),
  ))

/** Lets the next joining worker that is asked to render die of it. */
function killNextJoin(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called on its own object
  const { postMessage } = FakeWorker.prototype
  const asked = vi.spyOn(FakeWorker.prototype, 'postMessage').mockImplementation(function (this: FakeWorker, message) {
    const renders = typeof message === 'object' && message !== null && 'settings' in message
    if (!renders) return postMessage.call(this, message)
    asked.mockRestore()
    this.dispatchEvent(new Event('error'))
  })
  onTestFinished(() => asked.mockRestore())
}

it.each([
  { meanwhile: 'nothing', changes: 0, phases: ['unjoined'], fault: /a join worker failed/ },
  { meanwhile: 'a step', changes: 1, phases: [], fault: /^none$/ },
])(
  'a take that could not be joined while it waited for room, and $meanwhile came meanwhile',
  ({ changes, phases, fault }) =>
    inWorld(1, async (world) => {
      const page = must(world.pages[0], 'a page')
      const { app } = page
      await page.does(() => openFile(app, new File([world.file], 'line.wav')))
      world.disk.full = 1
      killNextJoin()
      await page.does(() => {
        select(app, 12_000, 18_000, 'exact')
        app.store.edit(() => ({ text: 'another line' }))
        for (const take of takesToAskFor(app)) void take()
      })
      const [job] = app.store.document()?.jobs ?? []
      expect(job?.phase).toBe('unstored')
      for (let change = 0; change < changes; change++) {
        await page.does(() => {
          select(app, 2000, 6000, 'exact')
          return cutSelection(app)
        })
      }
      await page.does(() => decideJob(app, must(job, 'a job').id, 'again'))
      expect(app.store.document()?.jobs.map(({ phase }) => phase)).toEqual(phases)
      expect(app.store.document()?.history.present.fixes).toHaveLength(2 * changes)
      expect(app.store.get().fault?.text ?? 'none').toMatch(fault)
    }),
)
