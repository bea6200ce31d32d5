import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'

const startMs = 20_000

/**
 * Starts the stand-in vendor and the built Pickup in front of it, each in its own process.
 *
 * @param {import('./teardown.mjs').Teardown} teardown
 */
export async function startBehindPickup(teardown) {
  const vendor = JSON.parse(await firstLine(teardown, ['e2e/support/vendor/main.mjs'], {}).then(({ line }) => line))
  const port = await freePort()
  const { pid } = await firstLine(teardown, ['--max-semi-space-size=2', 'dist/server/main.js'], {
    PICKUP_HOST: '127.0.0.1',
    PICKUP_PORT: String(port),
    CARTESIA_API_KEY: vendor.key,
    CARTESIA_BASE_URL: vendor.address,
    PICKUP_MAX_UPLOAD_MB: '64',
    PICKUP_MAX_SIDE_MB: '40',
    PICKUP_CACHE_MB: '0',
    PICKUP_REQUESTS_PER_MINUTE: '0',
    PICKUP_DAILY_CREDITS: '0',
    PICKUP_ACCESS_TOKEN: '',
    REDIS_URL: '',
  })
  return { vendor: vendor.address, key: vendor.key, pickup: `http://127.0.0.1:${port}`, port, pid }
}

async function firstLine(teardown, args, env) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  teardown.add(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const line = once(child.stdout, 'data').then(([bytes]) => String(bytes))
  const failed = ended.then(() => null)
  const late = new Promise((resolve) => setTimeout(resolve, startMs, null).unref())
  const first = await Promise.race([line, failed, late])
  if (first === null) throw new Error(`${args.join(' ')} did not start.`)
  return { line: first, pid: child.pid }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
