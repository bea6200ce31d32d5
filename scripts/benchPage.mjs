// Measures the page itself with the browser's own entries: paint, layout shifts, long tasks, and how soon a take is heard. Prints a
// table with its goals, and how busy the machine was.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { measurePage } from '../bench/page.mjs'
import { makeRecordings } from '../bench/recordings.mjs'
import { servePages, startPickup } from '../bench/servers.mjs'
import { table } from '../bench/table.mjs'
import { endOnInterrupt, Teardown } from '../bench/teardown.mjs'
import { findBrowser } from './browser.mjs'

const longestMs = 5 * 60_000
const minutes = Number(process.argv[2] ?? 60)

const ms = (value) => (value === 0 ? '< 50 ms' : `${value.toFixed(0)} ms`)
const share = (value) => value.toFixed(3)

/** Name, key of the figure, how it is written, the most that is aimed at. */
const lines = [
  ['largest contentful paint, empty page', 'painted', ms, 1000],
  ['layout shift while loading', 'loadShift', share, 0.02],
  ['longest task while loading', 'loadTask', ms, 100],
  ['longest task while opening', 'openTask', ms, 100],
  ['longest task while scrolling', 'scrollTask', ms, 100],
  ['longest task while a fix is applied', 'editTask', ms, 100],
  ['Generate → answer of the embedded voice', 'answered', ms, 1000],
  ['answer → first sound of the take in place', 'heard', ms, 400],
  ['layout shift while three takes arrive', 'takeShift', share, 0.02],
  ['layout shift while working', 'workShift', share, 0.02],
]

async function main(teardown) {
  const [load = 0] = loadavg()
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('Pickup could not be built.')
  const folder = mkdtempSync(join(tmpdir(), 'pickup-page-'))
  teardown.add(() => rmSync(folder, { recursive: true, force: true }))
  const [recording] = makeRecordings(folder, [minutes], ['mono'])
  const addresses = { pickup: await startPickup(teardown), pages: await servePages(teardown) }
  const figures = await measurePage({ teardown, executablePath: await findBrowser(), folder, ...addresses }, recording)
  const rows = lines.map(([name, key, write, most]) => {
    const value = figures[key]
    return [name, write(value), `≤ ${write(most)}`, value <= most ? 'met' : 'not met']
  })
  console.log(table(['', `${minutes} min mono`, 'goal', ''], rows))
  console.log(`Load before the run: ${load.toFixed(1)}.`)
}

if (!Number.isInteger(minutes) || minutes < 1 || minutes > 120) {
  console.error('Usage: npm run bench:page -- [minutes of the recording, 1 to 120; 60 without]')
  process.exit(2)
}
const teardown = new Teardown()
endOnInterrupt(teardown, longestMs)
try {
  await main(teardown)
} catch (error) {
  if (!teardown.ending) console.error(error)
  process.exitCode = 1
} finally {
  await teardown.run()
}
