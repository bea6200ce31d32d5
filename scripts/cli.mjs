// npm run cli -- …: the shell tool, built first when there is no build or the sources are newer. Says nothing itself on stdout.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const tool = join(root, 'dist/server/cli.js')

/** When the newest file at or under `path` was written, in milliseconds. */
function newest(path) {
  const info = statSync(path)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

const sources = ['base', 'audio', 'edit', 'infill', 'cli'].map((folder) => join(root, 'src', folder))
if (!existsSync(tool) || statSync(tool).mtimeMs < Math.max(...sources.map(newest))) {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--ssr', '--configLoader', 'runner', '--logLevel', 'error']
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(1)
}
const { status } = spawnSync(process.execPath, [tool, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
