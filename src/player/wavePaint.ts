import type { ColourRun, Columns, Lane } from './columns'
import type { SampleCache } from './sampleCache'
import type { WaveformSource } from './waveformSource'

let peakScratch = new Int16Array(8192)
let sampleScratch = new Float32Array(65_536)

/** Draws one channel as a bar per device column, from peaks. */
export function paintPeaks(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  runs: readonly ColourRun[],
  source: WaveformSource,
): void {
  const count = runs.at(-1)?.to ?? 0
  if (count === 0) return
  if (peakScratch.length < 2 * count) peakScratch = new Int16Array(2 * count)
  // The last column may reach past the end of the timeline: it is asked for apart, as far as it goes.
  const whole = Math.min(count, Math.max(0, Math.floor((source.length - columns.start) / columns.step)))
  if (whole > 0) source.peaks(lane.channel, columns.start, columns.start + whole * columns.step, whole, peakScratch)
  if (whole < count) {
    const rest = peakScratch.subarray(2 * whole, 2 * whole + 2)
    source.peaks(
      lane.channel,
      Math.min(columns.start + whole * columns.step, source.length - 1),
      source.length,
      1,
      rest,
    )
  }
  const middle = lane.top + lane.height / 2
  const half = lane.height / 2
  const unit = (half / 32768) * lane.amplitude
  for (const run of runs) {
    context.fillStyle = run.colour
    for (let column = run.from; column < run.to; column++) {
      const low = peakScratch[2 * column] ?? 0
      const high = peakScratch[2 * column + 1] ?? 0
      const top = Math.floor(middle - Math.min(half, high * unit))
      context.fillRect(column, top, 1, Math.max(1, Math.ceil(middle - Math.max(-half, low * unit)) - top))
    }
  }
}

/** Draws one channel from samples, as bars, a line, or a line with dots. False, and nothing drawn, while they are missing. */
export function paintSamples(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  runs: readonly ColourRun[],
  cache: SampleCache,
): boolean {
  const count = runs.at(-1)?.to ?? 0
  if (count === 0) return true
  const first = Math.floor(columns.start) - 1
  const length = Math.ceil(columns.start + count * columns.step) + 2 - first
  if (sampleScratch.length < length) sampleScratch = new Float32Array(length)
  const samples = sampleScratch.subarray(0, length)
  if (!cache.copy(lane.channel, first, samples)) return false
  if (columns.step >= 1) paintBars(context, columns, lane, runs, samples, first)
  else paintLine(context, columns, lane, runs, samples, first, cache.source.length)
  return true
}

/** Bars that reach to the neighbouring column's, so that the picture has no holes where the signal is steep. */
function paintBars(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  runs: readonly ColourRun[],
  samples: Float32Array,
  first: number,
): void {
  const middle = lane.top + lane.height / 2
  const half = lane.height / 2
  for (const run of runs) {
    context.fillStyle = run.colour
    for (let column = run.from; column < run.to; column++) {
      const from = Math.floor(columns.start + column * columns.step) - first
      const to = Math.floor(columns.start + (column + 1) * columns.step) - first
      let low = samples[from - 1] ?? 0
      let high = low
      for (let i = from; i < to; i++) {
        const sample = samples[i] ?? 0
        if (sample < low) low = sample
        if (sample > high) high = sample
      }
      const top = Math.floor(middle - Math.min(1, high * lane.amplitude) * half)
      context.fillRect(column, top, 1, Math.max(1, Math.ceil(middle - Math.max(-1, low * lane.amplitude) * half) - top))
    }
  }
}

/** A sample stands in the middle of its frame, so that a boundary between frames lies between two dots. */
function paintLine(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  runs: readonly ColourRun[],
  samples: Float32Array,
  first: number,
  length: number,
): void {
  const middle = lane.top + lane.height / 2
  const half = lane.height / 2
  const x = (index: number) => (first + index + 0.5 - columns.start) / columns.step
  const y = (index: number) => middle - Math.min(1, Math.max(-1, (samples[index] ?? 0) * lane.amplitude)) * half
  const begin = Math.max(0, -first)
  const end = Math.min(samples.length, length - first)
  const dots = 1 / columns.step > 4 * columns.scale
  for (const run of runs) {
    context.save()
    context.beginPath()
    context.rect(run.from, lane.top, run.to - run.from, lane.height)
    context.clip()
    context.strokeStyle = run.colour
    context.fillStyle = run.colour
    context.lineWidth = 1.5 * columns.scale
    context.lineJoin = 'round'
    context.beginPath()
    for (let index = begin; index < end; index++) context.lineTo(x(index), y(index))
    context.stroke()
    if (dots) {
      const radius = 2.5 * columns.scale
      context.beginPath()
      for (let index = begin; index < end; index++) {
        context.moveTo(x(index) + radius, y(index))
        context.arc(x(index), y(index), radius, 0, 2 * Math.PI)
      }
      context.fill()
    }
    context.restore()
  }
}
