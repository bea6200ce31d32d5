import { describe, expect, test } from 'vitest'
import { createApp } from './app'
import { createEmbeddedEngine } from './engines/embedded/engine'
import { noLog, ownHeaders, testConfig } from './testKit'

/** The vendor's form fields, as its documentation has them. */
const languages =
  'en fr de es pt zh ja hi it ko nl pl ru sv tr tl bg ro ar cs el fi hr ms sk da ta uk hu no vi bn th he ka id te gu kn ml mr pa'
const format = {
  'output_format[container]': 'raw wav mp3',
  'output_format[sample_rate]': '8000 16000 22050 24000 44100 48000',
  'output_format[encoding]': 'pcm_f32le pcm_s16le pcm_mulaw pcm_alaw',
  'output_format[bit_rate]': '32000 64000 96000 128000 192000',
}
const fieldTable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/infill/bytes': {
    left_audio: 'file',
    right_audio: 'file',
    model_id: 'sonic-3 sonic-3-2026-01-12 sonic-3-2025-10-27',
    language: languages,
    transcript: 'text',
    voice_id: 'text',
    ...format,
  },
  '/voice-changer/bytes': { clip: 'file', 'voice[id]': 'text', ...format },
  '/voice-changer/sse': { clip: 'file', 'voice[id]': 'text', ...format },
  '/voices/clone': { clip: 'file', name: 'text', language: languages, description: 'text', base_voice_id: 'text' },
  '/stt': {
    file: 'file',
    model: 'ink-whisper ink-whisper-2025-06-04',
    language: 'text',
    'timestamp_granularities[]': 'word',
  },
}

const routes = [
  'GET /status',
  'GET /health',
  'POST /infill/bytes',
  'POST /tts/bytes',
  'POST /tts/sse',
  'POST /voice-changer/bytes',
  'POST /voice-changer/sse',
  'POST /stt',
  'GET /voices',
  'POST /voices',
  'POST /voices/clone',
  'POST /voices/localize',
  'POST /voices/mix',
  'GET /voices/{id}',
  'PATCH /voices/{id}',
  'DELETE /voices/{id}',
  'GET /voices/{id}/preview',
  'GET /datasets/',
  'POST /datasets/',
  'GET /datasets/{id}',
  'PATCH /datasets/{id}',
  'DELETE /datasets/{id}',
  'GET /datasets/{id}/files',
  'POST /datasets/{id}/files',
  'DELETE /datasets/{id}/files/{file}',
]

const words = (text: string) => text.split(' ').sort().join(' ')

interface Property {
  readonly enum?: readonly string[]
  readonly const?: string
  readonly format?: string
}

/** As much of the document as is looked at here. */
interface Document {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Route>>>>
}

interface Route {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

interface Schema {
  readonly properties: Readonly<Record<string, Property>>
}

const document = async (): Promise<Document> => {
  const engine = createEmbeddedEngine(() => {
    throw new Error('nothing is spoken here')
  })
  const app = createApp({ config: testConfig(), engine, version: '1.2.3', log: noLog })
  const response = await app.request('/api/openapi.json', { headers: ownHeaders })
  expect(response.status).toBe(200)
  return response.json()
}

describe('the OpenAPI document', () => {
  test('has every route, and no other', async () => {
    const { openapi, info, paths } = await document()
    expect([openapi, info.version]).toEqual(['3.1.0', '1.2.3'])
    const named = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(named.sort()).toEqual([...routes].sort())
  })

  test.each(Object.entries(fieldTable))('%s has the fields of the vendor', async (path, fields) => {
    const { paths } = await document()
    const schema = paths[path]?.['post']?.requestBody?.content['multipart/form-data']?.schema
    const properties = Object.entries(schema?.properties ?? {})
    const described = properties.map(([name, property]) => {
      const values = property.enum ?? (property.const === undefined ? null : [property.const])
      return [name, property.format === 'binary' ? 'file' : values === null ? 'text' : words(values.join(' '))]
    })
    expect(Object.fromEntries(described)).toEqual(
      Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, words(values)])),
    )
  })

  test('refers to nothing that is not in it', async () => {
    const text = JSON.stringify(await document())
    const whole = JSON.parse(text)
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = pointer.split('/').reduce((at, name) => at?.[name], whole)
      expect(found).toBeDefined()
    }
  })
})
