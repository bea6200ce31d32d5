import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { isAbort } from '../base/errors'
import { HEADER, type HealthBody, type StatusBody } from '../infill/contract'
import { Access } from './access'
import { memoryCache, sharedCache } from './answerCache'
import { clientOf } from './client'
import type { Config } from './config'
import type { Engine } from './engine'
import type { Env } from './env'
import { errorBody, ServiceError } from './errors'
import { onlyKnownHosts, onlyKnownVersions, onlySameOrigin, onlyWithToken } from './guard'
import { apiHeaders, commonHeaders } from './headers'
import { createLimits, type Limits } from './limits'
import type { Log } from './log'
import { loginRoutes } from './login'
import { Metrics } from './metrics'
import { serviceRoutes } from './routes'
import { metricsRoute, runningRoutes } from './runningRoutes'
import { openSharedStore, type SharedStore } from './sharedStore'
import { Till } from './till'

/** What the app is made of. */
export interface AppParts {
  readonly config: Config
  readonly engine: Engine
  /** Of Pickup. */
  readonly version: string
  /** What answers outside `/api`: the page. Absent in development, where Vite does. */
  readonly page?: Hono
  readonly log: Log
  /** What several instances share. Absent: this process counts and keeps for itself. */
  readonly store?: SharedStore | null
  /** Whether the server takes no new requests any more. */
  readonly isStopping?: () => boolean
}

/** The proxy as one fetch handler: the routes of the vendor's API under `/api`, and the page. */
export function createApp(parts: AppParts): Hono<Env> {
  const { config, engine, log, store = null } = parts
  const limits = createLimits(config, store)
  const own = memoryCache(config.cacheBytes)
  const shared = store === null || config.cacheBytes === 0 ? own : sharedCache(store, own)
  const metrics = new Metrics()
  const access = config.accessToken === null ? null : new Access(config.accessToken)
  const clientIn = (c: Context) => clientOf(c.env?.incoming, config.behindProxy)

  const app = new Hono<Env>()
  app.use(async (c, next) => {
    c.set('requestId', randomUUID())
    c.set('client', clientIn(c))
    await next()
  })
  app.use(commonHeaders())
  app.route('/', runningRoutes({ store, isStopping: parts.isStopping ?? (() => false) }))
  app.use(onlyKnownHosts([...config.allowedHosts, config.host.includes(':') ? `[${config.host}]` : config.host]))
  const token = access === null ? null : { access, limits, clientOf: clientIn }
  app.route('/', metricsRoute({ engine, metrics, token, store }))
  if (token !== null) {
    app.on('POST', '/login', onlySameOrigin())
    app.route('/', loginRoutes(token))
  }
  app.use('/api/*', observe(metrics, log), apiHeaders(), onlySameOrigin())
  if (token !== null) app.use(onlyWithToken(token))
  app.use('/api/*', countRequests(limits), onlyKnownVersions())

  for (const path of ['/api', '/api/', '/api/status']) app.get(path, (c) => c.json(statusOf(parts)))
  app.get('/api/health', async (c) => c.json(await healthOf(engine, limits, c)))
  app.get('/api/openapi.json', async (c) => {
    // Loaded only where it is asked for: it takes memory that nothing else needs.
    const { openApiDocument } = await import('./openapi')
    return c.json(openApiDocument(parts.version))
  })
  app.route('/api', serviceRoutes({ config, engine, till: new Till(limits, shared) }))
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

/** An app with what its configuration shares with others. */
export interface OpenApp {
  readonly app: Hono<Env>
  /** Lets go of the store. The engine is whoever made it's to close. */
  readonly close: () => void
}

const storeMs = 3000

/** As `createApp`, with the store of the configuration; waits until it is up or cannot be reached, so that a short run counts in it from its first request. */
export async function openApp(parts: Omit<AppParts, 'store'>): Promise<OpenApp> {
  const { redisUrl } = parts.config
  const store = redisUrl === null ? null : await openSharedStore(redisUrl, parts.log)
  await store?.settled(storeMs)
  return { app: createApp({ ...parts, store }), close: () => store?.close() }
}

function statusOf({ engine, version }: AppParts): StatusBody {
  return { ok: true, version, engine: engine.name, engineLabel: engine.label, capabilities: engine.capabilities }
}

async function healthOf(engine: Engine, limits: Limits, c: Context<Env>): Promise<HealthBody> {
  const budget = engine.capabilities.billed ? await limits.budget(c.get('client').id) : null
  try {
    const upstreamVersion = await engine.check(c.req.raw.signal)
    return { ok: true, upstreamVersion, problem: null, budget }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { ok: false, upstreamVersion: null, problem: error.message, budget }
  }
}

function countRequests(limits: Limits) {
  return async (c: Context<Env>, next: () => Promise<void>) => {
    await limits.request(c.get('client').id)
    await next()
  }
}

/** Counts and logs each request: which operation, how it ended, how long it took. Nothing that the client sent. */
function observe(metrics: Metrics, log: Log) {
  return async (c: Context<Env>, next: () => Promise<void>) => {
    const end = metrics.begin()
    try {
      await next()
    } finally {
      const milliseconds = end()
      const { status } = c.res
      const operation = c.get('operation') ?? 'other'
      const credits = status < 400 ? (c.get('credits') ?? null) : null
      const repeated = c.get('repeated') ?? false
      metrics.observe({ operation, status, credits, repeated, milliseconds })
      const fields = { operation, status, ms: Math.round(milliseconds), credits, repeated }
      log.info('request', { request_id: c.get('requestId'), ...fields })
    }
  }
}

function refuse(c: Context<Env>, error: ServiceError): Response {
  const { status, retryAfter, requestId = c.get('requestId') } = error.refusal
  c.header(HEADER.requestId, requestId)
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter))
  return c.json(errorBody(error, requestId), status)
}

function asServiceError(error: Error, c: Context<Env>, log: Log): ServiceError {
  if (error instanceof ServiceError) return error
  if (isAbort(error) || c.req.raw.signal.aborted) {
    return new ServiceError({ status: 503, code: 'client_left', title: 'Cancelled' }, 'The request was cancelled.')
  }
  log.warn('failure', {
    request_id: c.get('requestId'),
    method: c.req.method,
    operation: c.get('operation') ?? 'other',
    error: error.stack ?? error.message,
  })
  return new ServiceError(
    { status: 500, code: 'internal', title: 'Something went wrong' },
    'Something went wrong inside Pickup’s server. Try again; its log says more.',
  )
}
