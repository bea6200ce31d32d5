import { describe, expect, test } from 'vitest'
import type { Config } from './config'
import { OPERATIONS } from './operations'
import { formBytes, infillParts } from './testKit'
import {
  bytesOf,
  changeParts,
  field,
  file,
  sides,
  speech,
  tone,
  vendorForTests,
  vendorService,
  voice,
} from './vendorTestKit'

const vendor = vendorForTests()
const service = (changes: Partial<Config> = {}) => vendorService(vendor(), changes)
const raw = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 }

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
    expect(vendor().received[0]?.headers['content-length']).toBe(length)
    expect(
      vendor()
        .received[0]?.form?.fields.map(([name]) => name)
        .join(),
    ).not.toContain('controls')
    const spoken = speech({ voice: { mode: 'id', id: voice, __experimental_controls: { speed: 'slow' } } })
    expect((await send('POST', '/tts/bytes', spoken)).status).toBe(200)
    expect(vendor().received[1]?.json).toEqual(speech())
  })

  test('are sent on to an upstream that knows them', async () => {
    const { send } = service({ apiVersion: '2024-11-13' })
    expect((await send('POST', '/infill/bytes', form())).status).toBe(200)
    expect(vendor().received[0]?.form?.fields.filter(([name]) => name.includes('controls'))).toHaveLength(3)
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
    expect(seen).toEqual(vendor().voices.all.map(({ id }) => id))
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
    expect(vendor().received).toEqual([])
  })

  test('can be heard, with the key, from the service’s own hosts alone', async () => {
    const { send } = service()
    const response = await send('GET', `/voices/${voice}/preview`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(vendor().received.at(-1)?.headers.authorization).toBe(`Bearer ${vendor().key}`)
    for (const url of ['http://169.254.169.254/latest', 'https://evil.example/x.wav', 'file:///etc/passwd', 'x']) {
      const body = JSON.stringify({ id: voice, preview_file_url: url })
      vendor().script([{ on: `GET /voices/${voice}`, status: 200, body }])
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
    vendor().script(['cut'])
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
