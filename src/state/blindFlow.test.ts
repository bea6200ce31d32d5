import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { inWorld } from '../testing/page/world'
import { overSeeds } from '../testing/seeds'
import { compareBlind, pickBlind, shuffled, wordsOfPick } from './blindFlow'
import { fixAtHand, switchTake } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { undoStep } from './historyFlow'
import { openFile } from './openFlow'
import { select } from './selectionFlow'

describe('shuffled', () => {
  it('gives the same items in some order', () => {
    overSeeds(50, (random) => {
      const items = Array.from({ length: Math.floor(random() * 10) }, (_, index) => index)
      expect(shuffled(items, random).toSorted((a, b) => a - b)).toEqual(items)
    })
  })

  it('gives each order as often as any other', () => {
    const random = mulberry32(1)
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // 1000 each, within five standard deviations (29).
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145)
  })
})

describe('a pick', () => {
  it('is said to be in place only while it is', () =>
    inWorld(1, async (world) => {
      const [page] = world.pages
      if (!page) throw new Error('no page')
      const { app } = page
      const does = async (gesture: () => unknown) => {
        page.begin('gesture', gesture)
        await world.settle()
      }
      const said = () => {
        const document = app.store.document()
        return document && wordsOfPick(document)
      }
      await does(() => openFile(app, new File([world.file], 'line.wav')))
      await does(() => {
        app.store.patch({ takesAtOnce: 2 })
        select(app, 12_000, 18_000, 'snapping')
        app.store.edit(() => ({ text: 'a line' }))
        for (const take of takesToAskFor(app)) void take()
      })
      const fix = fixAtHand(app)
      const [chosen, other] = [fix?.chosen, fix?.takes.find((take) => take !== fix.chosen)]
      if (!fix || !chosen || !other) throw new Error('no two takes')
      compareBlind(app)
      await does(() => pickBlind(app, other))
      expect(said()).toMatch(/^You picked [AB]: it was Take 2, and it is in place now\.$/)
      expect(app.store.get().notice?.text).toContain('and it is in place now.')

      await does(() => undoStep(app))
      expect(said()).toMatch(/^You picked [AB]: it was Take 2\.$/)
      await does(() => switchTake(app, fix.id, other))
      expect(said()).toContain('in place now')
      expect(page.failures).toEqual([])
    }))
})
