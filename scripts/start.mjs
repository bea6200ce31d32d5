// npm start: builds the page and the server when there is no build or the sources are newer, then serves them.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vite = join(root, 'node_modules/vite/bin/vite.js')
const server = join(root, 'dist/server/main.js')
const builds = [server, join(root, 'dist/client/index.html')]
const sources = ['src', 'public', 'index.html', 'package.json', 'package-lock.json', 'vite.config.ts']

/** When the newest file at or under `path` was written, in milliseconds; 0 where there is none. */
function newest(path) {
  if (!existsSync(path)) return 0
  const info = statSync(path)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Pickup needs Node 20.19 or newer; this is ${process.versions.node}.`)
}

const written = Math.min(...builds.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)))
if (written < Math.max(...sources.map((path) => newest(join(root, path))))) {
  if (!existsSync(vite)) fail('Pickup has to be built first, and the tools for that are missing. Run: npm ci')
  console.log('Building Pickup …')
  for (const what of [['build'], ['build', '--ssr']]) {
    const { status } = spawnSync(process.execPath, [vite, ...what, '--configLoader', 'runner', '--logLevel', 'error'], {
      cwd: root,
      stdio: 'inherit',
    })
    if (status !== 0) fail('The build failed; what is above says why.')
  }
}

await import(pathToFileURL(server).href)
