import { describe, expect, test } from 'vitest'
import type { Config } from './config'
import { infillParts, ownHeaders } from './testKit'
import { changeParts, file, sides, vendorForTests, vendorService } from './vendorTestKit'

const vendor = vendorForTests()
const service = (changes: Partial<Config> = {}) => vendorService(vendor(), changes)

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
    expect(vendor().received).toEqual([])
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
    expect(vendor().received).toEqual([])
  })
})
