import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { must } from '../../base/assert'
import { OPERATIONS } from '../operations'
import { formBytes, formHeaders, infillParts, portOf, testConfig } from '../testKit'
import { openUpload } from '../upload'
import { createCartesiaEngine } from './cartesia'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const form = formBytes(infillParts({ left_audio: new Uint8Array(70_000).fill(9) }))

/** How an infill fails whose credits are granted only after that, and what becomes of them. */
async function paidTooLate(listener: RequestListener, timeoutMs: number) {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const config = { ...testConfig({ baseUrl: `http://127.0.0.1:${portOf(server)}`, timeoutMs }), apiKey: 'sk_car_key' }
  const limits = { total: 1e6, file: 1e6, field: 1e4, parts: 20 }
  const outcomes: unknown[] = []
  const grant = new AbortController()
  const answer = createCartesiaEngine(config, '1').perform(
    {
      operation: must(OPERATIONS[0], 'no operation'),
      path: '/infill/bytes',
      ids: [],
      query: new URLSearchParams(),
      upload: openUpload(
        new Headers(formHeaders),
        Readable.from([form.subarray(0, 1000), form.subarray(1000)]),
        limits,
      ),
      json: null,
      take: '',
      async pay() {
        await once(grant.signal, 'abort')
        return { kind: 'new', settle: async (outcome) => void outcomes.push(outcome) }
      },
    },
    new AbortController().signal,
  )
  const problem = await answer.catch((error: unknown) => error)
  const before = [...outcomes]
  grant.abort()
  await expect.poll(() => outcomes).toHaveLength(1)
  return { problem, before, outcomes }
}

describe('credits that are granted when the call is already over are given back', () => {
  test.each([
    ['the service refused early', (_, response) => void response.writeHead(401).end('no'), 2000, 'upstream_401'],
    ['the time was up', () => undefined, 100, 'timed_out'],
  ] as const satisfies (readonly [string, RequestListener, number, string])[])(
    '%s',
    async (_, listener, timeoutMs, code) => {
      const late = await paidTooLate(listener, timeoutMs)
      expect(late).toMatchObject({ problem: { code }, before: [], outcomes: ['free'] })
    },
  )
})
