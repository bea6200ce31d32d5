import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { test as base } from '@playwright/test'
import type { ReceivedRequest, VendorFault, VendorStep } from './vendor/vendor.mjs'

/** The stand-in vendor, in a process of its own. */
export class VendorProcess {
  constructor(
    readonly address: string,
    readonly key: string,
  ) {}

  /** What to do with the next requests instead of answering them well. */
  async script(...steps: readonly (VendorFault | VendorStep)[]): Promise<void> {
    await this.#post('script', steps)
  }

  /** Gives it so many more public voices. */
  async addVoices(count: number): Promise<void> {
    await this.#post('voices', { count })
  }

  /** Takes a voice away, as its owner would. */
  async removeVoice(name: string): Promise<void> {
    await this.#post('voices', { remove: name })
  }

  /** The requests that reached `route`, such as `POST /infill/bytes`. */
  async received(route: string): Promise<ReceivedRequest[]> {
    const response = await fetch(`${this.address}/__vendor/received`)
    const all: ReceivedRequest[] = await response.json()
    return all.filter(({ method, path }) => `${method} ${path}` === route)
  }

  /** How the connections to it ended, the last ones: answered to the end, or dropped by the other side. */
  async closed(): Promise<readonly { readonly how: 'finished' | 'dropped' }[]> {
    const response = await fetch(`${this.address}/__vendor/closed`)
    return response.json()
  }

  async #post(what: string, body: object): Promise<void> {
    const response = await fetch(`${this.address}/__vendor/${what}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`the stand-in refused ${what}: ${response.status}`)
  }
}

interface Fixtures {
  readonly vendor: VendorProcess
  /** Environment of Pickup's server beside key and address. */
  readonly serviceEnv: Readonly<Record<string, string>>
}

/** Stories against a Pickup of their own that has a key of the stand-in vendor. */
export const test = base.extend<Fixtures>({
  serviceEnv: [{}, { option: true }],
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern that it needs nothing else
  vendor: async ({}, provide) => {
    const { child, line } = await start(process.execPath, [place('vendor/main.mjs')], {})
    const { address, key }: { address: string; key: string } = JSON.parse(line)
    await provide(new VendorProcess(address, key))
    await stop(child)
  },
  baseURL: async ({ vendor, serviceEnv }, provide) => {
    const port = await freePort()
    const { child } = await start(process.execPath, [place('../../dist/server/main.js')], {
      PICKUP_PORT: String(port),
      CARTESIA_API_KEY: vendor.key,
      CARTESIA_BASE_URL: vendor.address,
      ...serviceEnv,
    })
    await provide(`http://127.0.0.1:${port}`)
    await stop(child)
  },
})

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Starts a process and waits for its first line. */
async function start(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
  })
  return { child, line }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close()
  await once(server, 'close')
  return port
}
