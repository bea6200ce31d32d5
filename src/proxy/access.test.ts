import { describe, expect, test } from 'vitest'
import { Access, sessionSeconds } from './access'
import { createApp } from './app'
import { createEmbeddedEngine } from './engines/embedded/engine'
import { keptLog, ownHeaders, testConfig } from './testKit'

const accessToken = 'a-token-of-some-length'

function locked() {
  const engine = createEmbeddedEngine(() => {
    throw new Error('nothing is spoken here')
  })
  const { log, lines } = keptLog([accessToken])
  const app = createApp({ config: testConfig({ accessToken }), engine, version: '1', log })
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { ...ownHeaders, ...headers } })
  const login = (token: string, headers: Record<string, string> = {}) =>
    app.request('/login', {
      method: 'POST',
      body: new URLSearchParams({ token }).toString(),
      headers: { ...ownHeaders, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  return { app, get, login, lines }
}

describe('a session', () => {
  test('is known by any instance with the same token, until it ends', () => {
    let now = 1_000_000_000_000
    const access = new Access(accessToken, () => now)
    const session = access.newSession()
    expect(session).not.toContain(accessToken)
    expect(new Access(accessToken, () => now).isSession(session)).toBe(true)
    expect(new Access('another token, as long', () => now).isSession(session)).toBe(false)
    now += sessionSeconds * 1000 + 1
    expect(access.isSession(session)).toBe(false)
  })

  test('cannot be made longer or made up', () => {
    const access = new Access(accessToken)
    const [until = '', signature = ''] = access.newSession().split('.')
    for (const value of [
      `${Number(until) + 1}.${signature}`,
      until,
      `.${signature}`,
      '',
      'x.y',
      `${until}.`,
      '9e15.x',
    ]) {
      expect(access.isSession(value)).toBe(false)
    }
  })
})

describe('with an access token set', () => {
  test('the API asks for it, as a bearer, as the older key header, or as a session', async () => {
    const { get, login } = locked()
    expect((await get('/api/status')).status).toBe(401)
    for (const wrong of ['', 'x', accessToken.slice(0, -1), `${accessToken}x`]) {
      expect((await get('/api/status', { authorization: `Bearer ${wrong}` })).status).toBe(401)
    }
    expect((await get('/api/status', { authorization: `Bearer ${accessToken}` })).status).toBe(200)
    expect((await get('/api/status', { 'x-api-key': accessToken })).status).toBe(200)
    const cookie = (await login(accessToken)).headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await get('/api/status', { cookie })).status).toBe(200)
    expect((await get('/api/voices', { cookie: `${cookie}x` })).status).toBe(401)
  })

  test('a browser is led to the login, whose cookie no script and no other site can use', async () => {
    const { get, login } = locked()
    const page = await get('/', { accept: 'text/html,*/*' })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/login'])
    const form = await get('/login')
    const html = await form.text()
    expect(form.status).toBe(200)
    expect(html).not.toMatch(/<script|javascript:|\son\w+=/i)
    expect(form.headers.get('content-security-policy')).toMatch(/default-src 'none'.*form-action 'self'/)
    expect(form.headers.get('referrer-policy')).toBe('same-origin')
    const done = await login(accessToken)
    expect([done.status, done.headers.get('location')]).toEqual([303, '/'])
    expect(done.headers.get('set-cookie')).toMatch(/^pickup_session=[^;]+;.*HttpOnly.*SameSite=Strict/)
    expect(done.headers.get('set-cookie')).not.toContain(accessToken)
  })

  test('wrong tokens are refused, other sites cannot send the form, and guessing ends soon', async () => {
    const { login, get, lines } = locked()
    expect((await login(accessToken, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await login(accessToken, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await login('<script>')).status).toBe(403)
    expect(await (await login('<script>')).text()).not.toContain('<script>')
    for (let i = 0; i < 8; i++) await get('/api/status', { authorization: `Bearer guess-${i}` })
    expect((await login(accessToken)).status).toBe(429)
    const locked429 = await get('/api/status', { authorization: `Bearer ${accessToken}` })
    expect([locked429.status, Number(locked429.headers.get('retry-after')) > 60]).toEqual([429, true])
    expect(lines.join()).not.toMatch(/guess|a-token/)
  })

  test('an endless login form is not read', async () => {
    const { app } = locked()
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(1000)) })
    const headers = { ...ownHeaders, 'content-type': 'application/x-www-form-urlencoded' }
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, headers, duplex: 'half' }
    expect((await app.request('/login', init)).status).toBe(403)
  })
})
