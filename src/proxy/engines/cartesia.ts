import { Readable } from 'node:stream'
import { FIELD, HEADER, INFILL_RATES, LANGUAGES, MAX_TRANSCRIPT, MODELS } from '../../infill/contract'
import type { StoredAnswer } from '../answerCache'
import type { Config } from '../config'
import { type Engine, jsonAnswer, type ServiceAnswer, type ServiceCall } from '../engine'
import { ServiceError } from '../errors'
import type { Form } from '../formReader'
import { checkForm, fieldOf } from '../infillForm'
import type { Operation } from '../operations'
import type { Outcome } from '../till'
import { readUpload } from '../upload'
import { isControlField, knowsControls } from '../versions'
import { checkAudio } from './audioAnswer'
import { parseJson } from './parseJson'
import { Purchase } from './purchase'
import { relayEvents } from './relayEvents'
import { BodyStopped, callUpstream, collect, openUpstream, type UpstreamAnswer, type UpstreamCall } from './upstream'
import { safeId, vendorError } from './vendorError'
import { fetchPreview } from './vendorPreview'
import { readVendorVoice, readVendorVoices } from './vendorVoices'

const maxAudio = 64 * 1024 * 1024
const maxJson = 8 * 1024 * 1024
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

class VendorService {
  constructor(
    private readonly config: CartesiaConfig,
    private readonly version: string,
  ) {}

  async forward(call: ServiceCall, signal: AbortSignal): Promise<ServiceAnswer> {
    const purchase = new Purchase(call, this.config)
    const request = await this.#request(purchase, signal)
    // An upload that turned out to have been paid for before was not sent to its end.
    if (purchase.earlier !== null) return repeated(purchase.earlier)
    if (call.operation.answer === 'events') return this.#events(request, purchase)
    let outcome: Outcome = 'unknown'
    try {
      const answer = await callUpstream(request)
      if (answer.status >= 300 || answer.status < 200) {
        outcome = isFree(answer.status) ? 'free' : 'unknown'
        throw vendorError(answer, this.config.apiKey)
      }
      const result = this.#read(purchase, answer)
      outcome = { kind: 'answered', answer: stored(result) }
      return result
    } catch (error) {
      if (error instanceof BodyStopped && purchase.earlier !== null) return repeated(purchase.earlier)
      if (error instanceof ServiceError && error.code === 'upstream_unreachable') outcome = 'free'
      throw error
    } finally {
      await purchase.settle(outcome)
    }
  }

  /** What a voice sounds like, from where the vendor keeps that. */
  preview({ ids: [id = ''] }: ServiceCall, signal: AbortSignal): Promise<ServiceAnswer> {
    const { baseUrl, apiKey: secret } = this.config
    const timeoutMs = Math.min(this.config.timeoutMs, shortMs)
    return fetchPreview(id, { baseUrl, secret, headers: (accept) => this.#headers(accept), timeoutMs, signal })
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

  async #request(purchase: Purchase, signal: AbortSignal): Promise<UpstreamCall> {
    const { operation, upload, path, query } = purchase.call
    const search = query.size === 0 ? '' : `?${query}`
    const isLong = upload !== null || operation.price !== null
    const request = {
      url: `${this.config.baseUrl}${path}${search}`,
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
          purchase.form = form
          await purchase.pay()
          if (purchase.earlier !== null) throw new BodyStopped('answered before')
        },
      })
      const length = upload.contentLength === null ? {} : { 'content-length': String(upload.contentLength) }
      return {
        ...request,
        headers: { ...request.headers, 'content-type': upload.contentType, ...length },
        body: stream,
      }
    }
    await purchase.pay()
    if (purchase.json === null) return request
    const bytes = Buffer.from(JSON.stringify(purchase.json))
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
    return { ...request, headers: { ...request.headers, ...headers }, body: Readable.from([bytes]) }
  }

  async #events(request: UpstreamCall, purchase: Purchase): Promise<ServiceAnswer> {
    const answer = await openUpstream(request).catch(async (error: unknown) => {
      const free = error instanceof ServiceError && error.code === 'upstream_unreachable'
      await purchase.settle(free ? 'free' : 'unknown')
      throw error
    })
    const type = answer.headers['content-type'] ?? ''
    if (answer.status !== 200 || !type.startsWith('text/event-stream')) {
      await purchase.settle(isFree(answer.status) ? 'free' : 'unknown')
      const bytes = await collect(answer.body, maxRefusal).finally(() => answer.body.destroy())
      throw answer.status === 200 ? notWhat('stream of events') : vendorError({ ...answer, bytes }, this.config.apiKey)
    }
    const body = relayEvents(answer, this.config.apiKey, () => void purchase.settle('unknown'))
    return { body, contentType: 'text/event-stream', credits: purchase.credits, ...idOf(answer.headers) }
  }

  #read({ call, form, json, credits }: Purchase, answer: UpstreamAnswer): ServiceAnswer {
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

function stored({ body, contentType, requestId }: ServiceAnswer) {
  return body instanceof Uint8Array
    ? { bytes: body, contentType, ...(requestId === undefined ? {} : { requestId }) }
    : null
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

function containerOf(form: Form | null, json: ServiceCall['json']): string | null {
  if (form !== null) return fieldOf(form, FIELD.container)
  const format = json?.['output_format']
  const container: unknown = typeof format === 'object' && format !== null ? Reflect.get(format, 'container') : null
  return typeof container === 'string' ? container : null
}

function notWhat(what: string): ServiceError {
  return new ServiceError(
    { status: 502, code: 'upstream_not_json', title: 'Not what was asked for' },
    `The speech service sent something that is no ${what}. Try again, and check CARTESIA_BASE_URL if it is set.`,
  )
}
