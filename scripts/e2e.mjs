// Builds, finds a browser, and runs what only a browser does: the browser tests beside the code, and the stories in e2e/
// against the production build. With arguments, only the stories they name.
import { spawnSync } from 'node:child_process'
import { findBrowser } from './browser.mjs'

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1

let browser
try {
  browser = await findBrowser()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
const chosen = process.argv.slice(2)
const steps = [
  ['npm', ['run', '--silent', 'build']],
  ...(chosen.length > 0 ? [] : [['npx', ['--no-install', 'vitest', 'run', '--project', 'browser']]]),
  ['npx', ['--no-install', 'playwright', 'test', ...chosen]],
]
for (const [command, args] of steps) {
  const status = run(command, args, { CHROMIUM_PATH: browser })
  if (status !== 0) process.exit(status)
}
