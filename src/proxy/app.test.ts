import { describe, expect, test } from 'vitest'
import { createApp } from './app'
import type { Config } from './config'
import { type Engine, jsonAnswer, type ServiceCall } from './engine'
import { badRequest } from './errors'
import { endlessForm, formBytes, formHeaders, infillParts, keptLog, ownHeaders, testConfig } from './testKit'
import { collectForm } from './upload'

interface Seen {
  calls: ServiceCall[]
  forms: number
  lines: string[]
}

function appWith(changes: Partial<Engine> = {}, config: Partial<Config> = {}) {
  const whole = testConfig(config)
  const { log, lines } = keptLog([whole.apiKey ?? 'no key', whole.accessToken ?? 'no token'])
  const seen: Seen = { calls: [], forms: 0, lines }
  const engine: Engine = {
    name: 'embedded',
    label: 'Embedded voice',
    capabilities: {
      needsVoice: true,
      languages: ['en'],
      models: ['sonic-3'],
      sampleRates: [44_100],
      maxContextSeconds: 30,
      maxCharacters: 2000,
      billed: false,
      makesVoices: false,
      changesVoices: false,
    },
    async perform(call) {
      seen.calls.push(call)
      if (call.upload === null) return jsonAnswer({ data: [], has_more: false })
      const form = await collectForm(call.upload)
      seen.forms++
      return { body: new Uint8Array([form.fields.length]), contentType: 'audio/wav', credits: 7 }
    },
    check: () => Promise.resolve(null),
    close: () => Promise.resolve(),
    ...changes,
  }
  const app = createApp({ config: whole, engine, version: '1.2.3', log })
  return { app, seen }
}

const post = (
  body: Uint8Array<ArrayBuffer> | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {},
): RequestInit => ({
  method: 'POST',
  body,
  headers: { ...formHeaders, ...headers },
})

const healthWith = async (changes: Partial<Engine>) =>
  (await appWith(changes).app.request('/api/health', { headers: ownHeaders })).json()

describe('routes', () => {
  test('health says why takes cannot be made, and nothing of a fault of our own', async () => {
    expect(await healthWith({})).toEqual({ ok: true, upstreamVersion: null, problem: null, budget: null })
    expect(await healthWith({ check: () => Promise.reject(badRequest('odd', 'This is odd.')) })).toMatchObject({
      ok: false,
      problem: 'This is odd.',
    })
    expect(await healthWith({ check: () => Promise.reject(new Error('at /home')) })).toMatchObject({
      error_code: 'internal',
    })
  })

  test('status says which engine is on and what it can do', async () => {
    const response = await appWith().app.request('/api/status', { headers: ownHeaders })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      ok: true,
      version: '1.2.3',
      engine: 'embedded',
      engineLabel: 'Embedded voice',
      capabilities: { languages: ['en'], billed: false },
    })
  })

  test('infill hands the form to the engine and its answer back', async () => {
    const response = await appWith().app.request('/api/infill/bytes', post(formBytes(infillParts())))
    expect(response.status).toBe(200)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([7]))
    expect(response.headers.get('content-type')).toBe('audio/wav')
    expect(response.headers.get('x-pickup-engine')).toBe('embedded')
    expect(response.headers.get('x-pickup-credits')).toBe('7')
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  })

  test('voices passes on what is asked, checked', async () => {
    const { app, seen } = appWith()
    await app.request('/api/voices', { headers: ownHeaders })
    await app.request('/api/voices?limit=100&q=a%20b&is_owner=true&language=de&odd=1', { headers: ownHeaders })
    expect(seen.calls.map(({ query }) => Object.fromEntries(query))).toEqual([
      {},
      { limit: '100', q: 'a b', is_owner: 'true', language: 'de' },
    ])
    for (const wrong of ['limit=0', 'limit=101', 'limit=x', 'starting_after=../x', 'is_owner=1', 'language=english']) {
      const response = await app.request(`/api/voices?${wrong}`, { headers: ownHeaders })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        error_code: 'invalid_field',
        message: expect.stringContaining(wrong.split('=')[0] ?? ''),
      })
    }
    expect(seen.calls).toHaveLength(2)
  })

  test.each([
    ['GET', '/api/nothing'],
    ['GET', '/api/infill/bytes'],
    ['DELETE', '/api/voices'],
    ['GET', '/api/../../etc/passwd'],
    ['OPTIONS', '/api/status'],
  ])('%s %s is not found, in the agreed form', async (method, path) => {
    const response = await appWith().app.request(path, { method, headers: ownHeaders })
    expect(response.status).toBe(404)
    const body = await response.json()
    expect(body).toEqual({
      error_code: 'not_found',
      title: 'Not found',
      message: expect.any(String),
      request_id: response.headers.get('x-request-id'),
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('answers carry the headers that keep a browser strict', async () => {
    const { headers } = await appWith().app.request('/api/nothing', { headers: ownHeaders })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

const status = async (headers: Record<string, string>, config: Partial<Config> = {}) =>
  (await appWith({}, config).app.request('/api/status', { headers })).status

describe('who may ask', () => {
  test('this machine, under its names and any forwarded port', async () => {
    for (const host of ['127.0.0.1:5178', 'localhost:5178', 'LOCALHOST', '[::1]:5178', 'localhost:8080']) {
      expect(await status({ host })).toBe(200)
    }
  })

  test('no name that merely points here', async () => {
    for (const host of [
      'evil.example',
      'evil.example:5178',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '192.168.0.4:5178',
      '',
    ]) {
      expect(await status({ host })).toBe(403)
    }
    expect(await status({})).toBe(403)
    expect(await status({ host: 'studio.local:80' }, { allowedHosts: ['studio.local'] })).toBe(200)
  })

  test('our own page and clients that are no browser, and no other page', async () => {
    const { host } = ownHeaders
    expect(await status({ host, origin: 'http://127.0.0.1:5178', 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await status({ host, 'sec-fetch-site': 'none' })).toBe(200)
    expect(
      await status({ host: 'studio.local', origin: 'https://studio.local' }, { allowedHosts: ['studio.local'] }),
    ).toBe(200)
    for (const origin of [
      'http://evil.example',
      'http://127.0.0.1:3000',
      'http://localhost:5178',
      'null',
      'file://',
      'http://127.0.0.1:5178@evil.example',
    ]) {
      expect(await status({ host, origin })).toBe(403)
    }
    expect(await status({ host, 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await status({ host, 'sec-fetch-site': 'same-site' })).toBe(403)
  })
})

describe('how much may be sent', () => {
  test('a declared length beyond the limit is refused before the engine sees it', async () => {
    const { app, seen } = appWith()
    const response = await app.request('/api/infill/bytes', post(Buffer.from('x'), { 'content-length': '99999999' }))
    expect([response.status, seen.forms]).toEqual([413, 0])
  })

  test.each([
    'multipart/form-data; charset=utf-8; boundary="test-boundary"',
    'Multipart/Form-Data;boundary=test-boundary',
  ])('the type of a form may be written in other ways: %s', async (type) => {
    const response = await appWith().app.request(
      '/api/infill/bytes',
      post(formBytes(infillParts()), { 'content-type': type }),
    )
    expect(response.status).toBe(200)
  })

  test('a body without a declared length is counted', async () => {
    const { app, seen } = appWith({}, { maxUploadBytes: 10_000, maxSideBytes: 10_000 })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: endlessForm(1000),
      headers: formHeaders,
      duplex: 'half',
    }
    const response = await app.request('/api/infill/bytes', init)
    expect([response.status, seen.forms]).toEqual([413, 0])
    expect(await response.json()).toMatchObject({ error_code: 'body_too_large' })
  })

  test('one side beyond its own limit is refused by name', async () => {
    const { app } = appWith({}, { maxSideBytes: 1024 })
    const body = formBytes(infillParts({ left_audio: new Uint8Array(2000) }))
    const response = await app.request('/api/infill/bytes', post(body))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ message: expect.stringContaining('left_audio') })
  })

  test.each([
    ['application/json', {}],
    ['multipart/form-data', {}],
    ['multipart/form-data; boundary=', {}],
    ['multipart/form-data; boundary=test-boundary; boundary=other', {}],
    ['multipart/form-data; boundary=other; Boundary="test-boundary"', {}],
    ['multipart/form-data; x="; boundary=other"', {}],
    ['multipart/form-data; boundary=test-boundary x', {}],
    [`multipart/form-data; boundary=${'b'.repeat(71)}`, {}],
    ['multipart/mixed; boundary=test-boundary', {}],
    ['multipart/form-data; boundary=test-boundary', { 'content-encoding': 'gzip' }],
  ])('what is no plain form is refused: %s %o', async (type, more) => {
    const { app } = appWith()
    const response = await app.request('/api/infill/bytes', post(formBytes([]), { 'content-type': type, ...more }))
    expect(response.status).toBe(415)
  })
})

describe('failures', () => {
  test('a refusal of the engine keeps its status, its words and its time to wait', async () => {
    const { app, seen } = appWith({ perform: () => Promise.reject(badRequest('odd', 'This is odd.')) })
    const response = await app.request('/api/voices', { headers: ownHeaders })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'odd', message: 'This is odd.' })
    expect(seen.lines.join()).not.toContain('failure')
  })

  test('a failure of our own making says nothing of itself, and its line in the log holds no key', async () => {
    const config = { apiKey: 'sk_car_secret_key' }
    const { app, seen } = appWith({ perform: () => Promise.reject(new Error('at /home: sk_car_secret_key')) }, config)
    const response = await app.request('/api/voices?q=private', { headers: ownHeaders })
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toMatch(/home|sk_car/)
    expect(seen.lines.join('')).toMatch(/"failure".*"GET".*"listVoices".*\[key\]/)
    expect(seen.lines.join('')).not.toMatch(/sk_car|private/)
  })
})
