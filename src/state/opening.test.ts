import { describe, expect, it } from 'vitest'
import { Opening } from './opening'

describe('Opening', () => {
  it('is the last that was begun; the one before is stopped', () => {
    const opening = new Opening()
    const [first, second] = [opening.begin(), opening.begin()]
    expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false])
    expect([first.turn, second.turn].map((turn) => turn === opening.turn)).toEqual([false, true])
  })

  it('lets what leaves a recording end before the next of the like begins, failed or not', async () => {
    const opening = new Opening()
    const order: string[] = []
    const failed = opening.inOrder(async () => {
      order.push('first begins')
      await Promise.resolve()
      order.push('first ends')
      throw new Error('failed')
    })
    const next = opening.inOrder(async () => void order.push('second'))
    await expect(failed).rejects.toThrow('failed')
    await next
    expect(order).toEqual(['first begins', 'first ends', 'second'])
  })
})
