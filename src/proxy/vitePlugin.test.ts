import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { portOf } from './testKit'
import { localApi } from './vitePlugin'

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address

test('the development server answers the API for this machine alone', async () => {
  const handler = localApi((_, response) => response.end('answered'))
  const server = createServer((request, response) => handler(request, response, () => response.end('page')))
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const port = portOf(server)
  const ask = async (host: string, path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://${host}:${port}${path}`, { headers })
    return [response.status, await response.text()]
  }
  try {
    expect(await ask('127.0.0.1', '/api/status')).toEqual([200, 'answered'])
    expect(await ask('127.0.0.1', '/index.html')).toEqual([200, 'page'])
    expect(await ask('127.0.0.1', '/api/status', { 'x-forwarded-for': '10.0.0.7' })).toEqual([
      403,
      expect.stringContaining('not_local'),
    ])
    const stranger = outside === undefined ? 403 : (await ask(outside, '/api/status'))[0]
    expect(stranger).toBe(403)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
