import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { wavFile } from '../audio/riff/header'
import { sampleRate } from '../base/units'
import { createApp } from './app'
import type { Config } from './config'
import { createCartesiaEngine } from './engines/cartesia'
import { OPERATIONS } from './operations'
import { formBytes, formHeaders, infillParts, keptLog, ownHeaders, type TestPart, testConfig } from './testKit'

let vendor: Vendor
beforeAll(async () => {
  vendor = await startVendor()
})
afterEach(() => vendor.reset())
afterAll(() => vendor.close())

const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'
const tone = (seconds: number, gain = 0.3) =>
  wavFile(
    {
      rate: sampleRate(16_000),
      channels: [Float32Array.from({ length: 16_000 * seconds }, (_, i) => gain * Math.sin(i / 9))],
    },
    's16',
    null,
  )
const sides = { voice_id: voice, left_audio: tone(1), right_audio: tone(1) }

function service(changes: Partial<Config> = {}) {
  const config = { ...testConfig({ baseUrl: vendor.address, ...changes }), apiKey: vendor.key }
  const { log, lines } = keptLog([vendor.key])
  const app = createApp({ config, engine: createCartesiaEngine(config, '1.2.3'), version: '1.2.3', log })
  const send = (method: string, path: string, body?: TestPart[] | object, headers: Record<string, string> = {}) => {
    const form = Array.isArray(body)
    const type = form ? formHeaders['content-type'] : 'application/json'
    const bytes = body === undefined ? null : form ? formBytes(body) : JSON.stringify(body)
    const head = { ...ownHeaders, ...(body === undefined ? {} : { 'content-type': type }), ...headers }
    return app.request(`/api${path}`, { method, headers: head, ...(bytes === null ? {} : { body: bytes }) })
  }
  const infill = (changes: Parameters<typeof infillParts>[0] = {}, headers: Record<string, string> = {}) =>
    send('POST', '/infill/bytes', infillParts({ ...sides, ...changes }), headers)
  return { app, send, infill, lines }
}

const speech = (changes: object = {}) => ({
  model_id: 'sonic-3',
  transcript: 'the fourteenth',
  voice: { mode: 'id', id: voice },
  output_format: { container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 },
  ...changes,
})
const raw = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 }
const file = (name: string, value: Uint8Array = tone(2)): TestPart => ({ name, value, fileName: `${name}.wav` })
const field = (name: string, value: string): TestPart => ({ name, value })
const changeParts = (container: string) => [
  file('clip'),
  field('voice[id]', voice),
  field('output_format[container]', container),
  field('output_format[encoding]', 'pcm_s16le'),
  field('output_format[sample_rate]', '16000'),
]
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('infill, in every form the service knows', () => {
  const rates = ['8000', '16000', '22050', '24000', '44100', '48000']
  const encodings = ['pcm_f32le', 'pcm_s16le', 'pcm_mulaw', 'pcm_alaw']
  test.each(rates)('at %s Hz: wav and raw in each encoding, mp3 in each bit rate', async (rate) => {
    const { infill } = service()
    const at = { 'output_format[sample_rate]': rate }
    for (const encoding of encodings) {
      for (const container of ['wav', 'raw']) {
        const response = await infill({
          ...at,
          'output_format[encoding]': encoding,
          'output_format[container]': container,
        })
        expect([response.status, response.headers.get('content-type')]).toEqual([
          200,
          container === 'wav' ? 'audio/wav' : 'application/octet-stream',
        ])
      }
    }
    for (const bitRate of ['32000', '64000', '96000', '128000', '192000']) {
      const mp3 = { 'output_format[container]': 'mp3', 'output_format[bit_rate]': bitRate }
      const response = await infill({ ...at, ...mp3, 'output_format[encoding]': null })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/mpeg'])
    }
  })

  test('with one side, each model, and some of the languages', async () => {
    const { infill } = service()
    for (const changes of [
      { left_audio: null },
      { right_audio: null },
      { model_id: 'sonic-3-2026-01-12' },
      { model_id: null },
      { language: 'ja', transcript: '十四' },
      { language: 'pa' },
      { language: null },
    ]) {
      expect((await infill(changes)).status).toBe(200)
    }
  })

  test('a WAV that was written to a pipe comes through as it is', async () => {
    const bytes = await bytesOf(await service().infill())
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(74)]).toEqual([0xffffffff, 0xffffffff])
    expect(bytes.toString('latin1', 36, 40)).toBe('LIST')
    expect(((bytes.length - 78) / 2) % 1024).toBe(0)
  })

  test('what the service refuses comes with its words', async () => {
    const { infill } = service()
    for (const [changes, status, words] of [
      [{ voice_id: null }, 400, 'missing required field: voice_id'],
      [{ voice_id: 'nobody' }, 404, 'no voice nobody'],
      [{ left_audio: tone(1, 0) }, 400, 'audio is empty or has only silence'],
      [{ model_id: 'sonic-9' }, 400, 'sonic-9'],
      [{ left_audio: null, right_audio: null }, 400, 'at least one of'],
      [{ 'output_format[sample_rate]': '44101' }, 400, 'sample_rate'],
    ] as const) {
      const response = await infill(changes)
      expect([response.status, (await response.json()).message]).toEqual([status, expect.stringContaining(words)])
    }
  })
})

describe('controls that only old versions of the API know', () => {
  const controls = [
    field('voice[__experimental_controls][speed]', 'slow'),
    field('voice[__experimental_controls][emotion][]', 'anger:low'),
    field('voice[__experimental_controls][emotion][]', 'surprise'),
  ]
  const form = () => [...controls.slice(0, 1), ...infillParts({ ...sides, model_id: null }), ...controls.slice(1)]

  test('are accepted, and left out for a newer upstream; the declared length stays true', async () => {
    const { send } = service()
    const length = String(formBytes(form()).length)
    const response = await send('POST', '/infill/bytes', form(), {
      'cartesia-version': '2024-11-13',
      'content-length': length,
    })
    expect(response.status).toBe(200)
    expect(vendor.received[0]?.headers['content-length']).toBe(length)
    expect(vendor.received[0]?.form?.fields.map(([name]) => name).join()).not.toContain('controls')
    const spoken = speech({ voice: { mode: 'id', id: voice, __experimental_controls: { speed: 'slow' } } })
    expect((await send('POST', '/tts/bytes', spoken)).status).toBe(200)
    expect(vendor.received[1]?.json).toEqual(speech())
  })

  test('are sent on to an upstream that knows them', async () => {
    const { send } = service({ apiVersion: '2024-11-13' })
    expect((await send('POST', '/infill/bytes', form())).status).toBe(200)
    expect(vendor.received[0]?.form?.fields.filter(([name]) => name.includes('controls'))).toHaveLength(3)
  })
})

describe('voices', () => {
  test.each(['2024-06-10', '2026-03-01', '2026-08-14'] as const)(
    'come in one form from version %s',
    async (apiVersion) => {
      const { send } = service({ apiVersion })
      const list = await (await send('GET', '/voices?limit=100&expand[]=preview_file_url')).json()
      expect(list.data).toHaveLength(13)
      expect(list.data[0]).toMatchObject({
        id: voice,
        name: 'Ada',
        is_owner: false,
        is_public: true,
        access: 'public',
        visibility: 'all',
        preview_file_url: `/api/voices/${voice}/preview`,
      })
      expect(list.data[1]).toMatchObject({ is_owner: true, is_public: false, access: 'private', visibility: 'owner' })
      const one = await (await send('GET', `/voices/${voice}`)).json()
      expect(one).toMatchObject({ id: voice, is_public: true, preview_file_url: null })
    },
  )

  test('come by pages, and by search, owner and gender', async () => {
    const { send } = service()
    const seen: string[] = []
    for (let path = '/voices?limit=5'; path !== ''; ) {
      const page = await (await send('GET', path)).json()
      seen.push(...page.data.map(({ id }: { id: string }) => id))
      path = page.has_more === true ? `/voices?limit=5&starting_after=${page.next_page}` : ''
    }
    expect(seen).toEqual(vendor.voices.all.map(({ id }) => id))
    const names = async (query: string) => {
      const { data } = await (await send('GET', `/voices?${query}`)).json()
      return data.map(({ name }: { name: string }) => name)
    }
    expect(await names('q=cleo')).toEqual(['Cleo'])
    expect(await names('is_owner=true')).toEqual(['Ben'])
    expect(await names('language=de&gender=masculine')).toEqual(['Dan', 'Hana', 'Lou'])
  })

  test('are cloned, renamed, localized and deleted', async () => {
    const { send } = service()
    const parts = [file('clip'), field('name', 'Me'), field('language', 'en'), field('description', 'x')]
    const made = await (await send('POST', '/voices/clone', parts)).json()
    expect(made).toMatchObject({ name: 'Me', language: 'en', user_id: 'user_1' })
    const renamed = await send('PATCH', `/voices/${made.id}`, { name: 'Mine' })
    expect(await renamed.json()).toMatchObject({ id: made.id, name: 'Mine', is_owner: true })
    const words = { name: 'Ich', description: '', language: 'de', original_speaker_gender: 'male' }
    expect((await send('POST', '/voices/localize', { voice_id: made.id, ...words })).status).toBe(200)
    const gone = await send('DELETE', `/voices/${made.id}`)
    expect([gone.status, await gone.text()]).toEqual([204, ''])
    expect((await send('GET', `/voices/${made.id}`)).status).toBe(404)
    expect((await send('DELETE', `/voices/${voice}`)).status).toBe(403)
  })

  test('are no longer made from embeddings', async () => {
    const { send } = service()
    for (const path of ['/voices', '/voices/mix']) {
      const response = await send('POST', path, {})
      expect([response.status, (await response.json()).message]).toEqual([410, expect.stringContaining('2025-04-16')])
    }
    expect(vendor.received).toEqual([])
  })

  test('can be heard, with the key, from the service’s own hosts alone', async () => {
    const { send } = service()
    const response = await send('GET', `/voices/${voice}/preview`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(vendor.received.at(-1)?.headers.authorization).toBe(`Bearer ${vendor.key}`)
    for (const url of ['http://169.254.169.254/latest', 'https://evil.example/x.wav', 'file:///etc/passwd', 'x']) {
      const body = JSON.stringify({ id: voice, preview_file_url: url })
      vendor.script([{ on: `GET /voices/${voice}`, status: 200, body }])
      const refused = await send('GET', `/voices/${voice}/preview`)
      expect([refused.status, (await refused.json()).error_code]).toEqual([404, 'no_preview'])
    }
    for (const id of ['..', '%2e%2e', 'a%2Fb', 'a b', 'a?b', 'x'.repeat(101)]) {
      expect((await send('GET', `/voices/${id}/preview`)).status).toBe(404)
    }
  })
})

describe('the neighbours', () => {
  test('speak', async () => {
    const { send } = service()
    const response = await send('POST', '/tts/bytes', speech())
    expect([response.status, response.headers.get('x-pickup-credits')]).toEqual([200, '14'])
    expect((await bytesOf(response)).toString('latin1', 0, 4)).toBe('RIFF')
  })

  test.each([
    ['speech', '/tts/sse', speech({ output_format: raw })],
    ['a changed voice', '/voice-changer/sse', changeParts('raw')],
  ])('%s comes event by event', async (_, path, body) => {
    const { send } = service()
    const response = await send('POST', path, body)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    const events = (await response.text()).split('\n\n').filter((event) => event !== '')
    expect(events.at(-1)).toContain('"type":"done"')
    expect(events.slice(0, -1).every((event) => event.includes('"type":"chunk"'))).toBe(true)
  })

  test('a stream that breaks off ends with an error event', async () => {
    vendor.script(['cut'])
    const text = await (await service().send('POST', '/tts/sse', speech({ output_format: raw }))).text()
    expect(text).toMatch(/event: error\ndata: .*upstream_cut/)
  })

  test('a stream that is refused is a refusal', async () => {
    const { send } = service()
    const response = await send('POST', '/tts/sse', speech())
    expect([response.status, (await response.json()).message]).toEqual([400, expect.stringContaining('only raw')])
  })

  test('change a voice, at 15 credits a second', async () => {
    const response = await service().send('POST', '/voice-changer/bytes', changeParts('wav'))
    expect([response.status, response.headers.get('x-pickup-credits')]).toEqual([200, '31'])
  })

  test('transcribe', async () => {
    const words = field('timestamp_granularities[]', 'word')
    const response = await service().send('POST', '/stt', [file('file'), field('model', 'ink-whisper'), words])
    expect(await response.json()).toMatchObject({
      text: 'We met on the fourteenth',
      words: [{ word: ' We' }, {}, {}, {}, {}],
    })
  })

  test('datasets', async () => {
    const { send } = service()
    const made = await (await send('POST', '/datasets', { name: 'Takes', description: 'd' })).json()
    expect((await send('PATCH', `/datasets/${made.id}`, { name: 'T', description: '' })).status).toBe(204)
    expect(await (await send('GET', `/datasets/${made.id}`)).json()).toMatchObject({ name: 'T' })
    expect((await send('POST', `/datasets/${made.id}/files`, [file('file')])).status).toBe(204)
    const files = await (await send('GET', `/datasets/${made.id}/files?limit=3`)).json()
    expect(files.data).toMatchObject([{ filename: 'file.wav' }])
    expect((await send('DELETE', `/datasets/${made.id}/files/${files.data[0].id}`)).status).toBe(204)
    expect((await send('DELETE', `/datasets/${made.id}`)).status).toBe(204)
    expect((await (await send('GET', '/datasets/')).json()).data).toEqual([])
  })
})

describe('what is asked is checked before anything is sent', () => {
  test.each([
    ['no JSON', '/tts/bytes', 'POST', 'x', {}, 400],
    ['an array', '/tts/bytes', 'POST', '[]', {}, 400],
    ['not UTF-8', '/tts/bytes', 'POST', Buffer.from([0x7b, 0xff]), {}, 400],
    ['another type', '/tts/bytes', 'POST', '{}', { 'content-type': 'text/plain' }, 415],
    ['compressed', '/tts/bytes', 'POST', '{}', { 'content-encoding': 'gzip' }, 415],
    ['too much text', '/tts/bytes', 'POST', JSON.stringify({ transcript: 'x'.repeat(2001) }), {}, 400],
    ['too large', '/tts/bytes', 'POST', JSON.stringify({ x: 'y'.repeat(70_000) }), {}, 413],
    ['a version that never was', '/tts/bytes', 'POST', '{}', { 'cartesia-version': '2025-01-01' }, 400],
    ['a take with odd letters', '/tts/bytes', 'POST', '{}', { 'x-pickup-take': 'a b' }, 400],
    ['a form instead of JSON', '/stt', 'POST', '{}', {}, 415],
  ])('%s', async (_, path, method, body, headers, status) => {
    const { app } = service()
    const head = { ...ownHeaders, 'content-type': 'application/json', ...headers }
    expect((await app.request(`/api${path}`, { method, body, headers: head })).status).toBe(status)
    expect(vendor.received).toEqual([])
  })
})

describe('a field that comes as a file is refused, for the service would hear what was not counted', () => {
  test.each([
    [
      '/infill/bytes',
      [...infillParts({ ...sides, transcript: null }), file('transcript', Buffer.from('long '.repeat(500)))],
    ],
    ['/voice-changer/bytes', [...changeParts('wav'), file('voice[id]')]],
    ['/voices/clone', [file('clip'), file('other')]],
  ])('%s', async (path, parts) => {
    const response = await service().send('POST', path, parts)
    expect([response.status, (await response.json()).message]).toEqual([
      400,
      expect.stringContaining('must not be a file'),
    ])
    expect(vendor.received).toEqual([])
  })
})

describe('money', () => {
  test('a repeated request is answered from the cache and costs nothing; a new take is billed', async () => {
    const { infill } = service()
    const first = await infill({}, { 'x-pickup-take': '1' })
    const again = await infill({}, { 'x-pickup-take': '1' })
    expect(vendor.received).toHaveLength(1)
    expect(first.headers.get('x-pickup-repeated')).toBeNull()
    expect([again.headers.get('x-pickup-credits'), again.headers.get('x-pickup-repeated')]).toEqual(['0', '1'])
    expect(again.headers.get('x-request-id')).toBe(first.headers.get('x-request-id'))
    expect((await bytesOf(again)).equals(await bytesOf(first))).toBe(true)
    await infill({}, { 'x-pickup-take': '2' })
    await infill({ transcript: 'another' }, { 'x-pickup-take': '1' })
    await infill({ right_audio: tone(1, 0.2) }, { 'x-pickup-take': '1' })
    await infill({ 'output_format[sample_rate]': '48000' }, { 'x-pickup-take': '1' })
    expect(vendor.received).toHaveLength(5)
  })

  test('two equal requests at once are billed once', async () => {
    vendor.script([{ delayMs: 50 }])
    const { infill } = service()
    const answers = await Promise.all([infill(), infill(), infill()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(vendor.received).toHaveLength(1)
  })

  test('nothing that failed is kept or made again by itself', async () => {
    const { infill, send } = service()
    for (const fault of ['failure', 'empty', 'html', 'json', 'cut', 'drop', 'gateway', 'unauthorized'] as const) {
      vendor.reset()
      vendor.script([fault])
      const failed = await infill({}, { 'x-pickup-take': fault })
      expect(failed.status).toBeGreaterThanOrEqual(400)
      expect(failed.headers.get('x-should-retry')).toBe('false')
      expect(vendor.received).toHaveLength(1)
      expect((await infill({}, { 'x-pickup-take': fault })).status).toBe(200)
      expect(vendor.received).toHaveLength(2)
    }
    vendor.script(['busy'])
    const busy = await send('POST', '/tts/bytes', speech())
    expect([busy.status, busy.headers.get('retry-after'), busy.headers.get('x-should-retry')]).toEqual([429, '1', null])
  })

  test('the budget of a day stops a client, and what was not billed is given back', async () => {
    const text = 'x'.repeat(100)
    const { infill } = service({ dailyCredits: 1000 })
    vendor.script(['failure', 'out-of-credits'])
    for (const take of ['1', '2', '3', '4']) await infill({ transcript: text }, { 'x-pickup-take': take })
    const over = await infill({ transcript: text }, { 'x-pickup-take': '5' })
    expect(over.status).toBe(402)
    expect(await over.json()).toMatchObject({
      error_code: 'budget_spent',
      message: expect.stringMatching(/You have 1000 credits a day.*400.*midnight UTC/),
    })
    expect((await infill({ transcript: text }, { 'x-pickup-take': '3' })).headers.get('x-pickup-repeated')).toBe('1')
    expect(vendor.received.filter(({ form }) => form !== null)).toHaveLength(2)
  })

  test('the budget of all counts everybody', async () => {
    const { infill } = service({ dailyCreditsOfAll: 400 })
    expect((await infill()).status).toBe(200)
    const over = await infill({ transcript: 'another' })
    expect([over.status, (await over.json()).message]).toEqual([402, expect.stringContaining('Everybody together')])
  })

  test('too many requests are told when to come back', async () => {
    const { send } = service({ requestsPerMinute: 3 })
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await send('GET', '/voices')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })
})

test('every operation of the table leads somewhere', async () => {
  const { send } = service()
  for (const { method, path, body } of OPERATIONS) {
    const filled = path.replace('{id}', voice).replace('{file}', 'f')
    const empty = body.kind === 'form' ? [field('x', 'y')] : body.kind === 'json' ? {} : undefined
    const response = await send(method.toUpperCase(), filled, empty)
    const told =
      response.status === 204
        ? {}
        : await response
            .clone()
            .json()
            .catch(() => ({}))
    expect([path, told.error_code]).not.toEqual([path, 'not_found'])
    expect(response.status).not.toBe(500)
  }
})
