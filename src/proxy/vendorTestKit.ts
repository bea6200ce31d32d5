import { afterAll, afterEach, beforeAll } from 'vitest'
import { startVendor, type Vendor } from '../../e2e/support/vendor/vendor.mjs'
import { wavFile } from '../audio/riff/header'
import { must } from '../base/assert'
import { sampleRate } from '../base/units'
import { createApp } from './app'
import type { Config } from './config'
import { createCartesiaEngine } from './engines/cartesia'
import { formBytes, formHeaders, infillParts, keptLog, ownHeaders, type TestPart, testConfig } from './testKit'

/** A stand-in for the vendor while the tests of a file run; each test finds it as new. */
export function vendorForTests(): () => Vendor {
  let vendor: Vendor | null = null
  beforeAll(async () => {
    vendor = await startVendor()
  })
  afterEach(() => vendor?.reset())
  afterAll(() => vendor?.close())
  return () => must(vendor, 'a vendor before the tests')
}

/** A voice that the vendor has. */
export const voice = '6ccbfb76-1fc6-48f7-b71d-91ac6298247b'

/** A WAV of so many seconds; without `gain` it is silent. */
export const tone = (seconds: number, gain = 0.3) =>
  wavFile(
    {
      rate: sampleRate(16_000),
      channels: [Float32Array.from({ length: 16_000 * seconds }, (_, i) => gain * Math.sin(i / 9))],
    },
    's16',
    null,
  )

/** The voice and both sides of an infill that the vendor accepts. */
export const sides = { voice_id: voice, left_audio: tone(1), right_audio: tone(1) }

/** The proxy before `vendor`, with the configuration of tests and `changes`. */
export function vendorService(vendor: Vendor, changes: Partial<Config> = {}) {
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

/** A request for speech that the vendor accepts, with changes. */
export const speech = (changes: object = {}) => ({
  model_id: 'sonic-3',
  transcript: 'the fourteenth',
  voice: { mode: 'id', id: voice },
  output_format: { container: 'wav', encoding: 'pcm_s16le', sample_rate: 24_000 },
  ...changes,
})

/** A file of a form: two seconds of tone, unless it is something else. */
export const file = (name: string, value: Uint8Array = tone(2)): TestPart => ({ name, value, fileName: `${name}.wav` })

/** A field of a form. */
export const field = (name: string, value: string): TestPart => ({ name, value })

/** A form that asks for another voice. */
export const changeParts = (container: string) => [
  file('clip'),
  field('voice[id]', voice),
  field('output_format[container]', container),
  field('output_format[encoding]', 'pcm_s16le'),
  field('output_format[sample_rate]', '16000'),
]

/** All that came. */
export const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
