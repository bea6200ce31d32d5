import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** The server that tests start, or null where this machine has none. */
export const redisBinary =
  ['redis-server', 'valkey-server'].find((name) => spawnSync('which', [name]).status === 0) ?? null

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts an empty server that keeps nothing on disk, and waits until it listens. */
export async function startRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp']
  const redis = spawn(redisBinary ?? '', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const chunk of redis.stdout ?? []) if (/ready to accept/i.test(String(chunk))) break
  redis.stdout?.resume()
  return redis
}

/** Ends it at once, as a crash does. */
export async function stopRedis(redis: ChildProcess): Promise<void> {
  if (redis.exitCode !== null) return
  const ended = once(redis, 'exit')
  redis.kill('SIGKILL')
  await ended
}
