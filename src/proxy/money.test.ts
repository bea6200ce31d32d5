import { describe, expect, test } from 'vitest'
import type { Config } from './config'
import { bytesOf, speech, tone, vendorForTests, vendorService } from './vendorTestKit'

const vendor = vendorForTests()
const service = (changes: Partial<Config> = {}) => vendorService(vendor(), changes)

describe('money', () => {
  test('a repeated request is answered from the cache and costs nothing; a new take is billed', async () => {
    const { infill } = service()
    const first = await infill({}, { 'x-pickup-take': '1' })
    const again = await infill({}, { 'x-pickup-take': '1' })
    expect(vendor().received).toHaveLength(1)
    expect(first.headers.get('x-pickup-repeated')).toBeNull()
    expect([again.headers.get('x-pickup-credits'), again.headers.get('x-pickup-repeated')]).toEqual(['0', '1'])
    expect(again.headers.get('x-request-id')).toBe(first.headers.get('x-request-id'))
    expect((await bytesOf(again)).equals(await bytesOf(first))).toBe(true)
    await infill({}, { 'x-pickup-take': '2' })
    await infill({ transcript: 'another' }, { 'x-pickup-take': '1' })
    await infill({ right_audio: tone(1, 0.2) }, { 'x-pickup-take': '1' })
    await infill({ 'output_format[sample_rate]': '48000' }, { 'x-pickup-take': '1' })
    expect(vendor().received).toHaveLength(5)
  })

  test('two equal requests at once are billed once', async () => {
    vendor().script([{ delayMs: 50 }])
    const { infill } = service()
    const answers = await Promise.all([infill(), infill(), infill()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(vendor().received).toHaveLength(1)
  })

  test('nothing that failed is kept or made again by itself', async () => {
    const { infill, send } = service()
    for (const fault of ['failure', 'empty', 'html', 'json', 'cut', 'drop', 'gateway', 'unauthorized'] as const) {
      vendor().reset()
      vendor().script([fault])
      const failed = await infill({}, { 'x-pickup-take': fault })
      expect(failed.status).toBeGreaterThanOrEqual(400)
      expect(failed.headers.get('x-should-retry')).toBe('false')
      expect(vendor().received).toHaveLength(1)
      expect((await infill({}, { 'x-pickup-take': fault })).status).toBe(200)
      expect(vendor().received).toHaveLength(2)
    }
    vendor().script(['busy'])
    const busy = await send('POST', '/tts/bytes', speech())
    expect([busy.status, busy.headers.get('retry-after'), busy.headers.get('x-should-retry')]).toEqual([429, '1', null])
  })

  test('the budget of a day stops a client, and what was not billed is given back', async () => {
    const text = 'x'.repeat(100)
    const { infill } = service({ dailyCredits: 1000 })
    vendor().script(['failure', 'out-of-credits'])
    for (const take of ['1', '2', '3', '4']) await infill({ transcript: text }, { 'x-pickup-take': take })
    const over = await infill({ transcript: text }, { 'x-pickup-take': '5' })
    expect(over.status).toBe(402)
    expect(await over.json()).toMatchObject({
      error_code: 'budget_spent',
      message: expect.stringMatching(/You have 1000 credits a day.*400.*midnight UTC/),
    })
    expect((await infill({ transcript: text }, { 'x-pickup-take': '3' })).headers.get('x-pickup-repeated')).toBe('1')
    expect(vendor().received.filter(({ form }) => form !== null)).toHaveLength(2)
  })

  test('the budget of all counts everybody', async () => {
    const { infill } = service({ dailyCreditsOfAll: 400 })
    expect((await infill()).status).toBe(200)
    const over = await infill({ transcript: 'another' })
    expect([over.status, (await over.json()).message]).toEqual([402, expect.stringContaining('Everybody together')])
  })

  test('too many requests are told when to come back', async () => {
    const { send } = service({ requestsPerMinute: 3 })
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await send('GET', '/voices')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })
})
