import { expect, it } from 'vitest'
import { must } from '../base/assert'
import { inWorld } from '../testing/page/world'
import { overSeedsAsync } from '../testing/seeds'
import { takesToAskFor } from './generateFlow'
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
