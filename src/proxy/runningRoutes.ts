import { Hono } from 'hono'
import { type Access, shownToken } from './access'
import type { Engine } from './engine'
import type { Env } from './env'
import { ServiceError } from './errors'
import type { Metrics } from './metrics'
import type { SharedStore } from './sharedStore'

/** What is told about the running of the server. */
export interface RunningParts {
  readonly engine: Engine
  readonly metrics: Metrics
  readonly access: Access | null
  readonly store: SharedStore | null
  readonly isStopping: () => boolean
}

/**
 * For whoever runs the server, under any host name: `/healthz` (the process answers), `/readyz` (it takes requests; a
 * lost Redis does not change that, and is told), `/metrics` (for this machine, or with the access token).
 */
export function runningRoutes({ engine, metrics, access, store, isStopping }: RunningParts): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/healthz', (c) => c.text('ok\n', 200, { 'cache-control': 'no-store' }))
  app.get('/readyz', (c) => {
    const ready = !isStopping()
    const redis = store === null ? 'off' : store.isUp() ? 'up' : 'down'
    return c.json({ ready, redis }, ready ? 200 : 503, { 'cache-control': 'no-store' })
  })
  app.get('/metrics', (c) => {
    const token = shownToken((name) => c.req.header(name))
    const knows = access !== null && token !== null && access.isToken(token)
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
