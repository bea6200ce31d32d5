import { Cartesia, toFile } from '@cartesia/cartesia-js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ReceivedRequest, startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { wavFile } from '../audio/riff/header'
import { sampleRate } from '../base/units'
import { createApp } from './app'
import { createCartesiaEngine } from './engines/cartesia'
import { type RunningServer, startServer } from './server'
import { noLog, testConfig } from './testKit'
import type { ApiVersion } from './versions'

/*
 * The vendor's own client, once straight to the stand-in and once to our `/api`, with its default headers: what arrives
 * must mean the same, field for field and file for file, and what comes back must be the same.
 */

const accessToken = 'sk_car_token_of_our_own'
const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'
const samples = (seconds: number) => Float32Array.from({ length: 16_000 * seconds }, (_, i) => 0.3 * Math.sin(i / 9))
const tone = (seconds: number) => wavFile({ rate: sampleRate(16_000), channels: [samples(seconds)] }, 's16', null)
const file = (name: string, seconds = 1) => toFile(tone(seconds), `${name}.wav`, { type: 'audio/wav' })

let vendor: Vendor
const servers: RunningServer[] = []

beforeAll(async () => {
  vendor = await startVendor()
})
beforeEach(() => vendor.reset())
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop(0)))
  await vendor.close()
})

const direct = () => new Cartesia({ apiKey: vendor.key, baseURL: vendor.address })

async function proxied(apiVersion: ApiVersion = '2026-03-01'): Promise<Cartesia> {
  const config = { ...testConfig({ baseUrl: vendor.address, accessToken, apiVersion }), apiKey: vendor.key }
  const app = createApp({ config, engine: createCartesiaEngine(config, '1'), version: '1', log: noLog })
  const server = await startServer(app, '127.0.0.1', 0)
  servers.push(server)
  return new Cartesia({ apiKey: accessToken, baseURL: `${server.address}/api` })
}

const meaning = ({ method, path, query, form, json }: ReceivedRequest) => ({ method, path, query, form, json })
const bytes = async (response: { arrayBuffer(): Promise<ArrayBuffer> }) => Buffer.from(await response.arrayBuffer())

/** What a call gives and what it sent, straight and through the proxy. */
async function both<Result>(call: (client: Cartesia) => Promise<Result>, apiVersion?: ApiVersion) {
  const straight = await call(direct())
  const sentStraight = vendor.received.map(meaning)
  vendor.reset()
  const through = await call(await proxied(apiVersion))
  expect(vendor.received.map(meaning)).toEqual(sentStraight)
  expect(sentStraight).not.toEqual([])
  for (const { headers } of vendor.received) {
    expect(headers['authorization']).toBe(`Bearer ${vendor.key}`)
    expect(Object.keys(headers).join()).not.toMatch(/stainless|cookie|x-api-key/)
    expect(JSON.stringify(headers)).not.toContain(accessToken)
  }
  return { straight, through }
}

describe('infill', () => {
  const words = { transcript: 'the fourteenth of November', voice_id: voice, language: 'en', model_id: 'sonic-3' }
  const formats = [
    { container: 'wav', encoding: 'pcm_s16le', sample_rate: 44_100 },
    { container: 'wav', encoding: 'pcm_f32le', sample_rate: 48_000 },
    { container: 'wav', encoding: 'pcm_mulaw', sample_rate: 8000 },
    { container: 'raw', encoding: 'pcm_alaw', sample_rate: 16_000 },
    { container: 'raw', encoding: 'pcm_s16le', sample_rate: 22_050 },
    { container: 'mp3', bit_rate: 128_000, sample_rate: 24_000 },
  ] as const
  test.each(formats)('with both sides, as %o', async (output_format) => {
    const { straight, through } = await both(async (client) => {
      const sides = { left_audio: await file('left', 2), right_audio: await file('right') }
      return bytes(await client.tts.infill({ ...words, ...sides, output_format }))
    })
    expect(through.equals(straight)).toBe(true)
    expect(through.length).toBeGreaterThan(1000)
  })

  test.each(['left_audio', 'right_audio'])('with %s alone', async (side) => {
    const { straight, through } = await both(async (client) =>
      bytes(await client.tts.infill({ ...words, [side]: await file(side), output_format: formats[0] })),
    )
    expect(through.equals(straight)).toBe(true)
  })

  test('a client that sends its audio as a list of numbers is told how to send it', async () => {
    const client = await proxied()
    const call = client.tts.infill({
      ...words,
      // @ts-expect-error -- the client's types do not allow it, plain JavaScript does
      left_audio: new Uint8Array(tone(1).subarray(0, 60)),
      output_format: formats[0],
    })
    await expect(call).rejects.toMatchObject({ status: 400, message: expect.stringContaining('list of numbers') })
    expect(vendor.received).toEqual([])
  })

  test('the client’s own second attempts are stopped, so that nothing is billed twice', async () => {
    vendor.script([{ status: 500, body: 'x', times: 9 }])
    const client = await proxied()
    const call = client.tts.infill({ ...words, left_audio: await file('left'), output_format: formats[0] })
    await expect(call).rejects.toMatchObject({ status: 500 })
    expect(vendor.received).toHaveLength(1)
  })

  test('except when the service is busy', async () => {
    vendor.script([{ status: 429, headers: { 'retry-after': '0' }, body: '{}' }])
    const client = await proxied()
    const answer = await client.tts.infill({ ...words, left_audio: await file('left'), output_format: formats[0] })
    expect(answer.status).toBe(200)
    expect(vendor.received).toHaveLength(2)
  })
})

async function allVoices(client: Cartesia): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of client.voices.list({ limit: 5 })) ids.push(id)
  return ids
}

describe('voices', () => {
  test('are listed to the last page', async () => {
    const { straight, through } = await both(allVoices)
    expect(through).toEqual(straight)
    expect(through).toHaveLength(13)
  })

  test('are searched, and carry what the client’s types promise', async () => {
    const { through } = await both(async (client) => {
      const { data } = await client.voices.list({ q: 'ada', is_owner: false, expand: ['preview_file_url'] })
      return data
    })
    expect(through).toMatchObject([
      { id: voice, access: 'public', visibility: 'all', locales: [], tagline: '', is_owner: false },
    ])
  })

  test('are got, cloned, renamed, localized and deleted', async () => {
    const { straight, through } = await both(async (client) => {
      const got = await client.voices.get(voice)
      const own = await client.voices.get('694f9389-aac1-45b6-b726-9d9369183238')
      const made = await client.voices.clone({
        clip: await file('clip', 5),
        name: 'Me',
        language: 'en',
        description: 'd',
      })
      const renamed = await client.voices.update(own.id, { name: 'Mine', gender: null })
      const localized = await client.voices.localize({ voice_id: voice, name: 'Ich', accent: 'high-german' })
      await client.voices.delete(own.id)
      return [got.name, own.access, made.name, made.access, renamed.name, localized.name]
    }, '2026-08-14')
    expect(through).toEqual(straight)
  })
})

describe('the neighbours', () => {
  const spoken = { model_id: 'sonic-3', transcript: 'Hello there.', voice: { mode: 'id', id: voice } } as const
  test('speech', async () => {
    const output_format = { container: 'wav', encoding: 'pcm_s16le', sample_rate: 44_100 } as const
    const { straight, through } = await both(async (client) =>
      bytes(await client.tts.generate({ ...spoken, output_format, generation_config: { speed: 1.1 } })),
    )
    expect(through.equals(straight)).toBe(true)
  })

  test('speech, event by event', async () => {
    const output_format = { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 } as const
    const { straight, through } = await both(async (client) => {
      const events: unknown[] = []
      for await (const event of await client.tts.generateSSE({ ...spoken, output_format })) events.push(event)
      return events
    })
    expect(through).toEqual(straight)
    expect(through.length).toBeGreaterThan(1)
  })

  test('a changed voice', async () => {
    const { straight, through } = await both(async (client) =>
      bytes(
        await client.voiceChanger.generate({
          clip: await file('clip', 2),
          'voice[id]': voice,
          'output_format[container]': 'wav',
          'output_format[encoding]': 'pcm_s16le',
          'output_format[sample_rate]': 44_100,
        }),
      ),
    )
    expect(through.equals(straight)).toBe(true)
  })

  test('a transcript', async () => {
    const { straight, through } = await both(async (client) =>
      client.stt.transcribe({ file: await file('file', 2), model: 'ink-whisper', timestamp_granularities: ['word'] }),
    )
    expect(through).toEqual(straight)
  })

  test('datasets', async () => {
    const { through } = await both(async (client) => (await client.datasets.list({ limit: 3 })).data)
    expect(through).toEqual([])
    const client = await proxied()
    const made = await client.datasets.create({ name: 'n', description: 'd' })
    await client.datasets.files.upload(made.id, { file: await file('take') })
    expect((await client.datasets.files.list(made.id)).data).toMatchObject([{ filename: 'take.wav' }])
  })

  test('the status', async () => {
    expect(await (await proxied()).getStatus()).toMatchObject({ ok: true, version: '1' })
  })
})

test('a wrong token is refused in the client’s own terms', async () => {
  const { baseURL } = await proxied()
  const client = new Cartesia({ apiKey: 'sk_car_wrong', baseURL })
  await expect(client.voices.list()).rejects.toMatchObject({ status: 401 })
})
