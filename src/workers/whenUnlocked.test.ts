import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whenUnlocked } from './whenUnlocked'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Opens a file that another worker holds for the first `times` tries. */
const lockedFor = (times: number, name = 'NoModificationAllowedError') => {
  let tries = 0
  return vi.fn<() => Promise<string>>(() =>
    ++tries > times ? Promise.resolve('open') : Promise.reject(new DOMException('locked', name)),
  )
}

it('waits for the lock of a worker that ended', async () => {
  const open = lockedFor(3)
  const opened = whenUnlocked(open)
  await vi.runAllTimersAsync()
  expect(await opened).toBe('open')
  expect(open).toHaveBeenCalledTimes(4)
})

it('gives up on a file that stays locked', async () => {
  const open = lockedFor(1000)
  const reason = whenUnlocked(open).catch((error: unknown) => error)
  await vi.runAllTimersAsync()
  expect(await reason).toMatchObject({ name: 'NoModificationAllowedError' })
  expect(open).toHaveBeenCalledTimes(11)
})

it('waits for nothing else', async () => {
  const open = lockedFor(1, 'NotFoundError')
  await expect(whenUnlocked(open)).rejects.toMatchObject({ name: 'NotFoundError' })
  expect(open).toHaveBeenCalledOnce()
})
