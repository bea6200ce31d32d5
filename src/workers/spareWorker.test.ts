import { describe, expect, it, vi } from 'vitest'
import type { WorkerPort } from './bridge'
import { SpareWorker } from './spareWorker'

class FakeWorker extends EventTarget implements WorkerPort {
  readonly terminate = vi.fn<() => void>()
  postMessage(): void {}
}

describe('SpareWorker', () => {
  it('starts one ahead, gives it once, and starts another for the next', () => {
    const started: FakeWorker[] = []
    const spare = new SpareWorker(() => {
      const worker = new FakeWorker()
      started.push(worker)
      return worker
    })
    spare.prepare()
    spare.prepare()
    expect(started).toHaveLength(1)
    expect(spare.take()).toBe(started[0])
    expect(spare.take()).toBe(started[1])
    expect(started).toHaveLength(2)
  })

  it('drops one that could not be loaded, but not one that was given away', () => {
    const workers = [new FakeWorker(), new FakeWorker()]
    const failing = new SpareWorker(() => workers.shift() ?? new FakeWorker())
    const [first, second] = workers
    failing.prepare()
    first?.dispatchEvent(new Event('error'))
    expect(first?.terminate).toHaveBeenCalledOnce()
    expect(failing.take()).toBe(second)
    second?.dispatchEvent(new Event('error'))
    expect(second?.terminate).not.toHaveBeenCalled()
  })

  it('leaves it to whoever takes one to hear that none can be started', () => {
    const spare = new SpareWorker(() => {
      throw new Error('no workers')
    })
    spare.prepare()
    expect(() => spare.take()).toThrow('no workers')
  })
})
