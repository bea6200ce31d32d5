import { type ColourRun, type Columns, type Lane, xOf } from './columns'
import type { SeamSound } from './seamGeometry'

/** Fewer frames than this in a device column are drawn as a line, more as the lowest and highest of them. */
const lineBelow = 1

/** Draws one channel of what is heard now: filled, or as a solid line at the finest zooms. */
export function paintSolid(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  sound: SeamSound,
  runs: readonly ColourRun[],
): void {
  for (const run of runs) {
    context.save()
    context.beginPath()
    context.rect(run.from, lane.top, run.to - run.from, lane.height)
    context.clip()
    context.fillStyle = run.colour
    context.strokeStyle = run.colour
    if (columns.step < lineBelow) strokeSamples(context, columns, lane, sound)
    else {
      const y = yOf(lane)
      for (const { x, low, high } of envelope(columns, sound, lane.channel, run)) {
        const top = Math.floor(y(high))
        context.fillRect(x, top, 1, Math.max(1, Math.ceil(y(low)) - top))
      }
    }
    context.restore()
  }
}

/** Draws one channel of the original as a broken line: its outline, or the line itself at the finest zooms. */
export function paintBroken(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  sound: SeamSound,
  colour: string,
): void {
  context.save()
  context.beginPath()
  context.rect(0, lane.top, columns.count, lane.height)
  context.clip()
  context.strokeStyle = colour
  context.setLineDash([4 * columns.scale, 3 * columns.scale])
  if (columns.step < lineBelow) strokeSamples(context, columns, lane, sound)
  else {
    const y = yOf(lane)
    const points = [...envelope(columns, sound, lane.channel, { from: 0, to: columns.count })]
    context.lineWidth = 1.25 * columns.scale
    for (const edge of ['high', 'low'] as const) {
      context.beginPath()
      for (const point of points) context.lineTo(point.x + 0.5, y(point[edge]))
      context.stroke()
    }
  }
  context.restore()
}

const yOf =
  ({ top, height, amplitude }: Lane) =>
  (value: number): number =>
    top + height / 2 - Math.min(1, Math.max(-1, value * amplitude)) * (height / 2 - 1)

/** The lowest and highest sample of each device column, and of the last one before it, so that no column stands apart. */
function* envelope(columns: Columns, { from, pcm }: SeamSound, channel: number, run: Pick<ColourRun, 'from' | 'to'>) {
  const samples = pcm.channels[channel] ?? new Float32Array(0)
  for (let x = run.from; x < run.to; x++) {
    const first = Math.floor(columns.start + x * columns.step) - from
    const end = Math.floor(columns.start + (x + 1) * columns.step) - from
    if (end <= 0 || first >= samples.length) continue
    let low = samples[Math.max(0, first - 1)] ?? 0
    let high = low
    for (let i = Math.max(0, first); i < Math.min(end, samples.length); i++) {
      const sample = samples[i] ?? 0
      if (sample < low) low = sample
      if (sample > high) high = sample
    }
    yield { x, low, high }
  }
}

/** A sample stands in the middle of its frame, so that the seam lies between two of them. */
function strokeSamples(
  context: CanvasRenderingContext2D,
  columns: Columns,
  lane: Lane,
  { from, pcm }: SeamSound,
): void {
  const samples = pcm.channels[lane.channel] ?? new Float32Array(0)
  const y = yOf(lane)
  const first = Math.max(0, Math.floor(columns.start) - 1 - from)
  const end = Math.min(samples.length, Math.ceil(columns.start + columns.count * columns.step) + 1 - from)
  context.lineWidth = 1.5 * columns.scale
  context.lineJoin = 'round'
  context.beginPath()
  for (let i = first; i < end; i++) context.lineTo(xOf(columns, from + i + 0.5), y(samples[i] ?? 0))
  context.stroke()
}
