import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { HEADER, MAX_TRANSCRIPT } from '../infill/contract'
import type { Config } from './config'
import type { Engine, ServiceAnswer } from './engine'
import type { Env } from './env'
import { badField, badRequest, ServiceError } from './errors'
import { checked } from './infillForm'
import { OPERATIONS, type Operation } from './operations'
import type { Till } from './till'
import { openUpload } from './upload'

/** What the routes are made of. */
export interface RouteParts {
  readonly config: Config
  readonly engine: Engine
  readonly till: Till
}

const fieldLimit = 64 * 1024
const partLimit = 40
const jsonLimit = 64 * 1024
const idRule = /^[\w-]{1,100}$/
const takeRule = /^[\w.-]{0,64}$/

/** Every operation of the vendor's API under the path the vendor gives it, answered by the engine. */
export function serviceRoutes(parts: RouteParts): Hono<Env> {
  const app = new Hono<Env>()
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1').replace(/\/$/, '')
    app.on(operation.method.toUpperCase(), [path, `${path}/`], (c) => perform(c, operation, parts))
  }
  return app
}

async function perform(c: Context<Env>, operation: Operation, { config, engine, till }: RouteParts): Promise<Response> {
  c.set('operation', operation.id)
  if (operation.gone !== undefined) {
    throw new ServiceError({ status: 410, code: 'gone', title: 'Gone' }, operation.gone)
  }
  const { signal } = c.req.raw
  const { id: client } = c.get('client')
  const ids = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => idOf(c, name))
  const take = c.req.header(HEADER.take) ?? ''
  if (!takeRule.test(take)) throw badField('X-Pickup-Take', 'must be up to 64 letters, digits, dots, - or _.')
  const answer = await engine.perform(
    {
      operation,
      ids,
      path: ids.reduce((path, id) => path.replace(/\{\w+\}/, id), operation.path),
      query: queryOf(c, operation),
      upload: operation.body.kind === 'form' ? uploadOf(c, config) : null,
      json: operation.body.kind === 'json' ? await jsonOf(c) : null,
      take,
      pay: (item) => till.buy(client, item, signal),
    },
    signal,
  )
  c.set('credits', answer.credits)
  c.set('repeated', answer.repeated === true)
  return send(c, answer, engine)
}

function send(c: Context<Env>, answer: ServiceAnswer, engine: Engine): Response {
  const { body, contentType, credits, repeated, requestId } = answer
  c.header(HEADER.engine, engine.name)
  c.header(HEADER.requestId, requestId ?? c.get('requestId'))
  if (credits !== null) c.header(HEADER.credits, String(credits))
  if (repeated === true) c.header(HEADER.repeated, '1')
  if (body === null) return c.body(null, 204)
  c.header('content-type', contentType)
  if (body instanceof Uint8Array) return c.body(body)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node and the DOM describe the same web stream apart
  return c.body(Readable.toWeb(body) as ReadableStream)
}

function idOf(c: Context<Env>, name: string): string {
  const id = c.req.param(name) ?? ''
  if (idRule.test(id)) return id
  throw new ServiceError({ status: 404, code: 'not_found', title: 'Not found' }, 'There is nothing under this address.')
}

function queryOf(c: Context<Env>, { query }: Operation): URLSearchParams {
  if (query === null) return new URLSearchParams()
  const given: Record<string, unknown> = checked(query, c.req.query())
  return new URLSearchParams(Object.entries(given).map(([name, value]) => [name, String(value)]))
}

/** The upload behind a request. Under a server the bytes come straight from the socket, past the web streams. */
function uploadOf(c: Context<Env>, config: Config) {
  return openUpload(c.req.raw.headers, bodyOf(c), {
    total: config.maxUploadBytes,
    file: config.maxSideBytes,
    field: fieldLimit,
    parts: partLimit,
  })
}

function bodyOf(c: Context<Env>): Readable {
  return c.env?.incoming ?? Readable.from(c.req.raw.body ?? [])
}

/** The JSON object of a request. Its own names alone: nothing of it reaches a prototype. */
async function jsonOf(c: Context<Env>): Promise<Readonly<Record<string, unknown>>> {
  const { headers, signal } = c.req.raw
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) {
    throw new ServiceError(
      { status: 415, code: 'unsupported_media_type', title: 'Not JSON' },
      'Send the request as application/json.',
    )
  }
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') {
    throw new ServiceError(
      { status: 415, code: 'unsupported_media_type', title: 'Compressed' },
      'Send the request without compression.',
    )
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bodyOf(c)) {
    if (!(chunk instanceof Uint8Array)) continue
    size += chunk.length
    if (size > jsonLimit) {
      throw new ServiceError(
        { status: 413, code: 'body_too_large', title: 'Too large' },
        `The request is larger than ${jsonLimit} bytes. Send less text.`,
      )
    }
    chunks.push(chunk)
  }
  signal.throwIfAborted()
  const value = parse(Buffer.concat(chunks))
  const text = value['transcript']
  if (typeof text === 'string' && Array.from(text).length > MAX_TRANSCRIPT) {
    throw badField('transcript', `is longer than ${MAX_TRANSCRIPT} characters. Split the text.`)
  }
  return value
}

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '__proto__'))
    }
  } catch {
    // Told below.
  }
  throw badRequest('bad_json', 'The request is not a JSON object.')
}
