import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pcmFrames } from '../../../audio/pcm'
import { wavFile } from '../../../audio/riff/header'
import { readWavLayout } from '../../../audio/riff/layout'
import { readFrames } from '../../../audio/riff/read'
import { memorySource } from '../../../audio/source'
import { mulberry32 } from '../../../base/random'
import { recordingFrame, sampleRate } from '../../../base/units'
import { HEADER } from '../../../infill/contract'
import { createApp } from '../../app'
import { makeSpeechFixture } from '../../speechFixture'
import { endlessForm, formBytes, formHeaders, infillParts, noLog, ownHeaders, testConfig } from '../../testKit'
import { bundleThread } from '../devThread'
import { createEmbeddedEngine } from './engine'
import { measureSpeech } from './measure'
import type { StartThread } from './speakingThread'
import { embeddedVoices } from './voices'

let start: StartThread
let ask: (
  changes?: Readonly<Record<string, string | Uint8Array | null>>,
  signal?: AbortSignal,
  number?: string,
) => Promise<Response>
let close: () => Promise<void>
let left: Uint8Array
let right: Uint8Array

beforeAll(async () => {
  start = await bundleThread()
  const engine = createEmbeddedEngine(start)
  const app = createApp({ config: testConfig(), engine, version: '0', log: noLog })
  close = () => engine.close()
  ask = async (changes = {}, signal = new AbortController().signal, number = '') => {
    const body = formBytes(infillParts({ left_audio: left, right_audio: right, ...changes }))
    const headers = { ...formHeaders, [HEADER.take]: number }
    return app.request('/api/infill/bytes', { method: 'POST', body, headers, signal })
  }
  const shape = { rate: 44_100, channels: 1, encoding: 's16', seed: 1, voice: 'kal16' } as const
  left = (
    await makeSpeechFixture({ ...shape, sentences: ['We recorded this on a rainy afternoon, in the old harbour, on'] })
  ).bytes
  right = (await makeSpeechFixture({ ...shape, sentences: ['and almost nobody came to listen to us there.'] })).bytes
})

afterAll(() => close())

async function take(response: Response) {
  expect([response.status, response.status === 200 ? '' : await response.clone().text()]).toEqual([200, ''])
  const bytes = new Uint8Array(await response.arrayBuffer())
  const source = memorySource(bytes)
  const layout = await readWavLayout(source)
  return { bytes, layout, pcm: await readFrames(source, layout, recordingFrame(0), layout.frames) }
}

/** The take of the usual line under a number. */
const numbered = async (number: string) => take(await ask({}, undefined, number))

/** How a take between two equal sides sounds. */
async function flavour(around: Uint8Array) {
  const { pcm } = await take(await ask({ left_audio: around, right_audio: around }))
  return measureSpeech(pcm.channels[0] ?? new Float32Array(), pcm.rate)
}

async function refusal(response: Response) {
  const { error_code: code, message } = await response.json()
  return [response.status, code, message]
}

describe('it speaks', () => {
  test('one to four seconds of sound for five words, at the rate and in the encoding asked for', async () => {
    for (const [encoding, expected] of [
      ['pcm_s16le', 's16'],
      ['pcm_f32le', 'f32'],
    ] as const) {
      for (const rate of ['8000', '22050', '48000']) {
        const { layout, pcm } = await take(
          await ask({ 'output_format[encoding]': encoding, 'output_format[sample_rate]': rate }),
        )
        expect(layout.format).toMatchObject({ encoding: expected, rate: Number(rate), channels: 1 })
        expect(layout.notes).toEqual([])
        expect(pcmFrames(pcm) / Number(rate)).toBeGreaterThan(1)
        expect(pcmFrames(pcm) / Number(rate)).toBeLessThan(4)
        expect(measureSpeech(pcm.channels[0] ?? new Float32Array(), pcm.rate).level).toBeGreaterThan(0.02)
      }
    }
  })

  test('takes of one line differ by their numbers in pace and pitch, and each is the same when it is asked for again', async () => {
    const [unnumbered, first, second, third] = [
      await numbered(''),
      await numbered('1'),
      await numbered('2'),
      await numbered('3'),
    ]
    expect(first.bytes).toEqual(unnumbered.bytes)
    expect(pcmFrames(second.pcm)).toBeLessThan(0.97 * pcmFrames(first.pcm))
    expect(pcmFrames(third.pcm)).toBeGreaterThan(1.03 * pcmFrames(first.pcm))
    const pitchOf = ({ pcm }: typeof first) => measureSpeech(pcm.channels[0] ?? new Float32Array(), pcm.rate).pitch ?? 0
    expect(pitchOf(second)).toBeGreaterThan(pitchOf(first))
    expect(pitchOf(third)).toBeLessThan(pitchOf(first))
    expect((await numbered('2')).bytes).toEqual(second.bytes)
  })

  test('the same request gives the same bytes, also from a fresh thread', async () => {
    const first = await take(await ask())
    await close()
    expect(Buffer.compare((await take(await ask())).bytes, first.bytes)).toBe(0)
    expect(Buffer.compare((await take(await ask({ transcript: 'something else' }))).bytes, first.bytes)).not.toBe(0)
  })

  test('with every voice, and with one side only', async () => {
    for (const { body } of embeddedVoices) expect((await ask({ voice_id: body.id })).status).toBe(200)
    expect((await ask({ left_audio: null })).status).toBe(200)
    expect((await ask({ right_audio: null })).status).toBe(200)
    expect((await ask({ left_audio: 'a field, no file' })).status).toBe(200)
  })

  test('raw is what is in the WAV', async () => {
    const { bytes } = await take(await ask())
    const response = await ask({ 'output_format[container]': 'raw' })
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(Buffer.compare(new Uint8Array(await response.arrayBuffer()), bytes.subarray(44))).toBe(0)
  })

  test('at the pitch and about the level of what is around the gap', async () => {
    const low = await flavour(left)
    const shape = { rate: 16_000, channels: 2, encoding: 's24', seed: 2 } as const
    const high = await flavour(
      (await makeSpeechFixture({ ...shape, sentences: ['We had a very good time in the garden of the house.'] })).bytes,
    )
    expect(high.pitch ?? 0).toBeGreaterThan(1.25 * (low.pitch ?? 0))
    const quiet = await makeSpeechFixture({ ...shape, sentences: ['This is a test of the level.'] })
    const layout = await readWavLayout(memorySource(quiet.bytes))
    const pcm = await readFrames(memorySource(quiet.bytes), layout, recordingFrame(0), layout.frames)
    const soft = pcm.channels.map((samples) => samples.map((sample) => sample / 8))
    const softer = await flavour(wavFile({ rate: pcm.rate, channels: soft }, 's16', mulberry32(1)))
    const softLevel = measureSpeech(soft[0] ?? new Float32Array(), pcm.rate).level
    expect(Math.abs(20 * Math.log10(softer.level / softLevel))).toBeLessThan(4)
  })

  test('costs nothing and says so', async () => {
    const response = await ask()
    expect(response.headers.get('x-pickup-credits')).toBe('0')
    expect(response.headers.get('x-pickup-engine')).toBe('embedded')
  })
})

describe('it refuses, by name and with a way out', () => {
  const silence = wavFile({ rate: sampleRate(48_000), channels: [new Float32Array(48_000)] }, 's16', null)
  test.each([
    [{ left_audio: null, right_audio: null }, 400, 'missing_field', /left_audio or right_audio/],
    [{ transcript: null }, 400, 'missing_field', /missing required field: transcript/],
    [{ voice_id: null }, 400, 'missing_field', /missing required field: voice_id/],
    [{ 'output_format[container]': null }, 400, 'missing_field', /output_format\[container\]/],
    [{ 'output_format[encoding]': null }, 400, 'missing_field', /output_format\[encoding\]/],
    [{ 'output_format[sample_rate]': '44101' }, 400, 'invalid_field', /sample_rate.*48000/],
    [{ 'output_format[encoding]': 'pcm_s24le' }, 400, 'invalid_field', /pcm_f32le/],
    [
      { 'output_format[container]': 'mp3', 'output_format[bit_rate]': '128000' },
      400,
      'invalid_field',
      /wav and raw only/,
    ],
    [{ 'output_format[container]': 'mp3' }, 400, 'missing_field', /bit_rate/],
    [{ model_id: 'sonic-9' }, 400, 'invalid_field', /model_id.*sonic-3/],
    [{ language: 'de' }, 400, 'invalid_field', /only English/],
    [{ language: 'xx' }, 400, 'invalid_field', /language/],
    [{ voice_id: '6ccbfb76-1fc6-48f7-b71d-91ac6298247b' }, 404, 'voice_not_found', /voice_id/],
    [{ voice_id: '../x' }, 400, 'invalid_field', /voice_id/],
    [{ transcript: ' \n' }, 400, 'invalid_field', /transcript: is empty/],
    [{ transcript: '…!' }, 400, 'nothing_to_speak', /nothing that can be spoken/],
    [{ transcript: '十四' }, 400, 'invalid_field', /十四/],
    [{ transcript: 'x'.repeat(2001) }, 400, 'invalid_field', /2000 characters/],
    [{ left_audio: silence }, 400, 'silent_audio', /left_audio: audio is empty or has only silence/],
    [{ right_audio: new Uint8Array(0) }, 400, 'invalid_field', /right_audio/],
    [{ right_audio: Buffer.from('ID3 not a wave') }, 400, 'invalid_field', /right_audio.*WAV/],
  ] as const)('case %#', async (changes, status, code, words) => {
    const response = await ask(changes)
    expect(await refusal(response)).toEqual([status, code, expect.stringMatching(words)])
  })
})

describe('its thread', () => {
  const long = 'x'.repeat(1500)

  test('is ended when the client leaves, and the next request is served by a new one', async () => {
    const leave = new AbortController()
    const ended: Promise<unknown>[] = []
    const engine = createEmbeddedEngine((data) => {
      const thread = start(data)
      ended.push(once(thread, 'exit'))
      // Its work is on its way to the thread by then.
      thread.once('online', () => leave.abort())
      return thread
    })
    const app = createApp({ config: testConfig(), engine, version: '0', log: noLog })
    const send = (text: string, signal?: AbortSignal) =>
      app.request('/api/infill/bytes', {
        method: 'POST',
        body: formBytes(infillParts({ transcript: text, left_audio: left })),
        headers: formHeaders,
        ...(signal === undefined ? {} : { signal }),
      })
    const answer = send(long, leave.signal)
    const waiting = send('We meet at seven.')
    expect((await answer).status).toBe(503)
    await take(await waiting)
    expect(ended).toHaveLength(2)
    await ended[0]
    await engine.close()
  })

  test('has a time limit and a queue that ends', async () => {
    const engine = createEmbeddedEngine(start, { timeoutMs: 150, maxWaiting: 1 })
    const app = createApp({ config: testConfig(), engine, version: '0', log: noLog })
    const body = formBytes(infillParts({ transcript: long, left_audio: left }))
    const send = () => app.request('/api/infill/bytes', { method: 'POST', body, headers: formHeaders })
    const answers = await Promise.all([send(), send(), send()])
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([429, 504, 504])
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('2')
    await engine.close()
  })
})

test('an upload is not read where its queue has no room', async () => {
  const engine = createEmbeddedEngine(start, { timeoutMs: 300, maxWaiting: -1 })
  const app = createApp({ config: testConfig(), engine, version: '0', log: noLog })
  let pieces = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      pieces++
      controller.enqueue(piece)
    },
  })
  const body = endlessForm(1000).pipeThrough(count)
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers: formHeaders, duplex: 'half' }
  expect((await app.request('/api/infill/bytes', init)).status).toBe(429)
  expect(pieces).toBeLessThan(10)
})

test('its voices come in the vendor’s form', async () => {
  const app = createApp({
    config: testConfig(),
    engine: createEmbeddedEngine(start),
    version: '0',
    log: noLog,
  })
  const response = await app.request('/api/voices?limit=100', { headers: ownHeaders })
  expect(await response.json()).toEqual({
    data: embeddedVoices.map(({ body }) => body),
    has_more: false,
    next_page: null,
  })
})

const send = (method: string, path: string, body?: object) =>
  createApp({ config: testConfig(), engine: createEmbeddedEngine(start), version: '0', log: noLog }).request(
    `/api${path}`,
    {
      method,
      headers: { ...ownHeaders, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  )

describe('the neighbours', () => {
  const id = embeddedVoices[0].body.id
  const speech = (changes: object = {}) => ({
    model_id: 'sonic-3',
    transcript: 'We meet at seven.',
    voice: { mode: 'id', id },
    output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
    ...changes,
  })

  test('speak, whole and event by event: the same samples', async () => {
    const whole = await send('POST', '/tts/bytes', speech())
    expect([whole.status, whole.headers.get('x-pickup-credits')]).toEqual([200, '0'])
    const bytes = Buffer.from(await whole.arrayBuffer())
    const streamed = await send('POST', '/tts/sse', speech())
    expect(streamed.headers.get('content-type')).toBe('text/event-stream')
    const events = (await streamed.text())
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => JSON.parse(event.split('\ndata: ')[1] ?? ''))
    expect(events.at(-1)).toEqual({ type: 'done', done: true, status_code: 200 })
    const chunks = events.slice(0, -1).map(({ data }) => Buffer.from(data, 'base64'))
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    expect(bytes.length / 2 / 16_000).toBeGreaterThan(0.8)
  })

  test.each([
    [{ voice: { mode: 'id', id: 'nobody' } }, 404, 'voice.id'],
    [{ voice: { mode: 'embedding' } }, 400, 'voice.mode'],
    [{ output_format: { container: 'mp3', sample_rate: 44_100, bit_rate: 128_000 } }, 400, 'wav and raw only'],
    [{ output_format: { container: 'wav', sample_rate: 44_100 } }, 400, 'encoding'],
    [{ language: 'de' }, 400, 'only English'],
    [{ transcript: ' ' }, 400, 'transcript'],
    [{ model_id: 3 }, 400, 'model_id'],
  ])('refuse %o', async (changes, status, words) => {
    const response = await send('POST', '/tts/bytes', speech(changes))
    expect([response.status, (await response.json()).message]).toEqual([status, expect.stringContaining(words)])
  })

  test('tell one voice and let it be heard', async () => {
    expect(await (await send('GET', `/voices/${id}`)).json()).toEqual(embeddedVoices[0].body)
    const { status, headers } = await send('GET', `/voices/${id}/preview`)
    expect([status, headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect((await send('GET', '/voices/nobody')).status).toBe(404)
  })

  test.each([
    ['POST', '/voices/clone'],
    ['POST', '/voices/localize'],
    ['PATCH', `/voices/${id}`],
    ['DELETE', `/voices/${id}`],
    ['POST', '/voice-changer/bytes'],
    ['POST', '/voice-changer/sse'],
    ['POST', '/stt'],
    ['GET', '/datasets'],
    ['POST', '/datasets'],
    ['GET', '/datasets/d/files'],
  ])('%s %s needs the service, and says so', async (method, path) => {
    const body = formBytes([{ name: 'x', value: 'y' }])
    const isForm = /clone|changer|stt/.test(path)
    const response = isForm
      ? await createApp({
          config: testConfig(),
          engine: createEmbeddedEngine(start),
          version: '0',
          log: noLog,
        }).request(`/api${path}`, {
          method,
          headers: formHeaders,
          body,
        })
      : await send(method, path, method === 'GET' || method === 'DELETE' ? undefined : {})
    expect([response.status, await response.json()]).toMatchObject([
      501,
      { error_code: 'not_supported', message: expect.stringContaining('CARTESIA_API_KEY') },
    ])
  })
})
