import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp } from '../app'
import type { Config } from '../config'
import { type RunningServer, startServer } from '../server'
import { endlessForm, formBytes, formHeaders, infillParts, keptLog, ownHeaders, portOf, testConfig } from '../testKit'
import { createCartesiaEngine } from './cartesia'

const key = 'sk_car_a_very_secret_key'
const wav = Buffer.concat([Buffer.from('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1'), Buffer.alloc(2000, 7)])

/** What the stand-in vendor was sent. */
interface Received {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A vendor on loopback that answers as told, once the request is whole. */
async function vendor(answer: Answer) {
  const received: Received[] = []
  const closed: string[] = []
  const server = http.createServer((request, response) => {
    response.on('close', () => closed.push(response.writableFinished ? 'finished' : 'dropped'))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received.push({ method, url, headers, body: Buffer.concat(chunks) })
      answer(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const port = portOf(server)
  return { received, closed, port, baseUrl: `http://127.0.0.1:${port}` }
}

function appFor(baseUrl: string, changes: Partial<Config> = {}) {
  const config = { ...testConfig({ ...changes, baseUrl }), apiKey: key }
  const { log, lines } = keptLog([key])
  const engine = createCartesiaEngine(config, '1.2.3')
  return { app: createApp({ config, engine, version: '1.2.3', log }), lines }
}

const sound = infillParts({ left_audio: new Uint8Array([1, 2, 3]), right_audio: new Uint8Array(70_000).fill(9) })
const infill = (body = formBytes(sound), headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { ...formHeaders, ...headers },
})
const replies =
  (status: number, type: string, body: string | Buffer, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': type, ...headers }).end(body)

describe('what reaches the vendor', () => {
  test('is the form byte for byte, under the proxy’s own key and version and nothing else of the client', async () => {
    const { received, baseUrl } = await vendor(replies(200, 'audio/wav', wav, { 'x-request-id': 'vendor-1' }))
    const { app } = appFor(`${baseUrl}/prefix`)
    const response = await app.request('/api/infill/bytes', {
      ...infill(undefined, {
        authorization: 'Bearer of-the-client',
        'x-api-key': 'of-the-client',
        'cartesia-version': '2024-06-10',
        cookie: 'a=b',
        'x-forwarded-for': '10.0.0.1',
      }),
    })
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(wav)
    expect(response.headers.get('x-request-id')).toBe('vendor-1')
    expect(response.headers.get('x-pickup-credits')).toBe(String(300 + 'the fourteenth of November'.length))
    const [sent] = received
    expect(received).toHaveLength(1)
    expect([sent?.method, sent?.url]).toEqual(['POST', '/prefix/infill/bytes'])
    expect(sent?.body).toEqual(formBytes(sound))
    expect(Object.keys(sent?.headers ?? {}).sort()).toEqual(
      [
        'accept',
        'authorization',
        'cartesia-version',
        'connection',
        'content-type',
        'host',
        'transfer-encoding',
        'user-agent',
      ].sort(),
    )
    expect(sent?.headers).toMatchObject({
      authorization: `Bearer ${key}`,
      'cartesia-version': '2026-03-01',
      'content-type': 'multipart/form-data; boundary=test-boundary',
      'user-agent': 'pickup/1.2.3',
    })
  })

  test('is nothing that a refused form holds to its end', async () => {
    const { received, baseUrl } = await vendor(replies(200, 'audio/wav', wav))
    const { app } = appFor(baseUrl)
    const tooLong = formBytes(infillParts({ transcript: 'x'.repeat(2001), left_audio: new Uint8Array(9) }))
    for (const body of [tooLong, formBytes([...sound, ...sound.slice(0, 1)]), formBytes(sound).subarray(0, -20)]) {
      const response = await app.request('/api/infill/bytes', infill(body, { 'content-length': String(body.length) }))
      expect(response.status).toBe(400)
    }
    expect(received).toEqual([])
  })

  test('is the query for voices, checked, and the list comes back in one form', async () => {
    const list = {
      data: [
        {
          id: 'v1',
          name: 'Old',
          is_owner: true,
          is_public: false,
          description: 'd',
          language: 'en',
          created_at: 'c',
          x: 1,
        },
        {
          id: 'v2',
          name: 'New',
          visibility: 'public',
          gender: 'feminine',
          preview_file_url: 'https://p',
          language: 'de',
        },
      ],
      has_more: true,
    }
    const { received, baseUrl } = await vendor(replies(200, 'application/json', JSON.stringify(list)))
    const response = await appFor(baseUrl).app.request('/api/voices?limit=2&q=o%26x&evil=1', { headers: ownHeaders })
    expect(received[0]?.url).toBe('/voices?limit=2&q=o%26x')
    expect(await response.json()).toEqual({
      data: [
        {
          id: 'v1',
          name: 'Old',
          description: 'd',
          language: 'en',
          gender: null,
          is_owner: true,
          is_public: false,
          access: 'private',
          visibility: 'owner',
          tagline: '',
          locales: [],
          accent: null,
          created_at: 'c',
          preview_file_url: null,
        },
        {
          id: 'v2',
          name: 'New',
          description: '',
          language: 'de',
          gender: 'feminine',
          is_owner: false,
          is_public: true,
          access: 'public',
          visibility: 'all',
          tagline: '',
          locales: [],
          accent: null,
          created_at: '',
          preview_file_url: '/api/voices/v2/preview',
        },
      ],
      has_more: true,
      next_page: 'v2',
    })
  })
})

describe('answers that are no audio are refused, whatever their status', () => {
  const mp3 = formBytes(infillParts({ 'output_format[container]': 'mp3', left_audio: new Uint8Array(4) }))
  const raw = formBytes(infillParts({ 'output_format[container]': 'raw', left_audio: new Uint8Array(4) }))
  test.each([
    ['empty', replies(200, 'audio/wav', ''), undefined, 'upstream_empty'],
    ['a page', replies(200, 'text/html', '<!doctype html><p>hi'), undefined, 'upstream_not_audio'],
    ['a message', replies(200, 'application/json', '{"error":"no"}'), undefined, 'upstream_not_audio'],
    ['a message that claims to be audio', replies(200, 'audio/wav', '{"error":"no"}'), raw, 'upstream_not_audio'],
    ['WAV for mp3', replies(200, 'audio/wav', wav), mp3, 'upstream_not_audio'],
    ['a page for raw', replies(200, 'text/html', '<html></html>'), raw, 'upstream_not_audio'],
    ['half a header', replies(200, 'audio/wav', 'RIFF'), undefined, 'upstream_not_audio'],
  ])('%s', async (_, answer, body, code) => {
    const { baseUrl } = await vendor(answer)
    const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill(body))
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({ error_code: code, message: expect.stringMatching(/again/) })
  })

  test('mp3 and raw samples that are what was asked for pass', async () => {
    const { baseUrl } = await vendor((response, request) => {
      response.end(
        String(request.headers['content-length']) === String(mp3.length) ? Buffer.from([0xff, 0xfb, 0x90, 0]) : wav,
      )
    })
    const { app } = appFor(baseUrl)
    const first = await app.request('/api/infill/bytes', infill(mp3, { 'content-length': String(mp3.length) }))
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'audio/mpeg'])
    const second = await app.request('/api/infill/bytes', infill(raw))
    expect([second.status, second.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
  })

  test('cut in the middle', async () => {
    const { baseUrl } = await vendor((response) => {
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length * 2 })
      response.write(wav, () => response.destroy())
    })
    const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill())
    expect([response.status, await response.json()]).toMatchObject([502, { error_code: 'upstream_cut' }])
  })
})

const json = (body: object) => JSON.stringify(body)

describe('refusals of the vendor keep their status and come in one form', () => {
  test.each([
    [
      400,
      json({ error_code: 'voice_not_found', title: 'T', message: 'No such voice', request_id: 'r1' }),
      'voice_not_found',
      'No such voice',
    ],
    [401, 'Unauthorized: bad key', 'upstream_401', 'bad key'],
    [402, '', 'upstream_402', 'out of credits'],
    [403, '<html>no</html>', 'upstream_403', 'may not do this'],
    [404, json({ error: 'gone' }), 'upstream_404', 'gone'],
    [422, json({ detail: [1] }), 'upstream_422', 'status 422'],
    [500, json({ error_code: 'x y', message: 'a\r\nb\u0000' }), 'upstream_500', 'a b'],
    [503, '<html>busy</html>', 'upstream_503', 'status 503'],
  ])('%i %s', async (status, body, code, words) => {
    const { baseUrl } = await vendor(replies(status, 'text/plain', body))
    const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill())
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({
      error_code: code,
      message: expect.stringContaining(words),
      request_id: response.headers.get('x-request-id'),
    })
  })

  test('unusual ones become usual', async () => {
    for (const [status, expected] of [
      [418, 400],
      [302, 502],
      [204, 502],
      [599, 502],
    ] as const) {
      const { baseUrl } = await vendor(replies(status, 'text/plain', '', { location: 'http://evil.example/' }))
      const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill())
      expect(response.status).toBe(expected)
      expect(response.headers.get('location')).toBeNull()
    }
  })

  test('the time to wait is passed on, as seconds', async () => {
    const later = new Date(Date.now() + 60_000).toUTCString()
    for (const [value, low, high] of [
      ['7', 7, 7],
      [later, 58, 60],
      ['99999', 3600, 3600],
    ] as const) {
      const { received, baseUrl } = await vendor(replies(429, 'application/json', '{}', { 'retry-after': value }))
      const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill())
      expect(response.status).toBe(429)
      const seconds = Number(response.headers.get('retry-after'))
      expect(seconds).toBeGreaterThanOrEqual(low)
      expect(seconds).toBeLessThanOrEqual(high)
      expect(received).toHaveLength(1)
    }
  })

  test('the key is in no answer and in no line of the log, even when the vendor repeats it', async () => {
    const echo = json({ error_code: key, title: key, message: `The key ${key} is wrong`, request_id: key })
    const bodies: Answer[] = [
      replies(401, 'application/json', echo, { 'x-request-id': key }),
      replies(401, 'text/plain', `Unauthorized: ${key}`),
      replies(200, 'application/json', echo),
      (response) => void response.destroy(),
    ]
    for (const answer of bodies) {
      const { baseUrl } = await vendor(answer)
      const { app, lines } = appFor(baseUrl)
      const response = await app.request('/api/infill/bytes', infill())
      const whole = `${[...response.headers].join()}${await response.text()}${lines.join()}`
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(whole).not.toContain(key)
    }
  })
})

describe('a vendor that does not answer', () => {
  test('in time', async () => {
    const { baseUrl, closed } = await vendor(() => undefined)
    const response = await appFor(baseUrl, { timeoutMs: 100 }).app.request('/api/infill/bytes', infill())
    expect([response.status, await response.json()]).toMatchObject([504, { error_code: 'timed_out' }])
    await expect.poll(() => closed).toEqual(['dropped'])
  })

  test('to its end in time', async () => {
    const { baseUrl } = await vendor((response) => void response.writeHead(200).write(wav))
    const response = await appFor(baseUrl, { timeoutMs: 100 }).app.request('/api/infill/bytes', infill())
    expect(response.status).toBe(504)
  })

  test('at all', async () => {
    const { baseUrl, port } = await vendor(() => undefined)
    await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
    const response = await appFor(baseUrl).app.request('/api/infill/bytes', infill())
    const text = await response.text()
    expect([response.status, text]).toMatchObject([502, expect.stringContaining('upstream_unreachable')])
    expect(text).not.toContain(String(port))
  })
})

async function serve(baseUrl: string, changes: Partial<Config> = {}): Promise<RunningServer> {
  const server = await startServer(appFor(baseUrl, changes).app, '127.0.0.1', 0)
  cleanups.push(() => server.stop(0))
  return server
}

describe('under a real server', () => {
  test('a long upload arrives whole, with its length', async () => {
    const { received, baseUrl } = await vendor(replies(200, 'audio/wav', wav))
    const { address } = await serve(baseUrl)
    const body = formBytes(
      infillParts({ left_audio: new Uint8Array(1_900_000).fill(5), right_audio: new Uint8Array(1_900_000).fill(6) }),
    )
    const response = await fetch(`${address}/api/infill/bytes`, infill(body, { host: '127.0.0.1' }))
    expect(response.status).toBe(200)
    expect(received[0]?.headers['content-length']).toBe(String(body.length))
    expect(received[0]?.body.equals(body)).toBe(true)
  })

  test('a client that leaves while it waits closes the call to the vendor', async () => {
    const leave = new AbortController()
    const { baseUrl, closed } = await vendor(() => leave.abort())
    const { address } = await serve(baseUrl)
    const request = fetch(`${address}/api/infill/bytes`, { ...infill(), signal: leave.signal })
    await expect(request).rejects.toThrow(/abort/)
    await expect.poll(() => closed).toEqual(['dropped'])
  })

  test('a client that leaves in the middle of its upload leaves the vendor with half a request', async () => {
    const ends: string[] = []
    const probe = http.createServer((request) => {
      request.resume()
      request.on('end', () => ends.push('whole'))
      request.on('close', () => ends.push('closed'))
    })
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => void probe.close())
    const { port } = await serve(`http://127.0.0.1:${portOf(probe)}`)
    const body = formBytes(sound)
    const headers = { ...formHeaders, 'content-length': body.length }
    const client = http.request({ host: '127.0.0.1', port, path: '/api/infill/bytes', method: 'POST', headers })
    client.on('error', () => undefined)
    const opened = new Promise((resolve) => probe.once('request', resolve))
    client.write(body.subarray(0, 40_000))
    await opened
    client.destroy()
    await expect.poll(() => ends).toEqual(['closed'])
  })

  test('an upload that is too long is told so while it still comes', async () => {
    const { baseUrl, received } = await vendor(replies(200, 'audio/wav', wav))
    const { address } = await serve(baseUrl, { maxUploadBytes: 50_000 })
    const response = await fetch(`${address}/api/infill/bytes`, infill())
    expect(response.status).toBe(413)
    const init: RequestInit & { duplex: 'half' } = { ...infill(), body: endlessForm(10_000), duplex: 'half' }
    const status = await fetch(`${address}/api/infill/bytes`, init).then(
      (answer) => answer.status,
      () => 'cut',
    )
    expect([413, 'cut']).toContain(status)
    expect(received).toEqual([])
  })

  test('a vendor that refuses before the upload is through is heard', async () => {
    const server = http.createServer((_request, response) => response.writeHead(401).end('Unauthorized: no'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => void server.close())
    const { address } = await serve(`http://127.0.0.1:${portOf(server)}`)
    const body = formBytes(
      infillParts({ left_audio: new Uint8Array(1_900_000), right_audio: new Uint8Array(1_900_000) }),
    )
    const response = await fetch(`${address}/api/infill/bytes`, infill(body))
    expect(response.status).toBe(401)
  })
})
