import { createServer, type IncomingMessage, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { portOf } from '../testKit'
import { callUpstream, openUpstream, type UpstreamCall } from './upstream'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(server: Server, port = 0): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return portOf(server)
}

function echo(bodies: string[]): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString())
      response.end('heard')
    })
  })
}

const call = (port: number, changes: Partial<UpstreamCall> = {}): UpstreamCall => ({
  url: `http://127.0.0.1:${port}/x`,
  method: 'POST',
  headers: {},
  signal: new AbortController().signal,
  timeoutMs: 2000,
  maxAnswer: 1000,
  secret: 'secret',
  ...changes,
})
const body = () => Readable.from([Buffer.from('one '), Buffer.from('two')])

describe('a call', () => {
  test('is made again once where nobody listened, with its whole body', async () => {
    const bodies: string[] = []
    const port = await listen(createServer())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const waits = new Promise<() => void>((resolve) => vi.stubGlobal('setTimeout', resolve))
    const answer = callUpstream(call(port, { body: body() }))
    const again = await waits
    vi.unstubAllGlobals()
    await listen(echo(bodies), port)
    again()
    expect((await answer).bytes.toString()).toBe('heard')
    expect(bodies).toEqual(['one two'])
  })

  test('is given up after that', async () => {
    const port = await listen(createServer())
    await new Promise((resolve) => servers.pop()?.close(resolve))
    await expect(callUpstream(call(port, { body: body() }))).rejects.toMatchObject({ code: 'upstream_unreachable' })
  })

  test.each([
    ['before the request', (request: IncomingMessage) => request.socket.destroy()],
    [
      'by a reset after its last byte',
      (request: IncomingMessage) => request.resume().once('end', () => request.socket.resetAndDestroy()),
    ],
  ])('whose connection stood and broke %s is not made again, and may have been billed', async (_, end) => {
    let connections = 0
    const server = createServer(end)
    server.on('connection', () => connections++)
    const port = await listen(server)
    await expect(callUpstream(call(port, { body: body() }))).rejects.toMatchObject({ code: 'upstream_cut' })
    await expect(callUpstream(call(port, { method: 'GET' }))).rejects.toMatchObject({ code: 'upstream_cut' })
    expect(connections).toBe(2)
  })

  test('fails as its body does, also when that failed before it began', async () => {
    const port = await listen(echo([]))
    const failing = new Readable({ read: () => undefined })
    failing.on('error', () => undefined)
    const answer = callUpstream(call(port, { body: failing }))
    failing.destroy(new DOMException('gone', 'AbortError'))
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    await expect(callUpstream(call(port, { body: failing }))).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('takes no more of an answer than it may', async () => {
    const port = await listen(createServer((_, response) => response.end('x'.repeat(2000))))
    await expect(callUpstream(call(port))).rejects.toMatchObject({ code: 'upstream_too_large' })
  })

  test('that is open ends with its signal', async () => {
    const leave = new AbortController()
    const port = await listen(createServer((_, response) => void response.write('a')))
    const { body: answer } = await openUpstream(call(port, { signal: leave.signal }))
    const ended = new Promise((resolve) => answer.once('close', () => resolve('closed')))
    answer.on('error', () => undefined).resume()
    leave.abort()
    expect(await ended).toBe('closed')
  })
})
