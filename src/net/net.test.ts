import { describe, expect, test, vi } from 'vitest'
import type { InfillFields } from '../infill/request'
import { requestInfill } from './infill'
import { fetchHealth, fetchStatus } from './status'
import { fetchVoicePage } from './voices'

const fields: InfillFields = {
  fields: [
    ['transcript', 'the fourteenth'],
    ['voice_id', 'v'],
  ],
  files: [{ name: 'left_audio', fileName: 'left.wav', type: 'audio/wav', bytes: new Uint8Array([1, 2, 3]) }],
}
const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(100)])
const signal = () => new AbortController().signal
const answer = (response: () => Response | Promise<Response>) => {
  const stub = vi.fn<typeof fetch>(async () => response())
  vi.stubGlobal('fetch', stub)
  return stub
}
const refuse = (status: number, body: object | string, headers: Record<string, string> = {}) =>
  answer(() => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }))
const failure = async () => {
  try {
    await requestInfill(fields, signal())
  } catch (error) {
    return error
  }
  return 'no failure'
}

test('an infill is one form, with named files, and the answer tells who spoke and what it cost', async () => {
  const stub = answer(
    () =>
      new Response(wav, {
        headers: { 'x-pickup-engine': 'cartesia', 'x-pickup-credits': '314', 'x-request-id': 'r-1' },
      }),
  )
  expect(await requestInfill(fields, signal())).toEqual({
    bytes: new Uint8Array(wav),
    engine: 'cartesia',
    credits: 314,
    requestId: 'r-1',
  })
  const [[path, init] = []] = stub.mock.calls
  expect([path, init?.method]).toEqual(['/api/infill/bytes', 'POST'])
  const form = init?.body instanceof FormData ? init.body : new FormData()
  expect(form.get('transcript')).toBe('the fourteenth')
  const file = form.get('left_audio')
  expect(file).toBeInstanceOf(File)
  expect(file instanceof File ? [file.name, file.type, file.size] : []).toEqual(['left.wav', 'audio/wav', 3])
})

test('a request is a new take, unless it names one', async () => {
  const stub = answer(() => new Response(wav, { headers: { 'x-pickup-repeated': '1' } }))
  await requestInfill(fields, signal())
  await requestInfill(fields, signal())
  expect(await requestInfill(fields, signal(), { take: '2' })).toMatchObject({ repeated: true })
  const takes = stub.mock.calls.map(([, init]) => new Headers(init?.headers).get('x-pickup-take'))
  expect(takes[2]).toBe('2')
  expect(new Set(takes).size).toBe(3)
})

describe('each refusal says what happened and what to do', () => {
  const said = { error_code: 'x', title: 'T', message: 'no such voice', request_id: 'r' }
  test.each([
    [400, said, 'refused', /^No such voice\.$/],
    [401, said, 'unauthorized', /CARTESIA_API_KEY/],
    [402, said, 'out-of-credits', /out of credits.*no such voice/],
    [403, said, 'out-of-credits', /credits/],
    [400, { ...said, error_code: 'quota_exceeded' }, 'out-of-credits', /credits/],
    [
      403,
      { ...said, error_code: 'cross_site', message: 'Pickup answers its own page only. Open the address it printed.' },
      'refused',
      /own page/,
    ],
    [
      402,
      { ...said, error_code: 'budget_spent', message: 'you have 9 a day.' },
      'out-of-credits',
      /^You have 9 a day\.$/,
    ],
    [
      401,
      { ...said, error_code: 'token_required', message: 'x' },
      'token-required',
      /access token.*new tab.*try again/,
    ],
    [401, { ...said, error_code: 'token_wrong', message: 'x' }, 'token-required', /access token/],
    [429, { ...said, error_code: 'too_many_tokens', message: 'wait.' }, 'refused', /^Wait\.$/],
    [429, { ...said, error_code: 'too_many_requests', message: 'wait.' }, 'rate-limited', /^Wait\.$/],
    [404, '<html>gone</html>', 'refused', /status 404/],
    [413, said, 'refused', /No such voice/],
    [500, said, 'service-failed', /No such voice\. Nothing is lost/],
    [503, '', 'service-failed', /status 503/],
    [502, { ...said, error_code: 'upstream_empty' }, 'empty-answer', /No such voice/],
    [502, { ...said, error_code: 'upstream_not_audio' }, 'not-audio', /No such voice/],
    [502, { ...said, error_code: 'upstream_cut' }, 'cut-off', /No such voice/],
    [504, said, 'timed-out', /no such voice/],
    [504, '', 'timed-out', /wait a little/],
  ])('%i %o → %s', async (status, body, code, words) => {
    const stub = refuse(status, body)
    expect(await failure()).toMatchObject({ name: 'NetError', code, message: expect.stringMatching(words) })
    expect(stub).toHaveBeenCalledTimes(1)
  })

  test('busy tells when to come back', async () => {
    refuse(429, said, { 'retry-after': '7' })
    expect(await failure()).toMatchObject({
      code: 'rate-limited',
      data: { retryAfter: 7 },
      message: expect.stringContaining('in 7 seconds'),
    })
    refuse(429, said, { 'retry-after': 'soon' })
    expect(await failure()).toMatchObject({
      code: 'rate-limited',
      data: { retryAfter: null },
      message: expect.stringContaining('in a moment'),
    })
  })
})

describe('an answer that is no audio is refused', () => {
  test.each([
    ['', 'empty-answer'],
    ['<!doctype html>', 'not-audio'],
    ['{"error":"x"}', 'not-audio'],
    ['RIFF', 'not-audio'],
  ])('%j → %s', async (body, code) => {
    answer(() => new Response(body))
    expect(await failure()).toMatchObject({ code })
  })

  test('one that breaks off', async () => {
    answer(
      () =>
        new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) })),
    )
    expect(await failure()).toMatchObject({ code: 'cut-off', message: expect.stringContaining('Try again') })
  })
})

test('a server that is gone is told apart from one that refuses', async () => {
  answer(() => Promise.reject(new TypeError('Failed to fetch')))
  expect(await failure()).toMatchObject({ code: 'offline' })
})

test('a cancelled request rejects with AbortError and is no failure', async () => {
  const stop = new AbortController()
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    stop.abort()
    return Promise.reject(init.signal?.reason)
  })
  await expect(requestInfill(fields, stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

test('an answer with a status that allows no body is empty, not awaited for ever', async () => {
  class NoContent extends EventTarget {
    readonly status = 204
    readonly statusText = ''
    readonly response = new ArrayBuffer(0)
    readonly upload = new EventTarget()
    open() {}
    setRequestHeader() {}
    getAllResponseHeaders = () => ''
    send() {
      for (const type of ['load', 'loadend']) this.dispatchEvent(new Event(type))
    }
  }
  vi.stubGlobal('XMLHttpRequest', NoContent)
  const asked = requestInfill(fields, signal(), { onSent: () => undefined })
  await expect(asked).rejects.toMatchObject({ code: 'empty-answer' })
})

test('a request that takes too long says that it may still be billed', async () => {
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.reject(init.signal?.reason))
  const timeout = vi
    .spyOn(AbortSignal, 'timeout')
    .mockReturnValue(AbortSignal.abort(new DOMException('late', 'TimeoutError')))
  expect(await failure()).toMatchObject({ code: 'timed-out', message: expect.stringContaining('bill') })
  timeout.mockRestore()
})

test('status, health and voices are read, and what is neither is refused', async () => {
  answer(() => Response.json({ ok: true, capabilities: {} }))
  expect(await fetchStatus(signal())).toMatchObject({ ok: true })
  const health = { ok: false, upstreamVersion: null, problem: 'No key.', budget: { daily: 9, left: 3 } }
  answer(() => Response.json(health))
  expect(await fetchHealth(signal())).toEqual(health)
  answer(() => new Response('<html>'))
  await expect(fetchStatus(signal())).rejects.toMatchObject({ code: 'service-failed' })
  await expect(fetchHealth(signal())).rejects.toMatchObject({ code: 'service-failed' })
  await expect(fetchVoicePage({ limit: 9 }, signal())).rejects.toMatchObject({ code: 'service-failed' })
})
