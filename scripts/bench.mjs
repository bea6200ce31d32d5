// Builds, makes recordings, and measures Pickup on them in a browser. Prints a table; nothing of it stays.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withBrowser } from '../bench/browsing.mjs'
import { measure } from '../bench/measure.mjs'
import { makeRecordings, mostMinutes } from '../bench/recordings.mjs'
import { report } from '../bench/report.mjs'
import { servePages, startPickup } from '../bench/servers.mjs'
import { endOnInterrupt, Teardown } from '../bench/teardown.mjs'
import { findBrowser } from './browser.mjs'

const usage = `Usage: npm run bench -- [--quick] [--minutes N,N,…]
  --quick          10 minutes alone, instead of 10 and 60
  --minutes N,…    recordings of these lengths, 1 to ${mostMinutes} minutes each`

const longestMs = 6 * 60_000

/** The lengths asked for, in minutes, shortest first; null when they make no sense. */
function lengthsFrom(argv) {
  try {
    const { values } = parseArgs({ args: argv, options: { quick: { type: 'boolean' }, minutes: { type: 'string' } } })
    const text = values.minutes ?? (values.quick === true ? '10' : '10,60')
    const lengths = text.split(',').map(Number)
    const sound = lengths.every((minutes) => Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes)
    return sound ? [...new Set(lengths)].sort((a, b) => a - b) : null
  } catch {
    return null
  }
}

async function main(lengths, teardown) {
  const executablePath = await findBrowser()
  console.log('Building Pickup …')
  if (spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' }).status !== 0) throw new Error('No build.')
  const folder = mkdtempSync(join(tmpdir(), 'pickup-bench-'))
  teardown.add(() => rmSync(folder, { recursive: true, force: true }))
  console.log('Making recordings …')
  const recordings = makeRecordings(folder, lengths)
  const addresses = { pickup: await startPickup(teardown), pages: await servePages(teardown) }
  const bench = { teardown, executablePath, folder, ...addresses }
  const version = await withBrowser(bench, async (browser) => browser.version())
  const all = []
  for (const recording of recordings) {
    console.log(`Measuring ${recording.minutes} minutes …`)
    all.push(await measure(bench, recording))
  }
  const [cpu] = cpus()
  console.log(
    `\n${cpus().length} cores (${cpu?.model ?? 'unknown'}), Chromium ${version}, Node ${process.versions.node}`,
  )
  console.log('Stereo, 24 bits, 48 kHz. Memory is that of the page above an empty one. Goals are for the longest.\n')
  console.log(report(all))
}

const lengths = lengthsFrom(process.argv.slice(2))
if (lengths === null) {
  console.error(usage)
  process.exit(2)
}
const teardown = new Teardown()
endOnInterrupt(teardown, longestMs)
try {
  await main(lengths, teardown)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await teardown.run()
}
