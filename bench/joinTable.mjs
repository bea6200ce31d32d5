// The figures of the join bench as text.

const figures = [
  { key: 'step', title: 'step ratio', digits: 2 },
  { key: 'click', title: 'click dB', digits: 1 },
  { key: 'level', title: 'level dB', digits: 2 },
  { key: 'floor', title: 'floor dB', digits: 2 },
  { key: 'floorSpectrum', title: 'floor spectrum dB', digits: 1 },
  { key: 'spectrum', title: 'spectrum ±300 ms dB', digits: 2 },
  { key: 'pause', title: 'pause ms', digits: 1 },
  { key: 'changed', title: 'changed outside', digits: 0 },
]

/** One group as a table: a row for each figure, median / 95th percentile for each method; goals for the first one. */
export function joinTable(core, { group, cases, methods, chance, times }, goals) {
  const rows = figures.map(({ key, title, digits }) => {
    const at = (metrics, share) => core.centile(metrics, key, share)
    const cells = methods.map(({ metrics }) => `${text(at(metrics, 0.5), digits)} / ${text(at(metrics, 0.95), digits)}`)
    const [goal, met, beats] = verdicts({ digits, goal: goals?.[key] }, methods, at)
    return [title].concat(cells, goals ? [goal, met] : [], beats)
  })
  const head = ['', ...methods.map(({ method }) => method), ...(goals ? ['goal', ''] : []), 'beats all']
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  const title = `${group.title}: ${cases.length} spans, median / 95th percentile; a join takes ${median.toFixed(0)} ms`
  const own = (key, digits) =>
    `${text(core.centile(chance, key, 0.5), digits)} / ${text(core.centile(chance, key, 0.95), digits)}`
  const apart = `Pauses of the recordings themselves are apart by: floor ${own('level', 2)} dB, spectrum ${own('spectrum', 1)} dB.`
  return `${title}\n\n${markdown([head, ...rows])}\n\n${apart}\n`
}

function verdicts({ digits, goal }, methods, at) {
  const own = methods.find(({ method }) => method === 'Pickup')
  const most = own ? at(own.metrics, 0.95) : null
  const others = methods.filter(({ method }) => method !== 'Pickup' && method !== 'original')
  const recording = methods.find(({ method }) => method === 'original')
  const ranks = new Set(
    [0.5, 0.95].flatMap((share) => {
      const perfect = recording ? at(recording.metrics, share) : null
      const mine = own ? at(own.metrics, share) : null
      return others.map(({ metrics }) => rankOf(mine, at(metrics, share), { perfect, digits }))
    }),
  )
  const beats = ['no', 'nearest'].find((rank) => ranks.has(rank)) ?? 'yes'
  const met = goal === undefined || most === null ? '' : most <= goal ? 'met' : 'NOT MET'
  return [goal === undefined ? '' : `≤ ${goal}`, met, beats]
}

/**
 * Whether a figure beats that of a baseline. What is below the recording's own has taken something from it, as dead silence at a seam takes
 * the hiss of the room: a join that gives the recording back cannot get there. Who is nearer to the recording is better then, and nobody
 * is better than who is at it, as far as `digits` tell.
 */
function rankOf(mine, theirs, { perfect, digits }) {
  if (mine === null || theirs === null || mine < theirs) return 'yes'
  if (perfect === null) return 'no'
  if (text(mine, digits) === text(perfect, digits)) return mine === theirs ? 'yes' : 'nearest'
  return theirs < perfect && Math.abs(mine - perfect) < perfect - theirs ? 'nearest' : 'no'
}

function text(value, digits) {
  return value === null ? '–' : value.toFixed(digits)
}

function markdown(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)))
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n')
}
