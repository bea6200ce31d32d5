// Finds a Redis server for the tests of several instances, and installs one where none is found and the system allows it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

function onPath() {
  for (const name of ['redis-server', 'valkey-server']) {
    const found = spawnSync('which', [name], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  return null
}

const isDebianRoot = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')

function tryInstall(args) {
  console.log(`No Redis found: trying apt-get ${args.join(' ')}`)
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).status === 0
}

/** The path of a Redis or Valkey server; installs one when there is none; null where that cannot be. */
export function findRedis() {
  const present = onPath()
  if (present !== null || !isDebianRoot()) return present
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'redis-server']
  if (!tryInstall(install) && !(tryInstall(['update', '-qq']) && tryInstall(install))) return null
  return onPath()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(findRedis() ?? 'No Redis was found: the tests of several instances will be skipped.')
}
