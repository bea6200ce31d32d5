import { type Columns, frameOf, xOf } from './columns'
import type { Colours } from './theme'

/** A named stretch of the timeline, in frames: what is sent along, or what is replaced. */
export interface Band {
  readonly start: number
  readonly end: number
  readonly kind: 'sent' | 'replaced'
  readonly label: string
}

/** CSS pixels: height of the strip, distance of its stripes, and of its labels. */
const tall = 18
const stripe = 7
const labelEvery = 420
const labelRoom = 200

/** Draws bands as a strip at the foot of a tile: striped what is sent, solid what is replaced, each with its name. */
export function paintBands(
  context: CanvasRenderingContext2D,
  columns: Columns,
  bands: readonly Band[],
  colours: Colours,
): void {
  const { scale } = columns
  const strip = { top: context.canvas.height - Math.round(tall * scale), height: Math.round(tall * scale) }
  for (const band of bands) {
    const from = Math.round(xOf(columns, band.start))
    const to = Math.max(from + Math.round(2 * scale), Math.round(xOf(columns, band.end)))
    if (to < 0 || from > columns.count) continue
    context.save()
    context.beginPath()
    context.rect(from, strip.top, to - from, strip.height)
    context.clip()
    context.fillStyle = colours['wave-bg']
    context.fillRect(Math.max(0, from), strip.top, Math.min(columns.count, to) - Math.max(0, from), strip.height)
    if (band.kind === 'sent') paintStripes(context, columns, band, { ...strip, colour: colours.ruler })
    else {
      context.globalAlpha = 0.3
      context.fillStyle = colours['wave-fix']
      context.fillRect(Math.max(0, from), strip.top, Math.min(columns.count, to) - Math.max(0, from), strip.height)
      context.globalAlpha = 1
    }
    context.strokeStyle = band.kind === 'sent' ? colours.ruler : colours['wave-fix']
    context.lineWidth = 2 * scale
    context.strokeRect(from, strip.top, to - from, strip.height + 2 * scale)
    paintLabels(context, columns, band, { ...strip, from, to, colours })
    context.restore()
  }
}

interface Strip {
  readonly top: number
  readonly height: number
}

/** Stripes that begin where the band does, so that they meet where tiles do. */
function paintStripes(
  context: CanvasRenderingContext2D,
  columns: Columns,
  band: Band,
  { top, height, colour }: Strip & { readonly colour: string },
): void {
  const step = stripe * columns.scale
  const origin = xOf(columns, band.start)
  const end = Math.min(columns.count, xOf(columns, band.end))
  context.globalAlpha = 0.35
  context.strokeStyle = colour
  context.lineWidth = columns.scale
  context.beginPath()
  const first = origin < 0 ? origin + Math.floor(-origin / step - 4) * step : origin - 4 * step
  for (let x = first; x < end; x += step) {
    context.moveTo(x, top + height)
    context.lineTo(x + height, top)
  }
  context.stroke()
  context.globalAlpha = 1
}

/** The name of the band at its start and again along it, so that one is on screen. */
function paintLabels(
  context: CanvasRenderingContext2D,
  columns: Columns,
  band: Band,
  { top, height, from, to, colours }: Strip & { readonly from: number; readonly to: number; readonly colours: Colours },
): void {
  const { scale } = columns
  context.font = `600 ${11 * scale}px ui-sans-serif, system-ui, sans-serif`
  context.textBaseline = 'middle'
  const { width } = context.measureText(band.label)
  const every = labelEvery * scale
  const first = Math.max(0, Math.floor((frameOf(columns, -labelRoom * scale) - band.start) / (every * columns.step)))
  for (let index = first; from + index * every < columns.count; index++) {
    const x = from + index * every + 6 * scale
    if (x + width > to || (index > 0 && x + width + 6 * scale > to)) break
    context.fillStyle = colours['wave-bg']
    context.fillRect(x - 3 * scale, top + 2 * scale, width + 6 * scale, height - 3 * scale)
    context.fillStyle = colours.ruler
    context.fillText(band.label, x, top + height / 2 + scale)
  }
}
