// Makes pictures of every state of the page in every size and theme, in .cache/shots, to be looked at. With arguments, only
// of the settings they name: npm run shots -- -g "390x844 dark"
import { spawnSync } from 'node:child_process'
import { findBrowser } from './browser.mjs'

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1

const browser = await findBrowser()
const built = run('npm', ['run', '--silent', 'build'])
if (built !== 0) process.exit(built)
const playwright = ['--no-install', 'playwright', 'test', ...process.argv.slice(2)]
process.exit(run('npx', playwright, { CHROMIUM_PATH: browser, PICKUP_SHOTS: '1' }))
