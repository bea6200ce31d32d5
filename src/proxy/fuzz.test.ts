import { connect } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { createApp } from './app'
import { createCartesiaEngine } from './engines/cartesia'
import { OPERATIONS } from './operations'
import { type RunningServer, startServer } from './server'
import { formBytes, infillParts, keptLog, ownHeaders, testConfig } from './testKit'

/*
 * Whatever is sent: no crash, no hang, no failure of our own making, and the key nowhere. The vendor answers many
 * requests with the key in all it says.
 */

const key = 'sk_car_fuzzed_secret_key'
const accessToken = 'token-of-the-fuzzed-proxy'
const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'
const seed = 20_260_301

let vendor: Vendor
let server: RunningServer
let cleanLines: () => string[] = () => []
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  vendor = await startVendor({ key, keepBodies: false })
  const limits = { maxUploadBytes: 60_000, maxSideBytes: 40_000, timeoutMs: 1500, cacheBytes: 0 }
  const config = { ...testConfig({ baseUrl: vendor.address, accessToken, ...limits }), apiKey: key }
  const { log, lines: kept } = keptLog([key, accessToken])
  app = createApp({ config, engine: createCartesiaEngine(config, '1'), version: '1', log })
  server = await startServer(app, '127.0.0.1', 0, {
    headersTimeout: 300,
    requestTimeout: 600,
    connectionsCheckingInterval: 50,
    maxConnections: 100,
  })
  cleanLines = () => kept.splice(0)
})
afterAll(async () => {
  await server.stop(0)
  await vendor.close()
})

function leakOnce() {
  const said = JSON.stringify({ error_code: key, title: key, message: `no: ${key}`, request_id: key })
  vendor.script([{ status: 400, headers: { 'x-request-id': key, 'retry-after': key, link: key }, body: said }])
}

async function expectSound(response: Response): Promise<void> {
  const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
  const head = JSON.stringify([...response.headers])
  expect(head + text).not.toContain(key)
  expect(head + text).not.toContain(accessToken)
  expect([500, 501, 503]).not.toContain(response.status)
  for (const line of cleanLines()) expect(line).not.toMatch(/sk_car|token-of|"failure"/)
}

const odd = fc.constantFrom(
  '\r\n',
  '\r',
  '\n',
  '\0',
  '--',
  '"',
  ';',
  ':',
  '=',
  '%00',
  '../',
  '[]',
  '[0]',
  'é',
  '�',
  ' ',
  '\t',
)
const text = fc.array(fc.oneof(odd, fc.string({ maxLength: 8 })), { maxLength: 6 }).map((pieces) => pieces.join(''))
const fieldName = fc.oneof(
  fc.constantFrom(
    'transcript',
    'voice_id',
    'left_audio',
    'output_format[container]',
    'clip',
    'name',
    'language',
    'model',
  ),
  fc.constantFrom('voice[__experimental_controls][speed]', '__proto__', 'constructor', 'left_audio[0]', 'voice[id]'),
  text,
)
const part = fc.record(
  { name: fieldName, value: fc.oneof(text, fc.uint8Array({ maxLength: 300 })), fileName: text },
  { requiredKeys: ['name', 'value'] },
)
const boundary = fc.oneof(fc.constant('test-boundary'), fc.stringMatching(/^[\w'()+,./:=?-]{1,70}$/), text)
const forms = OPERATIONS.filter(({ body, gone }) => body.kind === 'form' && gone === undefined).map(({ path }) =>
  path.replace('{id}', 'd'),
)

const post = (
  path: string,
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
  headers: Record<string, string> = {},
) => {
  let head: Headers
  try {
    head = new Headers({ ...ownHeaders, authorization: `Bearer ${accessToken}`, ...headers })
    head.set('content-type', contentType)
  } catch {
    // What fetch itself refuses never reaches a server this way; raw requests are below.
    return null
  }
  return app.request(`/api${path}`, { method: 'POST', headers: head, body })
}

describe('forms', () => {
  test('of any parts', async () => {
    expect.hasAssertions()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        fc.array(part, { maxLength: 8 }),
        boundary,
        async (path, parts, edge) => {
          leakOnce()
          const plain = parts.map(({ fileName, ...rest }) => (fileName === undefined ? rest : { ...rest, fileName }))
          const response = await post(path, formBytes(plain, edge), `multipart/form-data; boundary=${edge}`)
          vendor.reset()
          if (response !== null) await expectSound(response)
        },
      ),
      { numRuns: 150, seed },
    )
  })

  test('that are good ones with bytes cut out, doubled and changed', async () => {
    expect.hasAssertions()
    const good = formBytes(infillParts({ voice_id: voice, left_audio: new Uint8Array(400).fill(9) }))
    const change = fc.record({
      at: fc.nat(good.length - 1),
      length: fc.nat(40),
      how: fc.constantFrom('cut', 'double', 'set'),
      byte: fc.integer({ min: 0, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
        let bytes = good
        for (const { at, length, how, byte } of changes) {
          const piece =
            how === 'cut' ? [] : how === 'double' ? [bytes.subarray(at, at + length)] : [Buffer.from([byte])]
          const [before, after] = [bytes.subarray(0, at), bytes.subarray(how === 'cut' ? at + length : at)]
          bytes = Buffer.concat([before, ...piece, after])
        }
        const response = await post('/infill/bytes', bytes, 'multipart/form-data; boundary=test-boundary')
        if (response !== null) await expectSound(response)
      }),
      { numRuns: 150, seed },
    )
  })
})

test('JSON of any kind', async () => {
  expect.hasAssertions()
  const paths = ['/tts/bytes', '/tts/sse', '/voices/localize', '/datasets/']
  const shaped = fc.record(
    { model_id: fc.jsonValue(), transcript: fc.jsonValue(), voice: fc.jsonValue(), output_format: fc.jsonValue() },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), shaped, text), async (path, value) => {
      leakOnce()
      const body = typeof value === 'string' ? value : JSON.stringify(value)
      const response = await post(path, Buffer.from(body), 'application/json')
      vendor.reset()
      if (response !== null) await expectSound(response)
    }),
    { numRuns: 120, seed },
  )
})

const raw = (bytes: Buffer) =>
  new Promise<string>((resolve) => {
    let answer = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes))
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })

describe('heads', () => {
  const mild = fc.stringMatching(/^[!-~]{0,12}$/)
  const ids = fc.oneof(fc.constant(voice), mild, text)
  const path = fc
    .tuple(fc.constantFrom(...OPERATIONS.map((operation) => operation.path)), ids, fc.oneof(mild, mild, text))
    .map(
      ([route, id, query]) =>
        `/api${route.replace('{id}', id).replace('{file}', id)}${query === '' ? '' : `?${query}`}`,
    )
  const header = fc.tuple(
    fc.constantFrom(
      'Origin',
      'Sec-Fetch-Site',
      'X-Forwarded-For',
      'Cartesia-Version',
      'X-Pickup-Take',
      'Content-Type',
      'Content-Length',
      'Transfer-Encoding',
      'Cookie',
      'X-API-Key',
      'Expect',
      'Range',
    ),
    fc.oneof(mild, mild, mild, text),
  )

  test('of any shape, byte by byte on the wire', async () => {
    const methods = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'X')
    await fc.assert(
      fc.asyncProperty(
        methods,
        path,
        fc.array(header, { maxLength: 5 }),
        fc.boolean(),
        async (method, target, more, known) => {
          const token = known ? [['Authorization', `Bearer ${accessToken}`] as const] : []
          const head = [['Host', '127.0.0.1'] as const, ['Connection', 'close'] as const, ...token, ...more]
          const written = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
          const answer = await raw(Buffer.from(`${method} ${target} HTTP/1.1\r\n${written}\r\n`))
          expect(answer).not.toContain(key)
          expect(answer).not.toContain(accessToken)
          expect(answer).not.toMatch(/^HTTP\/1.1 500/)
          for (const line of cleanLines()) expect(line).not.toMatch(/sk_car|token-of|"failure"/)
        },
      ),
      { numRuns: 200, seed },
    )
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200)
  })
})
