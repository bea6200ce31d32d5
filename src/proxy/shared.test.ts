import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { createApp } from './app'
import type { Config } from './config'
import { createCartesiaEngine } from './engines/cartesia'
import { type RunningServer, startServer } from './server'
import { openSharedStore, type SharedStore } from './sharedStore'
import { formBytes, formHeaders, infillParts, keptLog, testConfig } from './testKit'

const binary = ['redis-server', 'valkey-server'].find((name) => spawnSync('which', [name]).status === 0) ?? null
const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function startRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp']
  const redis = spawn(binary ?? '', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const chunk of redis.stdout ?? []) if (/ready to accept/i.test(String(chunk))) break
  redis.stdout?.resume()
  return redis
}

async function stopRedis(redis: ChildProcess): Promise<void> {
  if (redis.exitCode !== null) return
  const ended = once(redis, 'exit')
  redis.kill('SIGKILL')
  await ended
}

describe.skipIf(binary === null)('two instances with one Redis', () => {
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
