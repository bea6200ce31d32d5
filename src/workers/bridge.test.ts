import { describe, expect, it, vi } from 'vitest'
import { BugError } from '../base/assert'
import { PickupError } from '../base/errors'
import { runJob, type WorkerPort } from './bridge'
import { toWire, type WorkerReply } from './protocol'

type Reply = WorkerReply<number, string>

/** A worker whose answers the test gives. */
class FakeWorker extends EventTarget implements WorkerPort {
  readonly asked: unknown[] = []
  terminated = 0

  postMessage(request: unknown): void {
    this.asked.push(request)
  }

  terminate(): void {
    this.terminated++
  }

  answer(data: Reply): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function start(onProgress: (progress: number) => void = () => undefined) {
  const worker = new FakeWorker()
  const abort = new AbortController()
  const result = runJob<string, number, string>({
    start: () => worker,
    request: 'go',
    signal: abort.signal,
    onProgress,
  })
  return { worker, abort, result }
}

describe('runJob', () => {
  it('asks, passes progress on, gives the result and ends the worker', async () => {
    const onProgress = vi.fn<(progress: number) => void>()
    const { worker, result } = start(onProgress)
    expect(worker.asked).toEqual(['go'])
    worker.answer({ kind: 'progress', progress: 1 })
    worker.answer({ kind: 'progress', progress: 2 })
    worker.answer({ kind: 'done', result: 'found' })
    worker.answer({ kind: 'done', result: 'again' })
    await expect(result).resolves.toBe('found')
    expect(onProgress.mock.calls).toEqual([[1], [2]])
    expect(worker.terminated).toBe(1)
  })

  it('rejects with the error of the worker, its code kept', async () => {
    const { worker, result } = start()
    worker.answer({ kind: 'failed', error: toWire(new PickupError('file-changed', 'It moved.')) })
    await expect(result).rejects.toMatchObject({ code: 'file-changed' })
    expect(worker.terminated).toBe(1)
  })

  it('ends the worker on abort, and says nothing afterwards', async () => {
    const onProgress = vi.fn<(progress: number) => void>()
    const { worker, abort, result } = start(onProgress)
    abort.abort()
    await expect(result).rejects.toMatchObject({ name: 'AbortError' })
    worker.answer({ kind: 'progress', progress: 1 })
    expect(onProgress).not.toHaveBeenCalled()
    expect(worker.terminated).toBe(1)
  })

  it('starts no worker when it is aborted already', async () => {
    const make = vi.fn<() => FakeWorker>()
    const job = { start: make, request: 'go', signal: AbortSignal.abort(), onProgress: () => undefined }
    await expect(runJob<string, number, string>(job)).rejects.toMatchObject({ name: 'AbortError' })
    expect(make).not.toHaveBeenCalled()
  })

  it.each(['error', 'messageerror'])('rejects when the worker has an %s event', async (type) => {
    const { worker, result } = start()
    worker.dispatchEvent(new Event(type))
    await expect(result).rejects.toBeInstanceOf(BugError)
    expect(worker.terminated).toBe(1)
  })

  it('rejects with what onProgress throws, and does not call it again', async () => {
    const onProgress = vi.fn<() => void>(() => {
      throw new RangeError('no room')
    })
    const { worker, result } = start(onProgress)
    worker.answer({ kind: 'progress', progress: 1 })
    worker.answer({ kind: 'progress', progress: 2 })
    await expect(result).rejects.toThrow('no room')
    expect(onProgress).toHaveBeenCalledTimes(1)
  })
})
