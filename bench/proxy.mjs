// What Pickup's server costs between a client and the service: measured on loopback against the stand-in vendor.
import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { measureProxy } from './proxyMeasure.mjs'
import { startBehindPickup } from './proxyServers.mjs'
import { table } from './table.mjs'
import { endOnInterrupt, Teardown } from './teardown.mjs'

const longestMs = 4 * 60_000

function build() {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Pickup could not be built.\n${stdout}${stderr}`)
}

const [load = 0] = loadavg()
const teardown = new Teardown()
endOnInterrupt(teardown, longestMs)
try {
  if (!process.argv.includes('--no-build')) {
    console.log('Building Pickup …')
    build()
  }
  const rows = await measureProxy(await startBehindPickup(teardown), (what) => console.log(`${what} …`))
  const processors = cpus()
  const machine = `${processors.length} cores (${processors[0]?.model ?? 'unknown'})`
  console.log(`\n${machine}, Node ${process.versions.node}, load before the run ${load.toFixed(1)}\n`)
  console.log(table(['', 'measured', 'goal'], rows))
} catch (error) {
  if (!teardown.ending) console.error(error)
  process.exitCode = 1
} finally {
  await teardown.run()
}
