import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp } from './app'
import { clientOf } from './client'
import type { Config } from './config'
import { createEmbeddedEngine } from './engines/embedded/engine'
import { createLog } from './log'
import { type RunningServer, startServer } from './server'
import { keptLog, ownHeaders, testConfig } from './testKit'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

function app(changes: Partial<Config> = {}, isStopping = () => false) {
  const engine = createEmbeddedEngine(() => {
    throw new Error('nothing is spoken here')
  })
  const { log, lines } = keptLog()
  return { app: createApp({ config: testConfig(changes), engine, version: '1', log, isStopping }), lines }
}

describe('who runs the server', () => {
  test('learns that it lives and is ready, under any name and without a token', async () => {
    let stopping = false
    const { app: served } = app({ accessToken: 'a-token-of-some-length' }, () => stopping)
    expect(await (await served.request('/healthz', { headers: { host: '10.0.0.7:80' } })).text()).toBe('ok\n')
    const ready = await served.request('/readyz')
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, redis: 'off' }])
    stopping = true
    expect((await served.request('/readyz')).status).toBe(503)
    expect((await served.request('/healthz')).status).toBe(200)
  })

  test('gets counts in the text form of Prometheus', async () => {
    const { app: served } = app()
    await served.request('/api/voices', { headers: ownHeaders })
    await served.request('/api/voices?limit=0', { headers: ownHeaders })
    await served.request('/api/nothing"}\nevil 1', { headers: ownHeaders })
    const response = await served.request('/metrics', { headers: ownHeaders })
    expect(response.headers.get('content-type')).toContain('version=0.0.4')
    const text = await response.text()
    expect(text).toContain('pickup_requests_total{operation="listVoices",status="200"} 1\n')
    expect(text).toContain('pickup_requests_total{operation="listVoices",status="400"} 1\n')
    expect(text).toContain('pickup_request_seconds_bucket{operation="listVoices",le="+Inf"} 2\n')
    expect(text).toContain('pickup_requests_in_flight 0\n')
    expect(text).not.toContain('evil')
    for (const line of text.trim().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^{}\n]*\})? [\d.e+-]+)$/)
    }
  })

  test('keeps the counts from other machines without the token', async () => {
    const token = 'a-token-of-some-length'
    const { app: served } = app({ accessToken: token })
    const server = await startServer(served, '127.0.0.1', 0)
    cleanups.push(() => server.stop(0))
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${server.address}/metrics`, { headers })).status
    expect(await status({})).toBe(200)
    expect(await status({ 'x-forwarded-for': '127.0.0.1' })).toBe(403)
    expect(await status({ forwarded: 'for=1.2.3.4' })).toBe(403)
    expect(await status({ 'x-forwarded-for': '1.2.3.4', authorization: `Bearer ${token}` })).toBe(200)
  })
})

describe('the counts are no way in', () => {
  test('the token is not guessed at them: the tries count as anywhere', async () => {
    const { app: served } = app({ accessToken: 'a-token-of-some-length' })
    const status = async (path: string, token: string) =>
      (await served.request(path, { headers: { ...ownHeaders, authorization: `Bearer ${token}` } })).status
    expect(await status('/metrics', 'a-token-of-some-length')).toBe(200)
    for (let i = 0; i < 10; i++) expect(await status('/metrics', `guess-${i}`)).toBe(401)
    expect(await status('/metrics', 'a-token-of-some-length')).toBe(429)
    expect(await status('/api/status', 'a-token-of-some-length')).toBe(429)
  })

  test('a name that was pointed at this machine does not get them', async () => {
    const { app: served } = app()
    expect((await served.request('/metrics', { headers: { host: 'evil.example' } })).status).toBe(403)
  })
})

describe('the log', () => {
  test('tells each request in one line of JSON, and nothing that the client sent', async () => {
    const { app: served, lines } = app()
    await served.request('/api/voices?q=private%0Aline', { headers: { ...ownHeaders, 'user-agent': 'x\t{"a":1}' } })
    const [line = '', ...more] = lines
    expect(more).toEqual([])
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      event: 'request',
      operation: 'listVoices',
      status: 200,
      request_id: expect.stringMatching(/^[\da-f-]{36}$/),
    })
    expect(line).not.toMatch(/private|user|\n/)
  })

  test('lines cannot be made up, and secrets are taken out', () => {
    const lines: string[] = []
    const log = createLog({ write: (line) => lines.push(line), all: false, secrets: ['s3cret'] })
    log.info('quiet', {})
    log.warn('odd', { error: 'a\n{"level":"info"}\u2028 s3cret \u001b[31m' })
    expect(lines).toHaveLength(1)
    for (const odd of ['\n', '\u001b', 's3cret']) expect(lines[0]).not.toContain(odd)
  })
})

const from = (remoteAddress: string, headers: Record<string, string> = {}, behindProxy = false) =>
  clientOf({ headers, socket: { remoteAddress } }, behindProxy)

describe('the client', () => {
  test('is its address, or its network', () => {
    expect(from('10.0.0.7').id).toBe('10.0.0.7')
    expect(from('::ffff:10.0.0.7').id).toBe('10.0.0.7')
    expect(from('2001:db8:1:2:3:4:5:6').id).toBe('2001:db8:1:2')
    expect(from('2001:0db8:1:2::9').id).toBe(from('2001:db8:1:2:ffff::1').id)
    expect(from('fe80::1%eth0').id).toBe('fe80:0:0:0')
  })

  test('cannot choose its address, but a proxy in front tells it', () => {
    const claim = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2', 'x-forwarded-proto': 'https' }
    expect(from('10.0.0.7', claim)).toEqual({ id: '10.0.0.7', isLocal: false, isSecure: false })
    expect(from('127.0.0.1', claim, true)).toEqual({ id: '2.2.2.2', isLocal: false, isSecure: true })
    expect(from('127.0.0.1', { 'x-forwarded-for': 'nonsense' }, true).id).toBe('127.0.0.1')
    expect(from('::1').isLocal).toBe(true)
    expect(from('192.168.0.2').isLocal).toBe(false)
  })
})

const open = (port: number, text: string) =>
  new Promise<string>((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (bytes) => (answer += bytes.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })

describe('slow clients', () => {
  const impatient = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 30, maxConnections: 3 }
  const start = async (): Promise<RunningServer> => {
    const server = await startServer(app().app, '127.0.0.1', 0, impatient)
    cleanups.push(() => server.stop(0))
    return server
  }

  test('a head that never ends is cut off', async () => {
    const { port } = await start()
    expect(await open(port, 'GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')).toMatch(/^(HTTP\/1.1 408|$)/)
  })

  test('a body that never ends is cut off', async () => {
    const { port } = await start()
    const head =
      'POST /api/infill/bytes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n\r\n--b'
    expect(await open(port, head)).toMatch(/^(HTTP\/1.1 (408|503)|$)/)
  })

  test('there are only so many at once', async () => {
    const { port, address } = await start()
    const many = Array.from({ length: 8 }, () => open(port, 'GET /'))
    await Promise.all(many)
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
  })

  test.each([
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'POST /api/stt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    'NONSENSE\r\n\r\n',
  ])('a head that plays tricks is refused (%#)', async (text) => {
    const { port } = await start()
    expect(await open(port, text.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toMatch(/^HTTP\/1.1 4\d\d/)
  })
})
