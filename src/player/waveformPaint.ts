import { paintBands } from './bandPaint'
import { type ColourRun, type Columns, frameOf, type Lane, xOf } from './columns'
import { paintFixBars } from './fixPaint'
import type { MarkerEdge } from './markerEdges'
import { paintMarkers } from './markerPaint'
import { rulerStep, ticksBetween } from './ruler'
import type { SampleCache } from './sampleCache'
import { spansWithin } from './spans'
import { type SpectrumBand, waveShare } from './spectrumBand'
import { type Colours, isDark } from './theme'
import type { ViewWindow } from './viewMath'
import type { WaveformMarks, WaveformSource } from './waveformSource'
import { paintPeaks, paintSamples } from './wavePaint'

/** All that decides how a stretch of the timeline looks. */
export interface WaveformPicture {
  readonly window: ViewWindow
  readonly source: WaveformSource
  readonly marks: WaveformMarks
  /** The ends of the markers of `marks`, in order. */
  readonly edges: readonly MarkerEdge[]
  /** Frames from the start of the timeline whose peaks are known. */
  readonly known: number
  /** Whether the original is heard, so that the waveform steps back. */
  readonly original: boolean
  /** How much taller than full scale the waveform is drawn, 1 or more. */
  readonly amplitude: number
  readonly colours: Colours
  /** CSS pixels at the top for the ruler; 0 for none. */
  readonly ruler: number
  /** CSS pixels below the ruler for the markers; 0 for none. */
  readonly lane: number
  /** The spectrum that is shown below the waveform, or null. */
  readonly spectrum: SpectrumBand | null
  /** Samples to draw from, at zooms where peaks are too coarse. */
  readonly samples: SampleCache | null
}

/** One canvas of the picture: where it stands in the window, in CSS pixels. */
export interface Tile {
  readonly context: CanvasRenderingContext2D
  readonly left: number
  readonly width: number
  readonly height: number
}

const hatchSize = 8

/** Draws one tile, all of it, in device pixels. The cost depends on its width alone. */
export function paintTile(tile: Tile, picture: WaveformPicture): void {
  const { context } = tile
  const { canvas } = context
  if (canvas.width === 0 || tile.width === 0) return
  const scale = canvas.width / tile.width
  const { start, framesPerPixel } = picture.window
  const columns: Columns = {
    start: start + tile.left * framesPerPixel,
    step: framesPerPixel / scale,
    count: canvas.width,
    scale,
  }
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  const ruler = Math.round(picture.ruler * scale)
  const top = ruler + Math.round(picture.lane * scale)
  const used = xOf(columns, picture.source.length)
  context.fillStyle = picture.colours['wave-bg']
  context.fillRect(0, top, Math.min(used, canvas.width), canvas.height - top)
  paintPauses(context, columns, picture, top)
  paintHatches(context, columns, picture, top, tile.left)
  const bottom = picture.spectrum ? Math.round(top + waveShare * (canvas.height - top)) : canvas.height
  paintLanes(context, columns, picture, { top, bottom })
  if (picture.spectrum) paintSpectrum(context, columns, picture, bottom)
  paintFixBars(context, columns, visibleFixes(columns, picture), { top, colours: picture.colours })
  if (picture.marks.bands) paintBands(context, columns, picture.marks.bands, picture.colours)
  if (picture.ruler > 0) paintRuler(context, columns, picture, ruler)
  if (top > ruler) paintLane(context, columns, picture, { top: ruler, height: top - ruler })
}

function paintLane(
  context: CanvasRenderingContext2D,
  columns: Columns,
  { colours, edges }: WaveformPicture,
  lane: { readonly top: number; readonly height: number },
): void {
  context.fillStyle = colours.line
  context.fillRect(0, lane.top, columns.count, 1)
  paintMarkers(context, columns, edges, { colour: colours.marker, lane })
}

function paintPauses(context: CanvasRenderingContext2D, columns: Columns, picture: WaveformPicture, top: number): void {
  const { height } = context.canvas
  const foot = Math.max(1, Math.round(2 * columns.scale))
  context.fillStyle = picture.colours.pause
  for (const pause of spansWithin(picture.marks.pauses, columns.start, frameOf(columns, columns.count), columns.step)) {
    const from = Math.round(xOf(columns, pause.start))
    const width = Math.round(xOf(columns, pause.end)) - from
    if (width < 2 * columns.scale) continue
    context.fillRect(from, top, width, height - top)
    context.fillRect(from, height - foot, width, foot)
  }
}

function visibleFixes(columns: Columns, picture: WaveformPicture) {
  // From a little before, so that an empty fix on the border of two tiles is drawn in one of them.
  return spansWithin(picture.marks.fixes, frameOf(columns, -2), frameOf(columns, columns.count), columns.step)
}

function paintHatches(
  context: CanvasRenderingContext2D,
  columns: Columns,
  picture: WaveformPicture,
  top: number,
  left: number,
): void {
  for (const fix of visibleFixes(columns, picture)) {
    if (!fix.enabled) continue
    // Of the original, what is hatched is where it has no sound any more.
    const begins = xOf(columns, fix.original ? fix.original.end : fix.start)
    const from = Math.max(0, begins)
    const to = Math.min(columns.count, Math.max(xOf(columns, fix.end), fix.original ? 0 : begins + 2 * columns.scale))
    if (to <= from) continue
    const colour = fix.original ? picture.colours.ruler : picture.colours['wave-fix']
    context.save()
    context.beginPath()
    context.rect(from, top, to - from, context.canvas.height - top)
    context.clip()
    context.globalAlpha = 0.1
    context.fillStyle = colour
    context.fillRect(from, top, to - from, context.canvas.height - top)
    context.globalAlpha = 0.3
    context.strokeStyle = colour
    context.lineWidth = columns.scale
    const size = hatchSize * columns.scale
    // Anchored to the window, not to the tile, so that stripes meet where tiles do.
    const offset = (left * columns.scale) % size
    const rise = context.canvas.height
    context.beginPath()
    for (let x = Math.floor((from - rise) / size) * size - offset; x < to + size; x += size) {
      context.moveTo(x, rise)
      context.lineTo(x + rise, 0)
    }
    context.stroke()
    context.restore()
  }
}

function paintSpectrum(
  context: CanvasRenderingContext2D,
  columns: Columns,
  { spectrum, source, colours, amplitude }: WaveformPicture,
  top: number,
): void {
  const height = context.canvas.height - top
  const range = { dark: isDark(colours['wave-bg']), amplitude }
  context.save()
  context.beginPath()
  context.rect(0, top, xOf(columns, source.length), height)
  context.clip()
  context.fillStyle = colours['wave-bg']
  context.fillRect(0, top, columns.count, height)
  spectrum?.paint(context, columns, { top, height, range })
  context.fillStyle = colours.line
  context.fillRect(0, top, columns.count, Math.max(1, Math.round(columns.scale)))
  context.restore()
}

function paintLanes(
  context: CanvasRenderingContext2D,
  columns: Columns,
  picture: WaveformPicture,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): void {
  const { source, colours } = picture
  const room = bottom - top
  const gap = source.channels > 1 ? 2 * columns.scale : 0
  const share = room / source.channels
  const end = Math.min(columns.count, Math.ceil(xOf(columns, source.length)))
  const known = Math.min(end, Math.max(0, Math.floor(xOf(columns, Math.min(picture.known, source.length)))))
  const runs = colourRuns(columns, picture, end)
  for (let channel = 0; channel < source.channels; channel++) {
    const lane: Lane = {
      channel,
      top: top + channel * share + gap,
      height: share - 2 * gap,
      amplitude: picture.amplitude,
    }
    const middle = Math.round(lane.top + lane.height / 2)
    context.fillStyle = colours.line
    context.fillRect(0, middle, end, 1)
    if (known < end) {
      context.fillStyle = colours['wave-unknown']
      context.fillRect(known, middle - 2 * columns.scale, end - known, 4 * columns.scale)
    }
    const drawn = picture.samples !== null && paintSamples(context, columns, lane, runs, picture.samples)
    if (!drawn) paintPeaks(context, columns, lane, clipRuns(runs, known), source)
  }
}

/** The columns `[0, end)` cut where the colour of the waveform changes. */
function colourRuns(columns: Columns, picture: WaveformPicture, end: number): ColourRun[] {
  const base = picture.original ? picture.colours['wave-original'] : picture.colours.wave
  const runs: ColourRun[] = []
  let at = 0
  for (const fix of visibleFixes(columns, picture)) {
    if (!fix.enabled || fix.original || fix.end === fix.start) continue
    const from = Math.max(at, Math.floor(xOf(columns, fix.start)))
    const to = Math.min(end, Math.max(from + 1, Math.ceil(xOf(columns, fix.end))))
    if (from > at) runs.push({ from: at, to: from, colour: base })
    if (to > from) runs.push({ from, to, colour: picture.colours['wave-fix'] })
    at = Math.max(at, to)
  }
  if (at < end) runs.push({ from: at, to: end, colour: base })
  return runs
}

function clipRuns(runs: readonly ColourRun[], end: number): ColourRun[] {
  return runs.flatMap(({ from, to, colour }) => (from < end ? [{ from, to: Math.min(to, end), colour }] : []))
}

function paintRuler(
  context: CanvasRenderingContext2D,
  columns: Columns,
  picture: WaveformPicture,
  height: number,
): void {
  const { scale } = columns
  const { rate, length } = picture.source
  const step = rulerStep(columns.step * scale, rate, 96)
  // A label that begins in the tile to the left reaches into this one.
  const from = Math.max(0, frameOf(columns, -160 * scale))
  const to = Math.min(length + 1, frameOf(columns, columns.count + scale))
  const line = Math.max(1, Math.round(scale))
  context.fillStyle = picture.colours.ruler
  context.font = `${11 * scale}px ui-sans-serif, system-ui, sans-serif`
  context.textBaseline = 'top'
  for (const tick of ticksBetween(from, to, step)) {
    const x = Math.round(xOf(columns, tick.frame))
    const tall = tick.label === null ? 4 * scale : height
    context.globalAlpha = tick.label === null ? 0.5 : 0.8
    context.fillRect(x, height - tall, line, tall)
    context.globalAlpha = 1
    if (tick.label !== null) context.fillText(tick.label, x + 5 * scale, 3 * scale)
  }
}
