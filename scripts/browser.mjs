// Finds a Chromium for the browser tests, and installs one where none is found.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

function onPath() {
  for (const name of names) {
    const found = spawnSync('which', [name], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  return null
}

async function ofPlaywright() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

const isDebianRoot = () => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')

function tryInstall(command, args) {
  console.log(`No Chromium found: trying ${command} ${args.join(' ')}`)
  const run = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 })
  return run.status === 0
}

/** The path of a Chromium or Chrome; installs one when there is none; throws a message that says what to do. */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (existsSync(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which is not there. Set it to a Chromium or Chrome, or unset it.`)
  }
  const present = onPath() ?? (await ofPlaywright())
  if (present) return present
  if (isDebianRoot()) {
    tryInstall('apt-get', ['update', '-qq'])
    if (tryInstall('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])) {
      const installed = onPath()
      if (installed) return installed
    }
  }
  if (tryInstall('npx', ['playwright', 'install', 'chromium'])) {
    const installed = await ofPlaywright()
    if (installed) return installed
  }
  throw new Error(
    'No Chromium or Chrome was found and none could be installed. Install one and put it on the PATH, or set CHROMIUM_PATH to it.',
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const path = await findBrowser()
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
    console.log(`${path} (${version})`)
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
