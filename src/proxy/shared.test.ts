import type { ChildProcess } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { createApp, openApp } from './app'
import type { Config } from './config'
import { createCartesiaEngine } from './engines/cartesia'
import { freePort, redisBinary, startRedis, stopRedis } from './redisKit'
import { type RunningServer, startServer } from './server'
import { openSharedStore, type SharedStore } from './sharedStore'
import { formBytes, formHeaders, infillParts, keptLog, testConfig } from './testKit'

const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'

describe.skipIf(redisBinary === null)('two instances with one Redis', () => {
  let vendor: Vendor
  let redis: ChildProcess
  let port: number
  const cleanups: (() => unknown)[] = []

  beforeAll(async () => {
    vendor = await startVendor()
    port = await freePort()
  })
  beforeEach(async () => {
    redis = await startRedis(port)
  })
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
    await stopRedis(redis)
    vendor.reset()
  })
  afterAll(() => vendor.close())

  async function instance(changes: Partial<Config>) {
    const config = { ...testConfig({ baseUrl: vendor.address, ...changes }), apiKey: vendor.key }
    const { log, lines } = keptLog()
    const store: SharedStore = await openSharedStore(`redis://127.0.0.1:${port}`, log)
    await expect.poll(store.isUp).toBe(true)
    const engine = createCartesiaEngine(config, '1')
    const server: RunningServer = await startServer(
      createApp({ config, engine, version: '1', log, store }),
      '127.0.0.1',
      0,
    )
    cleanups.push(
      () => store.close(),
      () => server.stop(0),
    )
    const infill = (take: string) =>
      fetch(`${server.address}/api/infill/bytes`, {
        method: 'POST',
        headers: { 'content-type': formHeaders['content-type'], 'x-pickup-take': take },
        body: formBytes(infillParts({ voice_id: voice, left_audio: new Uint8Array(500).fill(7) })),
      })
    const voices = async () => (await fetch(`${server.address}/api/voices`)).status
    const ready = async () => (await fetch(`${server.address}/readyz`)).json()
    return { infill, voices, ready, lines, store }
  }
  /** Status and credits of an infill by an app that is opened for it alone. */
  async function runOnce(take: string) {
    const redisUrl = `redis://127.0.0.1:${port}`
    const config = { ...testConfig({ baseUrl: vendor.address, dailyCredits: 700, redisUrl }), apiKey: vendor.key }
    const { log, lines } = keptLog()
    const { app, close } = await openApp({ config, engine: createCartesiaEngine(config, '1'), version: '1', log })
    const body = formBytes(infillParts({ voice_id: voice, left_audio: new Uint8Array(500).fill(7) }))
    const headers = { ...formHeaders, 'x-pickup-take': take }
    const { status, headers: told } = await app.request('/api/infill/bytes', { method: 'POST', headers, body })
    close()
    expect(lines.join()).not.toContain('redis_lost')
    return [status, told.get('x-pickup-credits')]
  }
  const pair = async (changes: Partial<Config>) => [await instance(changes), await instance(changes)] as const

  test('share what was paid for', async () => {
    const [a, b] = await pair({})
    const first = await a.infill('1')
    const again = await b.infill('1')
    expect(again.headers.get('x-pickup-repeated')).toBe('1')
    expect(Buffer.from(await again.arrayBuffer()).equals(Buffer.from(await first.arrayBuffer()))).toBe(true)
    expect(vendor.received).toHaveLength(1)
  })

  test('share the budget and what is given back', async () => {
    const [a, b] = await pair({ dailyCredits: 1000, cacheBytes: 0 })
    vendor.script(['failure'])
    const statuses: number[] = []
    for (const [index, { infill }] of [a, b, a, b, a, b].entries()) statuses.push((await infill(`${index}`)).status)
    // 326 credits each: the one that failed is free, three fit.
    expect(statuses).toEqual([500, 200, 200, 200, 402, 402])
  })

  test('keep what was spent today longer than any answer, so that a full store gives up answers first', async () => {
    const { infill, store } = await instance({ dailyCredits: 1000, dailyCreditsOfAll: 1000 })
    expect((await infill('1')).status).toBe(200)
    const lives = async (name: string) => {
      const keys = await store.client.keys(`pickup:${name}:*`)
      return Promise.all(keys.map((key) => store.client.ttl(key)))
    }
    const spent = [...(await lives('credits')), ...(await lives('credits-all'))]
    expect(spent).toHaveLength(2)
    expect(await lives('answer')).toHaveLength(1)
    expect(Math.min(...spent)).toBeGreaterThan(Math.max(...(await lives('answer'))) + 60 * 60)
  })

  test('share with short runs, which count from their first request', async () => {
    const runs: unknown[] = []
    for (const take of ['1', '2', '3', '1']) runs.push(await runOnce(take))
    expect(runs).toEqual([
      [200, '326'],
      [200, '326'],
      [402, null],
      [200, '0'],
    ])
  })

  test('share the count of requests', async () => {
    const [a, b] = await pair({ requestsPerMinute: 3 })
    expect([await a.voices(), await b.voices(), await a.voices(), await b.voices()]).toEqual([200, 200, 200, 429])
  })

  test('go on without it, each for itself, say so once, and share again when it is back', async () => {
    const [a, b] = await pair({ dailyCredits: 700 })
    expect((await a.infill('1')).status).toBe(200)
    await stopRedis(redis)
    await expect.poll(a.store.isUp).toBe(false)
    expect(await a.ready()).toEqual({ ready: true, redis: 'down' })
    const statuses: number[] = []
    for (const take of ['2', '3', '4']) statuses.push((await a.infill(take)).status)
    expect(statuses).toEqual([200, 200, 402])
    expect((await a.infill('2')).headers.get('x-pickup-repeated')).toBe('1')
    expect((await b.infill('2')).status).toBe(200)
    expect(a.lines.filter((line) => line.includes('redis_lost'))).toHaveLength(1)
    redis = await startRedis(port)
    await expect.poll(a.store.isUp, { timeout: 8000 }).toBe(true)
    await expect.poll(b.store.isUp, { timeout: 8000 }).toBe(true)
    expect((await a.infill('9')).status).toBe(200)
    expect((await b.infill('9')).headers.get('x-pickup-repeated')).toBe('1')
    expect(a.lines.filter((line) => line.includes('redis_back'))).toHaveLength(1)
  })
})

test('an instance whose Redis is not there starts and serves', async () => {
  const { log, lines } = keptLog(['s3cret'])
  const store = await openSharedStore(`redis://:s3cret@127.0.0.1:${await freePort()}`, log)
  const vendor = await startVendor()
  const config = {
    ...testConfig({ baseUrl: vendor.address, dailyCredits: 400, requestsPerMinute: 5 }),
    apiKey: vendor.key,
  }
  const app = createApp({ config, engine: createCartesiaEngine(config, '1'), version: '1', log, store })
  const server = await startServer(app, '127.0.0.1', 0)
  try {
    expect((await fetch(`${server.address}/api/voices`)).status).toBe(200)
    await expect.poll(() => lines.join()).toContain('redis_lost')
    expect(lines.join()).not.toContain('s3cret')
  } finally {
    store.close()
    await server.stop(0)
    await vendor.close()
  }
})
