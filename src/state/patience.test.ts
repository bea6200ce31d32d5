import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NetError, type NetErrorCode } from '../net/netError'
import { patiently, type Waiting } from './patience'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const refused = (code: NetErrorCode, data: Readonly<Record<string, unknown>> = {}) => new NetError(code, code, data)

/** Asks for what fails with each of `failures` in turn and then succeeds; gives how it went. */
async function asking(failures: readonly Error[], abortAt?: number) {
  const stop = new AbortController()
  if (abortAt !== undefined) setTimeout(() => stop.abort(), abortAt)
  const askedAt: number[] = []
  const told: (Waiting | null)[] = []
  const ask = async () => {
    askedAt.push(Date.now())
    const failure = failures[askedAt.length - 1]
    if (failure !== undefined) throw failure
    return 'a take'
  }
  const outcome = patiently(ask, { signal: stop.signal, onWaiting: (waiting) => told.push(waiting) }).catch(
    (error: unknown) => error,
  )
  await vi.runAllTimersAsync()
  return { outcome: await outcome, askedAt, told }
}

describe('patiently', () => {
  it('comes back when a busy service says so, and tells until when it waits', async () => {
    const { outcome, askedAt, told } = await asking([
      refused('rate-limited', { retryAfter: 7 }),
      refused('rate-limited', { retryAfter: 0 }),
    ])
    expect([outcome, askedAt]).toEqual(['a take', [0, 7000, 8000]])
    expect(told).toEqual([{ reason: 'busy', until: 7000 }, null, { reason: 'busy', until: 8000 }, null])
  })

  it('waits longer each time where no time is named, and gives up after some', async () => {
    const busy = refused('rate-limited', { retryAfter: null })
    const { outcome, askedAt } = await asking(Array.from({ length: 9 }, () => busy))
    expect([outcome, askedAt]).toEqual([busy, [0, 2000, 6000, 14_000, 30_000]])
  })

  it('tries a service that cannot be reached again, which was not billed', async () => {
    const away = refused('service-failed', { code: 'upstream_unreachable', retryAfter: null })
    expect(await asking([away])).toMatchObject({ outcome: 'a take', askedAt: [0, 3000] })
    expect(await asking([away, away, away])).toMatchObject({ outcome: away, told: { length: 4 } })
  })

  it('never makes any other request twice', async () => {
    const codes = ['offline', 'unauthorized', 'out-of-credits', 'refused', 'service-failed', 'cut-off'] as const
    const others = ['timed-out', 'empty-answer', 'not-audio', 'token-required'] as const
    const failures = [...codes, ...others].map((code) => refused(code, { retryAfter: 1 }))
    for (const failure of [...failures, new Error('odd'), refused('rate-limited', { retryAfter: 900 })]) {
      expect(await asking([failure])).toMatchObject({ outcome: failure, askedAt: { length: 1 }, told: [] })
    }
  })

  it('stops waiting at once when it is cancelled', async () => {
    const { outcome, askedAt, told } = await asking([refused('rate-limited', { retryAfter: 60 })], 1500)
    expect(outcome).toMatchObject({ name: 'AbortError' })
    expect([askedAt, told.at(-1), Date.now()]).toEqual([[0], null, 1500])
  })
})
