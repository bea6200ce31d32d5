import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { version } from '../../package.json'
import { PickupError } from '../base/errors'
import { createApp } from './app'
import { chooseEngine, engineNote } from './chooseEngine'
import { readConfig } from './config'
import { createLog } from './log'
import { servePage } from './page'
import { startServer } from './server'
import { openSharedStore } from './sharedStore'

const graceMs = 10_000
const here = dirname(fileURLToPath(import.meta.url))

/** Serves the page and the API until the process is told to stop. Built to dist/server/main.js. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const config = readConfig(process.env)
  const engine = chooseEngine(
    config,
    version,
    (data) => new Worker(join(here, 'flite.worker.js'), { workerData: data }),
  )
  const page = servePage(join(here, '../client'))
  const log = createLog({
    write: (line) => console.error(line),
    all: config.logRequests,
    secrets: [config.apiKey, config.accessToken, config.redisUrl].filter((secret) => secret !== null),
  })
  const store = config.redisUrl === null ? null : await openSharedStore(config.redisUrl, log)
  let stopping = false
  const app = createApp({ config, engine, version, page, log, store, isStopping: () => stopping })
  const server = await startServer(app, config.host, config.port)
  console.log(`Pickup is at ${server.address} · engine: ${engineNote(engine, config)}`)

  const stop = () => {
    stopping = true
    // A second signal ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop)
    void server
      .stop(graceMs)
      .then(() => engine.close())
      .then(() => store?.close())
      .then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof PickupError ? error.message : error)
  process.exit(1)
})
