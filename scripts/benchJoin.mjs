// Replaces spans of real recordings by themselves, as a service would speak them, and measures how well they come back.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { joinBenchCore } from '../bench/joinCore.mjs'
import { joinPlot } from '../bench/joinPlot.mjs'
import { joinTable } from '../bench/joinTable.mjs'

const usage = `Usage: npm run bench:join -- [--corpus DIR] [--spans N] [--group N,…] [--half a|b] [--only] [--worst]
                                  [--plot DIR]
  --corpus DIR   a folder of WAV files; ../shared/audio/speech without it
  --spans N      at most so many spans of each recording, half as many in all tables but the first; 4 without it
  --group N,…    these tables alone, by number from 1
  --half a|b     every other recording alone, from the first or from the second on
  --only         without the baselines
  --worst        name the worst cases of each figure
  --plot DIR     draw one case of the first table into DIR/join.svg`

function optionsFrom(argv) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        corpus: { type: 'string' },
        spans: { type: 'string' },
        group: { type: 'string' },
        half: { type: 'string' },
        plot: { type: 'string' },
        only: { type: 'boolean' },
        worst: { type: 'boolean' },
      },
    })
    const spans = Number(values.spans ?? '4')
    const corpus = values.corpus ?? fileURLToPath(new URL('../../shared/audio/speech', import.meta.url))
    if (!Number.isInteger(spans) || spans < 1) return null
    if (values.half !== undefined && values.half !== 'a' && values.half !== 'b') return null
    return {
      corpus,
      spans,
      groups: values.group?.split(',').map(Number) ?? null,
      half: values.half ?? null,
      plot: values.plot ?? null,
      only: values.only === true,
      worst: values.worst === true,
    }
  } catch {
    return null
  }
}

function printWorst({ cases, methods }, goals) {
  const own = methods.find(({ method }) => method === 'Pickup')
  for (const key of Object.keys(goals)) {
    const ranked = own.metrics
      .map((metrics, i) => ({
        value: metrics[key],
        name: cases[i].name,
        start: cases[i].start / cases[i].recording.rate,
      }))
      .filter(({ value }) => value !== null)
      .sort((a, b) => b.value - a.value)
      .slice(0, 8)
    console.log(
      `  ${key}: ${ranked.map(({ value, name, start }) => `${name}@${start.toFixed(2)} ${value.toFixed(2)}`).join(', ')}`,
    )
  }
  console.log('')
}

async function main({ corpus, spans, groups, half, plot, only, worst }) {
  if (!existsSync(corpus)) throw new Error(`There is no folder ${corpus}. Name one with --corpus.`)
  const core = await joinBenchCore()
  const methods = new Map([...core.benchMethods].filter(([name]) => !only || name === 'Pickup' || name === 'original'))
  const all = await core.recordingsIn(corpus)
  const recordings = half === null ? all : core.halfOf(all, half)
  for (const [i, group] of core.benchGroups.entries()) {
    if (groups !== null && !groups.includes(i + 1)) continue
    const result = await core.runGroup(recordings, group, methods, i === 0 ? spans : Math.ceil(spans / 2))
    console.log(joinTable(core, result, i === 0 ? core.benchGoals : null))
    if (worst) printWorst(result, core.benchGoals)
    if (plot !== null && i === 0) writeFileSync(join(plot, 'join.svg'), await joinPlot(core, result.cases))
  }
}

const options = optionsFrom(process.argv.slice(2))
if (options === null) {
  console.error(usage)
  process.exit(2)
}
await main(options)
