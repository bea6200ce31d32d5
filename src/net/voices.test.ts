import { expect, test, vi } from 'vitest'
import { transcribe } from './transcribe'
import { changeVoice } from './voiceChanger'
import { cloneVoice, deleteVoice, fetchPreview, fetchVoice, fetchVoicePage } from './voices'

const signal = () => new AbortController().signal
const answer = (response: () => Response | Promise<Response>) => {
  const stub = vi.fn<typeof fetch>(async () => response())
  vi.stubGlobal('fetch', stub)
  return stub
}
const refuse = (status: number, code: string, message: string) =>
  answer(() => Response.json({ error_code: code, title: 'T', message, request_id: 'r' }, { status }))
/** What the only call asked for. */
const asked = (stub: ReturnType<typeof answer>) => {
  expect(stub).toHaveBeenCalledTimes(1)
  const [[path, init] = []] = stub.mock.calls
  const form = init?.body instanceof FormData ? init.body : new FormData()
  const fields = [...form].map(([name, value]) => [
    name,
    value instanceof File ? `${value.name} ${value.type} ${value.size}` : value,
  ])
  return {
    path: typeof path === 'string' ? path : '',
    method: init?.method ?? 'GET',
    fields: Object.fromEntries(fields),
    init,
  }
}
const clip = new Uint8Array([1, 2, 3])
const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(100)])
const ada = {
  id: 'a-1',
  name: 'Ada',
  description: 'Reads the news.',
  language: 'en',
  gender: 'feminine',
  accent: null,
  is_owner: false,
  is_public: true,
  created_at: '2025-01-01T00:00:00Z',
  preview_file_url: '/api/voices/a-1/preview',
}

test('a voice change is one form, and its answer is a take', async () => {
  const stub = answer(() => new Response(wav, { headers: { 'x-pickup-engine': 'cartesia', 'x-pickup-credits': '45' } }))
  const change = { clip, voiceId: 'v', sampleRate: 44_100 }
  expect(await changeVoice(change, signal(), { take: '3' })).toEqual({
    bytes: new Uint8Array(wav),
    engine: 'cartesia',
    credits: 45,
  })
  const { path, method, fields, init } = asked(stub)
  expect([path, method, new Headers(init?.headers).get('x-pickup-take')]).toEqual([
    '/api/voice-changer/bytes',
    'POST',
    '3',
  ])
  expect(fields).toEqual({
    'voice[id]': 'v',
    'output_format[container]': 'wav',
    'output_format[encoding]': 'pcm_f32le',
    'output_format[sample_rate]': '44100',
    clip: 'clip.wav audio/wav 3',
  })
})

test('each voice change is a new take, unless it names one; what is no audio is refused', async () => {
  const stub = answer(() => new Response(wav))
  const change = { clip, voiceId: 'v', sampleRate: 44_100 }
  await changeVoice(change, signal())
  await changeVoice(change, signal())
  const takes = stub.mock.calls.map(([, init]) => new Headers(init?.headers).get('x-pickup-take'))
  expect(new Set(takes).size).toBe(2)
  answer(() => new Response('{}'))
  await expect(changeVoice(change, signal())).rejects.toMatchObject({ code: 'not-audio' })
  refuse(501, 'not_supported', 'The embedded voice cannot do this. Set CARTESIA_API_KEY to use the speech service.')
  await expect(changeVoice(change, signal())).rejects.toMatchObject({
    code: 'refused',
    message: 'The embedded voice cannot do this. Set CARTESIA_API_KEY to use the speech service.',
  })
})

test('a transcription gives the text and where each word was heard', async () => {
  const words = [{ word: ' We', start: 0, end: 0.2 }, { word: ' met', start: 0.2, end: 0.5 }, { word: 7 }, null]
  const stub = answer(() => Response.json({ text: ' We met', language: 'en', words }))
  expect(await transcribe(clip, signal(), { language: 'en' })).toEqual({
    text: 'We met',
    words: [
      { word: 'We', start: 0, end: 0.2 },
      { word: 'met', start: 0.2, end: 0.5 },
    ],
  })
  expect(asked(stub)).toMatchObject({
    path: '/api/stt',
    method: 'POST',
    fields: {
      model: 'ink-whisper',
      language: 'en',
      'timestamp_granularities[]': 'word',
      file: 'clip.wav audio/wav 3',
    },
  })
  answer(() => Response.json({ text: 'no words' }))
  expect(await transcribe(clip, signal())).toEqual({ text: 'no words', words: [] })
  answer(() => Response.json(['?']))
  await expect(transcribe(clip, signal())).rejects.toMatchObject({ code: 'service-failed' })
})

test('a page of voices is asked for with what it is to hold, and with nothing else', async () => {
  const page = { data: [ada], has_more: true, next_page: 'a-1' }
  const stub = answer(() => Response.json(page))
  expect(await fetchVoicePage({ limit: 20 }, signal())).toEqual(page)
  expect(asked(stub).path).toBe('/api/voices?limit=20&expand%5B%5D=preview_file_url')
  stub.mockClear()
  await fetchVoicePage({ limit: 5, text: 'a&b', language: 'de', own: false, after: 'z' }, signal())
  expect(asked(stub).path).toBe(
    '/api/voices?limit=5&expand%5B%5D=preview_file_url&q=a%26b&language=de&is_owner=false&starting_after=z',
  )
})

test('one voice, and null for one that is not there', async () => {
  const stub = answer(() => Response.json({ ...ada, extra: 1 }))
  expect(await fetchVoice('a-1', signal())).toEqual(ada)
  expect(asked(stub).path).toBe('/api/voices/a-1?expand%5B%5D=preview_file_url')
  refuse(404, 'voice_not_found', 'no voice')
  expect(await fetchVoice('a-1', signal())).toBeNull()
  refuse(500, 'x', 'it broke')
  await expect(fetchVoice('a-1', signal())).rejects.toMatchObject({ code: 'service-failed' })
})

test('a preview is what a browser can play', async () => {
  const stub = answer(() => new Response(wav, { headers: { 'content-type': 'audio/wav' } }))
  const preview = await fetchPreview('a-1', signal())
  expect([asked(stub).path, preview.type, preview.size]).toEqual(['/api/voices/a-1/preview', 'audio/wav', wav.length])
  answer(() => new Response(''))
  await expect(fetchPreview('a-1', signal())).rejects.toMatchObject({ code: 'empty-answer' })
  refuse(404, 'no_preview', 'The service has no preview of this voice.')
  await expect(fetchPreview('a-1', signal())).rejects.toMatchObject({ message: /no preview/ })
})

test('a voice is deleted by name of its id', async () => {
  const stub = answer(() => new Response(null, { status: 204 }))
  await deleteVoice('a-1', signal())
  expect(asked(stub)).toMatchObject({ path: '/api/voices/a-1', method: 'DELETE' })
  refuse(403, 'forbidden', 'this voice is not yours')
  await expect(deleteVoice('a-1', signal())).rejects.toThrow(/this voice is not yours/)
})

test('a voice is made of a name, a language and a clip, and is the user’s own', async () => {
  const made = { id: 'n-1', user_id: 'u', name: 'Me', description: '', language: 'en', created_at: 'now' }
  const stub = answer(() => Response.json(made))
  expect(await cloneVoice({ name: 'Me', language: 'en', clip }, signal())).toEqual({
    id: 'n-1',
    name: 'Me',
    description: '',
    language: 'en',
    gender: null,
    accent: null,
    is_owner: true,
    is_public: false,
    created_at: 'now',
    preview_file_url: null,
  })
  expect(asked(stub)).toMatchObject({
    path: '/api/voices/clone',
    method: 'POST',
    fields: { name: 'Me', language: 'en', clip: 'clip.wav audio/wav 3' },
  })
  answer(() => Response.json({ ok: true }))
  await expect(cloneVoice({ name: 'Me', language: 'en', clip }, signal())).rejects.toMatchObject({
    code: 'service-failed',
  })
})
