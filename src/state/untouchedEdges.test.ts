import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import type { Edge } from '../edit/positions'
import { findFix } from '../edit/project'
import type { Page } from '../testing/page/page'
import { inWorld, type World } from '../testing/page/world'
import { overSeedsAsync } from '../testing/seeds'
import { edgeMoved } from './edgeFlow'
import { cutSelection, editFix } from './fixFlow'
import { takesToAskFor } from './generateFlow'
import { openFile } from './openFlow'
import { nudgeSelection, placeEdge, select, setSnap } from './selectionFlow'

const documentOf = ({ app }: Page) => must(app.store.document(), 'an open recording')
const other = (edge: Edge): Edge => (edge === 'start' ? 'end' : 'start')

/** A recording with a line said anew and a cut before it. */
async function withTwoFixes(world: World): Promise<Page> {
  const page = must(world.pages[0], 'a page')
  const { app } = page
  await page.does(() => openFile(app, new File([world.file], 'line.wav')))
  await page.does(() => {
    select(
      app,
      world.between(11_000, 13_000),
      world.between(17_000, 20_000),
      world.pick(['exact', 'snapping'] as const),
    )
    app.store.edit(() => ({ text: 'another line' }))
    for (const take of takesToAskFor(app)) void take()
  })
  await cut(page)
  return page
}

const cut = (page: Page) =>
  page.does(() => {
    select(page.app, 2000, 6000, 'exact')
    return cutSelection(page.app)
  })

/** What may have been done with the selection of a fix before one of its edges is moved. */
function prepare(page: Page, world: World, edge: Edge): void {
  const { app } = page
  const range = documentOf(page).selection?.snapped.range
  const ways = [
    () => {},
    () => setSnap(app, false),
    () => {
      setSnap(app, false)
      setSnap(app, true)
    },
    // The other edge was typed or drawn, and is not yet that of the fix.
    () => range && placeEdge(app, other(edge), range[other(edge)] + world.between(-300, 300), 'exact'),
    () => range && select(app, range.start - world.between(0, 400), range.end + world.between(0, 400), 'snapping'),
  ]
  world.pick(ways)()
}

describe('an edge that is not touched', () => {
  it('never moves: not of the selection, and not of the fix at hand in the recording', async () => {
    let looked = 0
    await overSeedsAsync(8, (_, seed) =>
      inWorld(seed, async (world) => {
        const page = await withTwoFixes(world)
        const { app } = page
        for (let round = 0; round < 5; round++) {
          const { id } = world.pick(documentOf(page).history.present.fixes)
          const edge = world.pick(['start', 'end'] as const)
          page.run(() => {
            editFix(app, id)
            prepare(page, world, edge)
          })
          const { selection, editing } = documentOf(page)
          const kept = other(edge)
          const range = must(selection, 'a selection').snapped.range
          // A point has one edge, and where two fixes are selected none is at hand.
          if (range.start === range.end || editing === null) continue
          const before = must(findFix(documentOf(page).history.present, editing), 'the fix at hand')
          const presses = world.between(1, 4)
          const by = world.pick([-80, 80, 800, -800])
          page.run(() => {
            for (let press = 0; press < presses; press++) {
              edgeMoved(app, edge, 500)
              nudgeSelection(app, edge, by)
            }
          })
          expect(documentOf(page).selection?.snapped.range[kept]).toBe(range[kept])
          await world.settle()
          const after = must(findFix(documentOf(page).history.present, editing), 'the fix whose edge was moved')
          expect(after.replaced[kept]).toBe(before.replaced[kept])
          looked++
        }
      }),
    )
    expect(looked).toBeGreaterThan(20)
  })

  it('stays where it was moved to a moment ago, though that is not shown yet', async () => {
    let unseen = 0
    await overSeedsAsync(10, (_, seed) =>
      inWorld(seed, async (world) => {
        const page = must(world.pages[0], 'a page')
        const { app } = page
        await page.does(() => openFile(app, new File([world.file], 'line.wav')))
        await cut(page)
        const fix = must(documentOf(page).history.present.fixes[0], 'the cut')
        const moves = { start: 0 - world.between(50, 300), end: world.between(50, 300) }
        const move = (edge: Edge) =>
          page.run(() => {
            placeEdge(
              app,
              edge,
              must(documentOf(page).selection, 'a selection').snapped.range[edge] + moves[edge],
              'exact',
            )
            edgeMoved(app, edge, world.pick([0, 500]))
          })
        page.run(() => editFix(app, fix.id))
        const first = world.pick(['start', 'end'] as const)
        move(first)
        while (app.workspace?.settlingEdges.has(fix.id)) await world.turn()
        for (let turns = world.between(0, 8); turns > 0; turns--) await world.turn()
        if (documentOf(page).history.past.length === 1) unseen++
        move(other(first))
        await world.settle()
        const { start, end } = must(findFix(documentOf(page).history.present, fix.id), 'the cut').replaced
        expect({ start, end }).toEqual({ start: fix.replaced.start + moves.start, end: fix.replaced.end + moves.end })
      }),
    )
    expect(unseen).toBeGreaterThan(2)
  })
})
