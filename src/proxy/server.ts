import { createAdaptorServer } from '@hono/node-server'
import { PickupError } from '../base/errors'
import type { Incoming } from './client'

/** Why the server could not start. */
export type ServerErrorCode = 'port-taken' | 'port-forbidden' | 'cannot-listen'

/** A server that listens. */
export interface RunningServer {
  /** To be opened in a browser. */
  readonly address: string
  readonly port: number
  /** Takes no new requests, lets those under way finish for `graceMs`, then cuts them. */
  stop(graceMs: number): Promise<void>
}

/** What can be served: a Hono app that knows it runs on Node. */
interface Served {
  fetch(request: Request, env: { readonly incoming: Incoming }): Response | Promise<Response>
}

/** How long a client may take, in milliseconds, and how many may be there at once. */
export interface ServerLimits {
  /** For the head of a request. */
  readonly headersTimeout: number
  /** For a whole request, from its first byte to its last. */
  readonly requestTimeout: number
  /** How often both are looked at. */
  readonly connectionsCheckingInterval: number
  readonly maxConnections: number
}

const serverLimits: ServerLimits = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5000,
  maxConnections: 1000,
}

/** Listens on `host` and `port` (0: any free one). Throws PickupError where it cannot. */
export async function startServer(
  app: Served,
  host: string,
  port: number,
  { maxConnections, ...limits }: ServerLimits = serverLimits,
): Promise<RunningServer> {
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    overrideGlobalObjects: false,
    // A client that sends its request drop by drop is cut off.
    serverOptions: { ...limits, keepAliveTimeout: 5000 },
  })
  if ('maxConnections' in server) server.maxConnections = maxConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)))
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  const taken = typeof bound === 'object' && bound !== null ? bound.port : port
  const name = host.includes(':') ? `[${host}]` : host
  return {
    address: `http://${name}:${taken}`,
    port: taken,
    stop: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections()
        }, graceMs)
        // A connection that is kept alive after its last answer would hold the stop up.
        const sweep = setInterval(() => {
          if ('closeIdleConnections' in server) server.closeIdleConnections()
        }, 50)
        server.close(() => {
          clearTimeout(cut)
          clearInterval(sweep)
          resolve()
        })
      }),
  }
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): PickupError<ServerErrorCode> {
  const other = 'Set PICKUP_PORT to another one, for example: PICKUP_PORT=5179 npm start'
  if (error.code === 'EADDRINUSE') {
    return new PickupError('port-taken', `Port ${port} on ${host} is taken, perhaps by Pickup itself. ${other}`, {
      port,
    })
  }
  if (error.code === 'EACCES') {
    return new PickupError('port-forbidden', `The system does not allow port ${port}. ${other}`, { port })
  }
  return new PickupError('cannot-listen', `Pickup cannot listen on ${host}, port ${port} (${error.message}).`, {
    port,
  })
}
