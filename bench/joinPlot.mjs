// One case of the join bench as a picture: levels around both seams, before and after.

const width = 400
const height = 180
const reachSeconds = 0.4
const windowSeconds = 0.005
const [quietest, loudest] = [-90, 0]
const lines = [
  { method: 'original', title: 'as recorded', colour: '#9a9a9a', stroke: 4 },
  { method: 'plain', title: 'plain', colour: '#c0392b', stroke: 1.5 },
  { method: 'Pickup', title: 'Pickup', colour: '#1f6feb', stroke: 1.5 },
]

/** Levels in dBFS over ±0.4 s of both seams, of the case whose take comes with the cleanest floor. */
export async function joinPlot(core, cases) {
  const chosen = cases.reduce((best, each) => (each.faults.cleanerDb > best.faults.cleanerDb ? each : best))
  const { recording, start, end, name } = chosen
  const { rate } = recording
  const panels = [[], []]
  for (const line of lines) {
    const insert = (await core.benchMethods.get(line.method)(chosen)).channels[0]
    const whole = recording.channels[0]
    const joined = concat(whole.subarray(start - rate, start), insert, whole.subarray(end, end + rate))
    panels[0].push({ ...line, levels: levels(joined, rate, rate) })
    panels[1].push({ ...line, levels: levels(joined, rate + insert.length, rate) })
  }
  const [left, right] = panels.map((panel, i) =>
    drawPanel(panel, i === 0 ? 'left seam' : 'right seam', i * (width + 50) + 40),
  )
  const legend = lines.map(
    ({ title, colour }, i) =>
      `<text x="${40 + 110 * i}" y="${height + 66}" fill="${colour}" font-weight="bold">${title}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width + 110} ${height + 80}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="40" y="16">${name} at ${(start / rate).toFixed(2)} s, level in dBFS</text>
${left}
${right}
${legend.join('\n')}
</svg>
`
}

function concat(...parts) {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function levels(samples, seam, rate) {
  const window = Math.round(windowSeconds * rate)
  const count = Math.round(reachSeconds / windowSeconds)
  return Array.from({ length: 2 * count }, (_, i) => {
    const part = samples.subarray(seam + (i - count) * window, seam + (i + 1 - count) * window)
    const mean = part.reduce((sum, value) => sum + value, 0) / window
    const power = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / window
    return Math.max(quietest, 10 * Math.log10(power + 1e-12))
  })
}

function drawPanel(panel, title, x) {
  const y = (db) => 26 + ((loudest - db) / (loudest - quietest)) * height
  const paths = panel.map(({ levels: values, colour, stroke }) => {
    const points = values.map((db, i) => `${(x + ((i + 0.5) * width) / values.length).toFixed(1)},${y(db).toFixed(1)}`)
    return `<polyline fill="none" stroke="${colour}" stroke-width="${stroke}" points="${points.join(' ')}"/>`
  })
  const grid = [-80, -60, -40, -20].map(
    (db) =>
      `<path d="M${x} ${y(db)}h${width}" stroke="#e5e5e5"/><text x="${x - 4}" y="${y(db) + 4}" text-anchor="end" fill="#666">${db}</text>`,
  )
  const middle = x + width / 2
  return `${grid.join('\n')}
<path d="M${middle} 26v${height}" stroke="#000" stroke-dasharray="3 3"/>
<text x="${middle}" y="${height + 42}" text-anchor="middle">${title}, ±${reachSeconds} s</text>
${paths.join('\n')}`
}
