import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePage } from './page'
import { type RunningServer, startServer } from './server'

let folder: string
let server: RunningServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pickup-page-'))
  mkdirSync(join(folder, 'client/assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'client/index.html'), '<!doctype html><html><head><title>P</title></head></html>')
  writeFileSync(join(folder, 'client/assets/app-1a2b.js'), 'let a')
  writeFileSync(join(folder, 'client/sample.wav'), 'RIFF')
  server = await startServer(servePage(join(folder, 'client')), '127.0.0.1', 0)
})

afterAll(async () => {
  await server.stop(0)
  rmSync(folder, { recursive: true })
})

test('the page comes with a policy, and a nonce of its own each time', async () => {
  const nonces: string[] = []
  for (const path of ['/', '/index.html']) {
    const response = await fetch(server.address + path)
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(await response.text()).toContain(`<head><meta property="csp-nonce" nonce="${nonce}">`)
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).toContain("connect-src 'self';")
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('permissions-policy')).toBe('camera=(), geolocation=(), microphone=(self)')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    nonces.push(nonce)
  }
  expect(nonces[0]).toHaveLength(24)
  expect(new Set(nonces).size).toBe(2)
})

test('files come with their type, and those with a hash in their name are kept', async () => {
  const script = await fetch(`${server.address}/assets/app-1a2b.js`)
  expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ])
  const sample = await fetch(`${server.address}/sample.wav`, { method: 'HEAD' })
  expect([sample.headers.get('content-type'), sample.headers.get('cache-control')]).toEqual(['audio/wav', 'no-cache'])
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//etc/passwd',
  '/assets',
  '/assets/',
  '/%00',
  '/%zz',
])('no path leads out of the folder: %s', async (path) => {
  const { request } = await import('node:http')
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect([400, 404]).toContain(status)
})
