// Everything that can be said about the code without running it. The same by hand and in CI.
import { spawnSync } from 'node:child_process'

/** @type {readonly { name: string, command: string, args: readonly string[] }[]} */
const steps = [
  { name: 'types: core', command: 'tsc', args: ['-p', 'tsconfig.core.json'] },
  { name: 'types: page', command: 'tsc', args: ['-p', 'tsconfig.app.json'] },
  { name: 'types: workers', command: 'tsc', args: ['-p', 'tsconfig.worker.json'] },
  { name: 'types: node', command: 'tsc', args: ['-p', 'tsconfig.node.json'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'format', command: 'biome', args: ['check', '.'] },
  { name: 'layers', command: 'vitest', args: ['run', '--project', 'unit', 'src/layers.test.ts'] },
  { name: 'dead code', command: 'knip', args: [] },
]

let failed = false
for (const { name, command, args } of steps) {
  const started = Date.now()
  const run = spawnSync('npx', ['--no-install', command, ...args], { encoding: 'utf8' })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (run.status === 0) continue
  failed = true
  console.log(run.stdout, run.stderr)
}
process.exit(failed ? 1 : 0)
