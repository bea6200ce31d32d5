import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'

const startMs = 20_000

/**
 * Starts the built Pickup on a free loopback port and gives its address.
 *
 * @param {import('./teardown.mjs').Teardown} teardown
 */
export async function startPickup(teardown) {
  const port = await freePort()
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    env: { ...process.env, PICKUP_HOST: '127.0.0.1', PICKUP_PORT: String(port), CARTESIA_API_KEY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  teardown.add(async () => {
    server.kill('SIGKILL')
    await ended
  })
  // Pickup prints one line once it listens.
  const ready = once(server.stdout, 'data').then(() => true)
  const failed = ended.then(() => false)
  const late = new Promise((resolve) => setTimeout(resolve, startMs, false).unref())
  if (!(await Promise.race([ready, failed, late]))) throw new Error('Pickup did not start.')
  return `http://127.0.0.1:${port}/`
}

const pages = {
  '/blank.html': ['text/html', new URL('pages/blank.html', import.meta.url)],
  '/read.html': ['text/html', new URL('pages/read.html', import.meta.url)],
  '/readWorker.js': ['text/javascript', new URL('pages/readWorker.js', import.meta.url)],
  '/wavesurfer.html': ['text/html', new URL('pages/wavesurfer.html', import.meta.url)],
  '/wavesurfer.js': ['text/javascript', new URL(import.meta.resolve('wavesurfer.js'))],
}

/**
 * Serves the pages that Pickup is compared with from a free loopback port and gives their address.
 *
 * @param {import('./teardown.mjs').Teardown} teardown
 */
export async function servePages(teardown) {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? '']
    if (page === undefined) {
      response.writeHead(404).end()
      return
    }
    const [type, file] = page
    readFile(file).then(
      (bytes) => response.writeHead(200, { 'content-type': type }).end(bytes),
      () => response.writeHead(500).end(),
    )
  })
  const port = await listening(server)
  teardown.add(() => server.closeAllConnections())
  teardown.add(() => server.close())
  return `http://127.0.0.1:${port}/`
}

async function freePort() {
  const server = createServer()
  const port = await listening(server)
  server.close()
  await once(server, 'close')
  return port
}

async function listening(server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address().port
}
