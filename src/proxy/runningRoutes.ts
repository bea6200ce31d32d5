import { Hono } from 'hono'
import type { Engine } from './engine'
import type { Env } from './env'
import { ServiceError } from './errors'
import { showsToken, type TokenParts } from './guard'
import type { Metrics } from './metrics'
import type { SharedStore } from './sharedStore'

/** What is told about the state of the server. */
export interface RunningParts {
  readonly store: SharedStore | null
  readonly isStopping: () => boolean
}

/**
 * For whoever runs the server, under any host name: `/healthz` (the process answers) and `/readyz` (it takes requests; a
 * lost Redis does not change that, and is told).
 */
export function runningRoutes({ store, isStopping }: RunningParts): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/healthz', (c) => c.text('ok\n', 200, { 'cache-control': 'no-store' }))
  app.get('/readyz', (c) => {
    const ready = !isStopping()
    const redis = store === null ? 'off' : store.isUp() ? 'up' : 'down'
    return c.json({ ready, redis }, ready ? 200 : 503, { 'cache-control': 'no-store' })
  })
  return app
}

/** What the metrics are made of. */
export interface MetricsParts {
  readonly engine: Engine
  readonly metrics: Metrics
  /** Null: the server has no access token. */
  readonly token: TokenParts | null
  readonly store: SharedStore | null
}

/** `/metrics`, for this machine or with the access token. To be mounted behind the check of the host. */
export function metricsRoute({ engine, metrics, token, store }: MetricsParts): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/metrics', async (c) => {
    const knows = token !== null && (await showsToken(c, token))
    if (!knows && !c.get('client').isLocal) {
      throw new ServiceError(
        { status: 403, code: 'not_local', title: 'Not from here' },
        'Metrics are told to this machine, or with the access token as Authorization: Bearer.',
      )
    }
    const storeIsUp = store === null ? null : store.isUp()
    return c.text(metrics.text({ engine: engine.name, storeIsUp }), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    })
  })
  return app
}
