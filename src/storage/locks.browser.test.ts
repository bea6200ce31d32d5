import { describe, expect, it, vi } from 'vitest'
import { projectId } from '../base/ids'
import { claimProject, type ForeignProject, type OwnedProject, whileTakesStay } from './locks'

const nobody = (): void => {}

async function mine(
  id: ReturnType<typeof projectId>,
  onLost: () => Promise<void> | void = nobody,
): Promise<OwnedProject> {
  const claim = await claimProject(id, onLost)
  if (claim.kind !== 'mine') throw new Error('the project is elsewhere')
  return claim
}

async function elsewhere(
  id: ReturnType<typeof projectId>,
  onLost: () => Promise<void> | void = nobody,
): Promise<ForeignProject> {
  const claim = await claimProject(id, onLost)
  if (claim.kind !== 'elsewhere') throw new Error('the project is free')
  return claim
}

describe('project locks', () => {
  it('gives a project to one at a time', async () => {
    const id = projectId('one')
    const first = await mine(id)
    await elsewhere(id)
    await (await mine(projectId('other'))).release()
    await first.release()
    await first.release()
    const second = await mine(id)
    await second.release()
    expect((await navigator.locks.query()).held?.filter((lock) => lock.name?.includes('one'))).toEqual([])
  })

  it('hands over once the owner has saved', async () => {
    const id = projectId('two')
    const steps: string[] = []
    let save = nobody
    const asked = new Promise<void>((resolve) => {
      void mine(id, async () => {
        resolve()
        await new Promise<void>((saved) => {
          save = saved
        })
        steps.push('saved')
      })
    })
    const taking = (await elsewhere(id)).takeOver().then((owned) => {
      steps.push('taken over')
      return owned
    })
    await asked
    const locks = await navigator.locks.query()
    const ofProject = [locks.held, locks.pending].map((some) => some?.filter(({ name }) => name?.includes('two')))
    expect(ofProject).toMatchObject([[{}], [{}]])
    expect(steps).toEqual([])
    save()
    const owned = await taking
    expect(steps).toEqual(['saved', 'taken over'])
    expect((await elsewhere(id)).kind).toBe('elsewhere')
    await owned.release()
  })

  it('can be taken back', async () => {
    const id = projectId('three')
    let lost = 0
    await mine(id, () => void lost++)
    const second = await (await elsewhere(id, () => void lost++)).takeOver()
    const third = await (await elsewhere(id, () => void lost++)).takeOver()
    expect(lost).toBe(2)
    await second.release()
    expect((await elsewhere(id)).kind).toBe('elsewhere')
    await third.release()
  })

  it('passes over an owner that does not answer', { timeout: 15_000 }, async () => {
    const id = projectId('four')
    await mine(id, () => new Promise(() => {}))
    const owned = await (await elsewhere(id)).takeOver()
    expect((await elsewhere(id)).kind).toBe('elsewhere')
    await owned.release()
  })
})

describe('whileTakesStay', () => {
  it('lets one at a time bring or remove takes, so that none removes what another has just found', async () => {
    const order: string[] = []
    let end = nobody
    const first = whileTakesStay(async () => {
      await new Promise<void>((resolve) => {
        end = resolve
        order.push('first starts')
      })
      order.push('first ends')
    })
    await vi.waitFor(() => expect(order).toEqual(['first starts']))
    const second = whileTakesStay(async () => order.push('second'))
    const stop = new AbortController()
    const third = whileTakesStay(async () => order.push('third'), stop.signal)
    stop.abort(new Error('given up'))
    await expect(third).rejects.toThrow('given up')
    end()
    await Promise.all([first, second])
    expect(order).toEqual(['first starts', 'first ends', 'second'])
  })
})
