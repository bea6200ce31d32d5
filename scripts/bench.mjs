// Builds, makes recordings, and measures Pickup on them in a browser. Prints a table; nothing of it stays.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withBrowser } from '../bench/browsing.mjs'
import { measure, parts } from '../bench/measure.mjs'
import { makeMp3 } from '../bench/mp3.mjs'
import { formatWords, makeRecordings, mostMinutes } from '../bench/recordings.mjs'
import { report } from '../bench/report.mjs'
import { servePages, startPickup } from '../bench/servers.mjs'
import { endOnInterrupt, Teardown } from '../bench/teardown.mjs'
import { findBrowser } from './browser.mjs'

/** More than this is not to be opened by decoding it whole. */
const comparedMinutes = 60

const usage = `Usage: npm run bench -- [--quick] [--minutes N,N,…] [--kind mono|stereo] [--only PART,…]
  --quick          10 minutes alone, instead of 60 and 120
  --minutes N,…    recordings of these lengths, 1 to ${mostMinutes} minutes each
  --kind KIND      mono or stereo alone
  --only PART,…    some of ${parts.join(', ')} alone

The longest of at most ${comparedMinutes} minutes is compared: in stereo with wavesurfer.js, in mono with the same as MP3.`

const longestMs = 9 * 60_000

/** What is asked for: lengths in minutes, shortest first, kinds of recordings, parts; null when it makes no sense. */
function wantedFrom(argv) {
  try {
    const string = { type: 'string' }
    const options = { quick: { type: 'boolean' }, minutes: string, kind: string, only: string }
    const { values } = parseArgs({ args: argv, options })
    const only = values.only?.split(',') ?? parts
    const kinds = values.kind === undefined ? ['mono', 'stereo'] : [values.kind]
    const text = values.minutes ?? (values.quick === true ? '10' : '60,120')
    const lengths = text.split(',').map(Number)
    const sound = lengths.every((minutes) => Number.isInteger(minutes) && minutes >= 1 && minutes <= mostMinutes)
    if (!sound || !only.every((part) => parts.includes(part))) return null
    if (!kinds.every((kind) => kind === 'mono' || kind === 'stereo')) return null
    return { lengths: [...new Set(lengths)].sort((a, b) => a - b), kinds, only }
  } catch {
    return null
  }
}

/** Builds without a word, unless it fails. */
function build() {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Pickup could not be built.\n${stdout}${stderr}`)
}

async function main({ lengths, kinds, only }, teardown) {
  const [load = 0] = loadavg()
  const executablePath = await findBrowser()
  console.log('Building Pickup …')
  build()
  const folder = mkdtempSync(join(tmpdir(), 'pickup-bench-'))
  teardown.add(() => rmSync(folder, { recursive: true, force: true }))
  console.log('Making recordings …')
  const recordings = makeRecordings(folder, lengths, kinds)
  const compared = recordings.filter(({ minutes }) => minutes <= comparedMinutes).slice(-kinds.length)
  const mono = only.includes('mp3') ? compared.find(({ kind }) => kind === 'mono') : undefined
  const mp3 = mono ? await makeMp3(teardown, mono) : { missing: 'no recording is that short, or it was not asked for' }
  const addresses = { pickup: await startPickup(teardown), pages: await servePages(teardown) }
  const bench = { teardown, executablePath, folder, ...addresses }
  const version = await withBrowser(bench, async (browser) => browser.version())
  const all = []
  for (const recording of recordings) {
    console.log(`Measuring ${recording.minutes} minutes ${recording.kind} …`)
    const also = {
      only,
      compared: only.includes('wavesurfer') && recording.kind === 'stereo' && compared.includes(recording),
      mp3: recording === mono && 'path' in mp3 ? mp3.path : null,
    }
    all.push(await measure(bench, recording, also))
  }
  const processors = cpus()
  const machine = `${processors.length} cores (${processors[0]?.model ?? 'unknown'})`
  console.log(
    `\n${machine}, Chromium ${version}, Node ${process.versions.node}, load before the run ${load.toFixed(1)}`,
  )
  console.log(`${formatWords} Memory is the most that the page took, above an empty one.`)
  console.log('Playing starts at 50:00, or in the middle of what is shorter; scrolling is 500 px/s.\n')
  console.log(report(all))
  if ('missing' in mp3) console.log(`\nThe MP3 was skipped: ${mp3.missing}.`)
}

const wanted = wantedFrom(process.argv.slice(2))
if (wanted === null) {
  console.error(usage)
  process.exit(2)
}
const teardown = new Teardown()
endOnInterrupt(teardown, longestMs)
try {
  await main(wanted, teardown)
} catch (error) {
  // What fails because everything is being ended says nothing.
  if (!teardown.ending) console.error(error)
  process.exitCode = 1
} finally {
  await teardown.run()
}
