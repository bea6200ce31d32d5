import { describe, expect, test } from 'vitest'
import { createApp } from './app'
import type { Config } from './config'
import { createCartesiaEngine } from './engines/cartesia'
import { formBytes, formHeaders, infillParts, noLog, ownHeaders, testConfig } from './testKit'
import { vendorForTests, voice } from './vendorTestKit'

const vendor = vendorForTests()
function service(changes: Partial<Config> = {}) {
  const config = { ...testConfig({ baseUrl: vendor().address, ...changes }), apiKey: vendor().key }
  const app = createApp({ config, engine: createCartesiaEngine(config, '1'), version: '1', log: noLog })
  const left = Buffer.from('ID3 of some length')
  return {
    health: async () => (await app.request('/api/health', { headers: ownHeaders })).json(),
    statusFor: async (headers: Record<string, string>) =>
      (await app.request('/api/health', { headers: { ...ownHeaders, ...headers } })).status,
    infill: (transcript: string) =>
      app.request('/api/infill/bytes', {
        method: 'POST',
        headers: formHeaders,
        body: formBytes(infillParts({ transcript, voice_id: voice, left_audio: left })),
      }),
  }
}

describe('health', () => {
  test('says the version of the service, and what is left of the smaller budget', async () => {
    const { infill, health } = service({ dailyCredits: 1000, dailyCreditsOfAll: 900 })
    expect(await health()).toEqual({
      ok: true,
      upstreamVersion: '2026-03-01',
      problem: null,
      budget: { daily: 900, left: 900 },
    })
    expect((await infill('x'.repeat(100))).status).toBe(200)
    expect(await health()).toMatchObject({ budget: { daily: 900, left: 500 } })
    expect(await service().health()).toMatchObject({ budget: null })
  })

  test('says why takes cannot be made', async () => {
    vendor().script(['unauthorized', 'gateway', 'json'])
    const { health } = service()
    for (const words of ['invalid API key', '502', 'no status']) {
      expect(await health()).toMatchObject({
        ok: false,
        upstreamVersion: null,
        problem: expect.stringContaining(words),
      })
    }
    expect(await service({ baseUrl: 'http://127.0.0.1:9' }).health()).toMatchObject({
      ok: false,
      problem: expect.stringContaining('cannot be reached'),
    })
  })

  test('is told to those alone who may call the API, as often as they may', async () => {
    const token = 'a-token-of-sixteen-or-more'
    const { statusFor } = service({ accessToken: token, requestsPerMinute: 1 })
    const known = { authorization: `Bearer ${token}` }
    expect(await statusFor({})).toBe(401)
    expect(await statusFor({ ...known, origin: 'https://elsewhere.example' })).toBe(403)
    expect(await statusFor(known)).toBe(200)
    expect(await statusFor(known)).toBe(429)
  })
})
