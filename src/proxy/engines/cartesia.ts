import { Readable } from 'node:stream'
import { FIELD, HEADER, INFILL_RATES, LANGUAGES, MAX_TRANSCRIPT, MODELS } from '../../infill/contract'
import type { StoredAnswer } from '../answerCache'
import type { Config } from '../config'
import { type Engine, jsonAnswer, type ServiceAnswer, type ServiceCall } from '../engine'
import { ServiceError } from '../errors'
import type { Form } from '../formReader'
import { checkForm, fieldOf } from '../infillForm'
import type { Operation } from '../operations'
import { purchaseKey } from '../purchaseKey'
import type { Outcome, Receipt } from '../till'
import { readUpload } from '../upload'
import { isControlField, knowsControls } from '../versions'
import { checkAudio } from './audioAnswer'
import { relayEvents } from './relayEvents'
import { BodyStopped, callUpstream, collect, openUpstream, type UpstreamAnswer, type UpstreamCall } from './upstream'
import { safeId, vendorError } from './vendorError'
import { previewAddress, readVendorVoice, readVendorVoices } from './vendorVoices'

const maxAudio = 64 * 1024 * 1024
const maxJson = 8 * 1024 * 1024
const maxPreview = 16 * 1024 * 1024
const maxRefusal = 64 * 1024
const shortMs = 30_000
const checkMs = 8000

/** The configuration of an engine that has a key. */
export type CartesiaConfig = Config & { readonly apiKey: string }

/** The vendor's service. Uploads are streamed on; only the key and the version are the proxy's own. */
export function createCartesiaEngine(config: CartesiaConfig, version: string): Engine {
  const service = new VendorService(config, version)
  return {
    name: 'cartesia',
    label: 'Cartesia',
    capabilities: {
      needsVoice: true,
      languages: LANGUAGES.map(({ code }) => code),
      models: MODELS,
      sampleRates: INFILL_RATES,
      maxContextSeconds: 30,
      maxCharacters: MAX_TRANSCRIPT,
      billed: true,
      makesVoices: true,
      changesVoices: true,
    },
    perform: (call, signal) =>
      call.operation.id === 'previewVoice' ? service.preview(call, signal) : service.forward(call, signal),
    check: (signal) => service.check(signal),
    close: () => Promise.resolve(),
  }
}

/** What was learned of a request while it was sent. */
interface Sent {
  form: Form | null
  json: Readonly<Record<string, unknown>> | null
  credits: number | null
  receipt: Receipt | null
  /** Whether the request has ended: whatever is paid for after that is given back. */
  over: boolean
}

class VendorService {
  constructor(
    private readonly config: CartesiaConfig,
    private readonly version: string,
  ) {}

  async forward(call: ServiceCall, signal: AbortSignal): Promise<ServiceAnswer> {
    const json = withoutControls(call.json, this.config)
    const sent: Sent = { form: null, json, credits: null, receipt: null, over: false }
    const request = await this.#request(call, sent, signal)
    // An upload that turned out to have been paid for before was not sent to its end.
    const known = earlier(sent)
    if (known !== null) return repeated(known)
    if (call.operation.answer === 'events') return this.#events(request, sent)
    let outcome: Outcome = 'unknown'
    try {
      const answer = await callUpstream(request)
      if (answer.status >= 300 || answer.status < 200) {
        outcome = isFree(answer.status) ? 'free' : 'unknown'
        throw vendorError(answer, this.config.apiKey)
      }
      const result = this.#read(call, answer, sent)
      outcome = { kind: 'answered', answer: stored(result) }
      return result
    } catch (error) {
      const answered = earlier(sent)
      if (error instanceof BodyStopped && answered !== null) return repeated(answered)
      if (error instanceof ServiceError && error.code === 'upstream_unreachable') outcome = 'free'
      throw error
    } finally {
      await settle(sent, outcome)
    }
  }

  /** A preview is fetched from the address the vendor itself gave, and only from the vendor's own hosts: the key goes along. */
  async preview({ ids }: ServiceCall, signal: AbortSignal): Promise<ServiceAnswer> {
    const [id = ''] = ids
    const base = { method: 'GET', signal, timeoutMs: Math.min(this.config.timeoutMs, shortMs) }
    const secret = this.config.apiKey
    const voice = await callUpstream({
      ...base,
      url: `${this.config.baseUrl}/voices/${id}?expand%5B%5D=preview_file_url`,
      headers: this.#headers('application/json'),
      maxAnswer: maxJson,
      secret,
    })
    if (voice.status !== 200) throw vendorError(voice, secret)
    const address = previewAddress(parseJson(voice.bytes))
    if (address === null) throw noPreview('The service has no preview of this voice.')
    const url = trusted(address, this.config.baseUrl)
    if (url === null) throw noPreview('The service keeps this preview where Pickup does not send the key.')
    const answer = await callUpstream({
      ...base,
      url,
      headers: this.#headers('audio/*'),
      maxAnswer: maxPreview,
      secret,
    })
    if (answer.status !== 200) throw vendorError(answer, secret)
    return { body: answer.bytes, contentType: checkAudio(answer, null), credits: null }
  }

  /** Its own status: free, and it looks at the key. */
  async check(signal: AbortSignal): Promise<string | null> {
    const answer = await callUpstream({
      method: 'GET',
      url: `${this.config.baseUrl}/`,
      headers: this.#headers('application/json'),
      signal,
      timeoutMs: Math.min(this.config.timeoutMs, checkMs),
      maxAnswer: maxRefusal,
      secret: this.config.apiKey,
    })
    if (answer.status !== 200) throw vendorError(answer, this.config.apiKey)
    const body = this.#json(answer)
    if (typeof body !== 'object' || body === null || Reflect.get(body, 'ok') !== true) throw notWhat('status')
    const version: unknown = Reflect.get(body, 'version')
    return typeof version === 'string' ? version.slice(0, 40) : null
  }

  async #request(call: ServiceCall, sent: Sent, signal: AbortSignal): Promise<UpstreamCall> {
    const { operation, upload } = call
    const query = call.query.size === 0 ? '' : `?${call.query}`
    const isLong = upload !== null || operation.price !== null
    const request = {
      url: `${this.config.baseUrl}${call.path}${query}`,
      method: operation.method.toUpperCase(),
      headers: this.#headers(operation.answer === 'events' ? 'text/event-stream' : '*/*'),
      signal,
      timeoutMs: isLong ? this.config.timeoutMs : Math.min(this.config.timeoutMs, shortMs),
      maxAnswer: operation.answer === 'audio' ? maxAudio : maxJson,
      secret: this.config.apiKey,
    }
    if (upload !== null) {
      const { stream } = readUpload(upload, {
        keepFiles: false,
        digestFiles: operation.price !== null,
        drop: (name) => isControlField(name) && !knowsControls(this.config.apiVersion),
        check: async (form) => {
          checkForm(form, filesOf(operation))
          sent.form = form
          await this.#pay(call, sent)
          if (earlier(sent) !== null) throw new BodyStopped('answered before')
        },
      })
      const length = upload.contentLength === null ? {} : { 'content-length': String(upload.contentLength) }
      return {
        ...request,
        headers: { ...request.headers, 'content-type': upload.contentType, ...length },
        body: stream,
      }
    }
    await this.#pay(call, sent)
    if (sent.json === null) return request
    const bytes = Buffer.from(JSON.stringify(sent.json))
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
    return { ...request, headers: { ...request.headers, ...headers }, body: Readable.from([bytes]) }
  }

  async #pay(call: ServiceCall, sent: Sent): Promise<void> {
    const { operation, take } = call
    if (operation.price === null) return
    const { form, json } = sent
    sent.credits = operation.price({ form, json })
    const service = `${this.config.baseUrl} ${this.config.apiVersion}`
    const key =
      operation.answer === 'events'
        ? null
        : purchaseKey({ operation: operation.id, service, take, query: call.query.toString(), form, json })
    const receipt = await call.pay({ key, credits: sent.credits })
    if (sent.over) {
      // The service gave up on it before it had all of it.
      if (receipt.kind === 'new') await receipt.settle('free')
      throw new BodyStopped('over')
    }
    sent.receipt = receipt
  }

  async #events(request: UpstreamCall, sent: Sent): Promise<ServiceAnswer> {
    const answer = await openUpstream(request).catch(async (error: unknown) => {
      const free = error instanceof ServiceError && error.code === 'upstream_unreachable'
      await settle(sent, free ? 'free' : 'unknown')
      throw error
    })
    const type = answer.headers['content-type'] ?? ''
    if (answer.status !== 200 || !type.startsWith('text/event-stream')) {
      await settle(sent, isFree(answer.status) ? 'free' : 'unknown')
      const bytes = await collect(answer.body, maxRefusal).finally(() => answer.body.destroy())
      throw answer.status === 200 ? notWhat('stream of events') : vendorError({ ...answer, bytes }, this.config.apiKey)
    }
    const body = relayEvents(answer, this.config.apiKey, () => void settle(sent, 'unknown'))
    return { body, contentType: 'text/event-stream', credits: sent.credits, ...idOf(answer.headers) }
  }

  #read(call: ServiceCall, answer: UpstreamAnswer, { form, json, credits }: Sent): ServiceAnswer {
    const same = { credits, ...idOf(answer.headers) }
    switch (call.operation.answer) {
      case 'audio':
        return { body: answer.bytes, contentType: checkAudio(answer, containerOf(form, json)), ...same }
      case 'voices': {
        const voices = readVendorVoices(this.#json(answer))
        if (voices === null) throw notWhat('list of voices')
        return { ...jsonAnswer(voices), ...same }
      }
      case 'voice': {
        const voice = readVendorVoice(this.#json(answer))
        if (voice === null) throw notWhat('voice')
        return { ...jsonAnswer(voice), ...same }
      }
      case 'nothing':
        return { body: null, contentType: '', ...same }
      case 'events':
      case 'json': {
        const value = this.#json(answer)
        if (typeof value !== 'object' || value === null) throw notWhat('answer to this')
        return { ...jsonAnswer(value), ...same }
      }
    }
  }

  #json({ bytes }: UpstreamAnswer): unknown {
    return parseJson(bytes.toString('utf8').replaceAll(this.config.apiKey, '[key]'))
  }

  #headers(accept: string): Record<string, string> {
    return {
      accept,
      authorization: `Bearer ${this.config.apiKey}`,
      'cartesia-version': this.config.apiVersion,
      'user-agent': `pickup/${this.version}`,
    }
  }
}

/** What the vendor refuses is not billed; what a gateway in between gave up on may be. */
function isFree(status: number): boolean {
  return status >= 300 && ![408, 502, 504].includes(status)
}

async function settle(sent: Sent, outcome: Outcome): Promise<void> {
  const { receipt } = sent
  sent.receipt = null
  sent.over = true
  if (receipt?.kind === 'new') await receipt.settle(outcome)
}

function stored({ body, contentType, requestId }: ServiceAnswer) {
  return body instanceof Uint8Array
    ? { bytes: body, contentType, ...(requestId === undefined ? {} : { requestId }) }
    : null
}

/** The answer to an equal request that was paid for before, or null. */
function earlier({ receipt }: Sent): StoredAnswer | null {
  return receipt?.kind === 'repeated' ? receipt.answer : null
}

function repeated(answer: StoredAnswer): ServiceAnswer {
  const { bytes, contentType, requestId } = answer
  return { body: bytes, contentType, credits: 0, repeated: true, ...(requestId === undefined ? {} : { requestId }) }
}

function idOf(headers: UpstreamAnswer['headers']): { readonly requestId?: string } {
  const requestId = safeId(headers[HEADER.requestId])
  return requestId === undefined ? {} : { requestId }
}

function filesOf({ body }: Operation): readonly string[] {
  return body.kind === 'form' ? body.files.map(({ name }) => name) : []
}

function containerOf(form: Form | null, json: Sent['json']): string | null {
  if (form !== null) return fieldOf(form, FIELD.container)
  const format = json?.['output_format']
  const container: unknown = typeof format === 'object' && format !== null ? Reflect.get(format, 'container') : null
  return typeof container === 'string' ? container : null
}

/** The JSON without the controls that only old versions of the API know. */
function withoutControls(json: ServiceCall['json'], { apiVersion }: Config): Sent['json'] {
  const voice = json?.['voice']
  if (json === null || knowsControls(apiVersion) || typeof voice !== 'object' || voice === null) return json
  const { __experimental_controls: _, ...rest } = { __experimental_controls: null, ...voice }
  return { ...json, voice: rest }
}

/** `address` where the key may go: the base address's own origin, or the vendor's hosts over https. Else null. */
export function trusted(address: string, baseUrl: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return null
  const own = url.origin === new URL(baseUrl).origin
  const vendor = url.protocol === 'https:' && url.port === '' && /(^|\.)cartesia\.ai$/.test(url.hostname)
  return own || vendor ? url.href : null
}

function parseJson(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return null
  }
}

function noPreview(message: string): ServiceError {
  return new ServiceError({ status: 404, code: 'no_preview', title: 'No preview' }, message)
}

function notWhat(what: string): ServiceError {
  return new ServiceError(
    { status: 502, code: 'upstream_not_json', title: 'Not what was asked for' },
    `The speech service sent something that is no ${what}. Try again, and check CARTESIA_BASE_URL if it is set.`,
  )
}
