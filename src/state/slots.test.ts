import { describe, expect, it } from 'vitest'
import { Slots } from './slots'

const never = new AbortController().signal

/** Work that ends when it is told to. */
function work() {
  const told = new AbortController()
  const promise = new Promise<void>((resolve) => told.signal.addEventListener('abort', () => resolve()))
  return { promise, end: () => told.abort() }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('Slots', () => {
  it('lets so many in at once and the others in the order they came', async () => {
    const slots = new Slots(2)
    const works = [work(), work(), work(), work()]
    const order: number[] = []
    const done = works.map((item, index) =>
      slots.during(never, () => {
        order.push(index)
        return item.promise
      }),
    )
    await settled()
    expect(order).toEqual([0, 1])
    expect(slots.full).toBe(true)
    works[1]?.end()
    await settled()
    expect(order).toEqual([0, 1, 2])
    for (const item of works) item.end()
    await Promise.all(done)
    expect(order).toEqual([0, 1, 2, 3])
    expect(slots.full).toBe(false)
  })

  it('forgets who gives up waiting, and makes room after a failure', async () => {
    const slots = new Slots(1)
    const first = work()
    const running = slots.during(never, () => first.promise)
    const stop = new AbortController()
    const waiting = slots.during(stop.signal, () => Promise.reject(new Error('was let in')))
    stop.abort(new DOMException('given up', 'AbortError'))
    await expect(waiting).rejects.toThrow('given up')
    first.end()
    await running
    await expect(slots.during(never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(slots.full).toBe(false)
    await expect(slots.during(stop.signal, async () => 1)).rejects.toThrow('given up')
  })
})
