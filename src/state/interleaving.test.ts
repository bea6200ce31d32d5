import { describe, expect, it } from 'vitest'
import { someGesture } from '../testing/page/gestures'
import { checkSettled } from '../testing/page/rules'
import { inWorld, type World } from '../testing/page/world'
import { closeRecording } from './closeFlow'
import { redoStep, undoStep } from './historyFlow'
import { decideJob } from './jobs'

const stepsEach = 60

async function settleAndCheck(world: World): Promise<void> {
  await world.settle()
  await checkSettled(world)
}

/** T5: back and forth again is where it was, the very object. */
async function thereAndBack(world: World): Promise<void> {
  const page = world.pick(world.pages)
  const before = page.app.store.document()
  if (!before || before.readOnly || before.history.past.length === 0 || world.disk.full > 0) return
  page.begin('undo', () => undoStep(page.app))
  await world.settle()
  if (page.app.store.document()?.history.present === before.history.present) return
  page.begin('redo', () => redoStep(page.app))
  await world.settle()
  expect(page.app.store.document()?.history.present).toBe(before.history.present)
}

/** Everything is decided and closed: nothing is left. */
async function end(world: World): Promise<void> {
  world.disk.full = 0
  await settleAndCheck(world)
  for (const page of world.pages) {
    for (const { id, text } of page.app.store.document()?.jobs ?? []) {
      world.ledger.letGo(text)
      page.begin('let go', () => decideJob(page.app, id, 'let go'))
    }
  }
  await settleAndCheck(world)
  for (const page of world.pages) page.begin('close', () => closeRecording(page.app))
  await settleAndCheck(world)
  for (const page of world.pages) {
    expect(page.app.store.get().session.kind).toBe('empty')
    expect(page.underWay).toEqual(new Set())
  }
}

/** What came of an afternoon. */
interface Afternoon {
  /** What was let go on, in order. */
  readonly log: readonly string[]
  /** Promises that were rejected and of which nobody heard. */
  readonly unheard: readonly unknown[]
}

/** A careless afternoon: gestures at random, each met by whatever is under way in an order at random. */
async function afternoon(seed: number, count = stepsEach): Promise<Afternoon> {
  const steps: string[] = []
  const unheard: unknown[] = []
  const note = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', note)
  let log: readonly string[] = []
  try {
    await inWorld(seed, async (world) => {
      log = world.scheduler.log
      while (steps.length < count) {
        steps.push(someGesture(world))
        for (let turns = world.between(0, 12); turns > 0 && (await world.turn()); turns--);
        if (world.random() > 0.2) continue
        steps.push('— settled —')
        await settleAndCheck(world)
        if (world.random() < 0.2) await thereAndBack(world)
      }
      await end(world)
    })
    return { log: log.map((line) => line.replace(/[0-9a-f]{32}/, 'id')), unheard }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const story = steps.map((step, i) => `${i + 1}. ${step}`).join('\n')
    throw new Error(`seed ${seed}: ${said}\n${story}\nlast: ${log.slice(-40).join(', ')}`, { cause: error })
  } finally {
    process.off('unhandledRejection', note)
  }
}

describe('whatever comes first', () => {
  /** Each found a flaw once; what follows from a seed changes with the flows. */
  const regressions = [
    { seed: 3, found: 'a project was shown as the other tab had it before its last step' },
    { seed: 33, found: 'a take that waited was not known any more after a take-over' },
    { seed: 166, found: 'a project was forgotten while it was being opened' },
    { seed: 70, found: 'a question that was answered too late closed what had been opened meanwhile' },
  ]
  it.each(regressions)('seed $seed: $found', async ({ seed }) => {
    expect((await afternoon(seed)).unheard).toEqual([])
  })

  // More of them: SEED is the first, SEEDS how many.
  const first = Number(process.env['SEED'] ?? 1)
  const count = Number(process.env['SEEDS'] ?? 8)
  it.each(Array.from({ length: count }, (_, i) => first + i))('an afternoon of seed %i', async (seed) => {
    expect((await afternoon(seed)).unheard).toEqual([])
  })

  it('a seed is the same afternoon each time', async () => {
    expect(await afternoon(5, 20)).toEqual(await afternoon(5, 20))
  })
})
