import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { isAbort } from '../base/errors'
import { HEADER, type StatusBody } from '../infill/contract'
import type { Config } from './config'
import type { Engine } from './engine'
import { errorBody, ServiceError } from './errors'
import { onlyKnownHosts, onlySameOrigin } from './guard'
import { apiHeaders, commonHeaders } from './headers'
import { openUpload, type Upload } from './upload'
import { readVoicesQuery } from './voicesQuery'

/** What the app is made of. */
export interface AppParts {
  readonly config: Config
  readonly engine: Engine
  /** Of Pickup. */
  readonly version: string
  /** What answers outside `/api`: the page. Absent in development, where Vite does. */
  readonly page?: Hono
  /** Told of failures of our own making, without anything the client sent. */
  readonly log: (line: string) => void
}

interface Env {
  Bindings: { readonly incoming?: Readable }
  Variables: { requestId: string }
}

const fieldLimit = 64 * 1024
const partLimit = 40

/** The proxy as one fetch handler: the routes of the vendor's API under `/api`, and the page. */
export function createApp(parts: AppParts): Hono<Env> {
  const { config, engine } = parts
  const log = (line: string) => parts.log(config.apiKey === null ? line : line.replaceAll(config.apiKey, '[key]'))
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    c.set('requestId', randomUUID())
    await next()
  })
  app.use(commonHeaders(), onlyKnownHosts(config.allowedHosts))
  app.use('/api/*', apiHeaders(), onlySameOrigin())

  app.get('/api/status', (c) => c.json(statusOf(parts)))
  app.get('/api/voices', async (c) => c.json(await engine.voices(readVoicesQuery(c.req.query()), c.req.raw.signal)))
  app.post('/api/infill/bytes', async (c) => {
    const answer = await engine.infill(uploadOf(c, config), c.req.raw.signal)
    return c.body(answer.bytes, 200, {
      'content-type': answer.contentType,
      [HEADER.engine]: engine.name,
      [HEADER.credits]: String(answer.credits),
      [HEADER.requestId]: answer.requestId ?? c.get('requestId'),
    })
  })
  if (parts.page !== undefined) app.route('/', parts.page)

  app.notFound((c) =>
    refuse(
      c,
      new ServiceError({ status: 404, code: 'not_found', title: 'Not found' }, 'There is nothing under this address.'),
    ),
  )
  app.onError((error, c) => refuse(c, asServiceError(error, c, log)))
  return app
}

function statusOf({ engine, version }: AppParts): StatusBody {
  return { ok: true, version, engine: engine.name, engineLabel: engine.label, capabilities: engine.capabilities }
}

/** The upload behind a request. Under a server the bytes come straight from the socket, past the web streams. */
function uploadOf(c: Context<Env>, config: Config): Upload {
  const incoming = c.env?.incoming
  const body = incoming ?? Readable.from(c.req.raw.body ?? [])
  return openUpload(c.req.raw.headers, body, {
    total: config.maxUploadBytes,
    file: config.maxSideBytes,
    field: fieldLimit,
    parts: partLimit,
  })
}

function refuse(c: Context<Env>, error: ServiceError): Response {
  const { status, retryAfter, requestId = c.get('requestId') } = error.refusal
  c.header(HEADER.requestId, requestId)
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter))
  return c.json(errorBody(error, requestId), status)
}

function asServiceError(error: Error, c: Context<Env>, log: AppParts['log']): ServiceError {
  if (error instanceof ServiceError) return error
  if (isAbort(error) || c.req.raw.signal.aborted) {
    return new ServiceError({ status: 503, code: 'client_left', title: 'Cancelled' }, 'The request was cancelled.')
  }
  log(`${c.get('requestId')} ${c.req.method} ${routePath(c)}: ${error.stack ?? error.message}`)
  return new ServiceError(
    { status: 500, code: 'internal', title: 'Something went wrong' },
    'Something went wrong inside Pickup’s server. Try again; its terminal says more.',
  )
}
