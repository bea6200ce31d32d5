import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { memoryCache } from './answerCache'
import { createLimits, type Limits } from './limits'
import { testConfig } from './testKit'
import { Till } from './till'

const config = testConfig({ dailyCredits: 100, dailyCreditsOfAll: 100 })
const item = { key: 'k', credits: 60 }
const still = new AbortController().signal

describe('a client that leaves while its credits are being taken', () => {
  test('gets them back, and an equal request does not wait for it', async () => {
    const inner = createLimits(config, null)
    const gate = new AbortController()
    let spent = 0
    const slow: Limits = {
      ...inner,
      async spend(client, credits) {
        const refund = await inner.spend(client, credits)
        spent++
        if (!gate.signal.aborted) await once(gate.signal, 'abort')
        return refund
      },
    }
    const till = new Till(slow, memoryCache(1000))
    const leave = new AbortController()
    const bought = till.buy('a', item, leave.signal)
    await expect.poll(() => spent).toBe(1)
    leave.abort()
    gate.abort()
    await expect(bought).rejects.toMatchObject({ name: 'AbortError' })
    expect(await till.buy('a', item, still)).toMatchObject({ kind: 'new' })
  })
})

test('credits are given back to the day they were taken from', async () => {
  let now = Date.parse('2026-03-01T23:59:59Z')
  const limits = createLimits(config, null, () => now)
  const refund = await limits.spend('a', 90)
  now += 2000
  await limits.spend('a', 90)
  await refund()
  await expect(limits.spend('a', 90)).rejects.toMatchObject({ code: 'budget_spent' })
  now -= 2000
  await limits.spend('a', 90)
})
