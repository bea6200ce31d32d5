import { type Columns, xOf } from './columns'
import type { Colours } from './theme'
import type { FixMark } from './waveformSource'

/** CSS pixels: height of the bar over a fix, width and height of a tooth of a torn edge. */
const barHeight = 4
const tooth = { width: 4, height: 6 }

interface Look {
  /** Device pixels from the top at which the bars begin. */
  readonly top: number
  readonly colours: Colours
}

/**
 * The bar over each fix: solid when it is on, broken when it is off, with its label where there is room. Where the original is
 * drawn in its place, that is said, and its end is torn when it does not go on to its own end there.
 */
export function paintFixBars(
  context: CanvasRenderingContext2D,
  columns: Columns,
  fixes: Iterable<FixMark>,
  { top, colours }: Look,
): void {
  const { scale } = columns
  const thick = Math.round(barHeight * scale)
  const { height } = context.canvas
  for (const fix of fixes) {
    const from = Math.round(xOf(columns, fix.start))
    const to = Math.max(from + Math.round(2 * scale), Math.round(xOf(columns, fix.end)))
    context.fillStyle = colours['wave-fix']
    if (fix.enabled) {
      const line = Math.round(scale)
      context.fillRect(from, top, to - from, thick)
      context.fillRect(from, top, line, height - top)
      context.fillRect(to - line, top, line, height - top)
      if (fix.original?.cut) paintTorn(context, { x: to, top: top + thick, scale, colour: colours['wave-original'] })
    } else {
      context.strokeStyle = colours['wave-fix']
      context.lineWidth = thick
      context.setLineDash([thick, thick])
      context.beginPath()
      context.moveTo(from, top + thick / 2)
      context.lineTo(to, top + thick / 2)
      context.stroke()
      context.setLineDash([])
    }
    context.fillStyle = colours['wave-fix']
    paintLabel(context, fix, {
      left: from + 5 * scale,
      top: top + thick + 3 * scale,
      room: to - from - 8 * scale,
      scale,
    })
  }
}

interface Torn {
  readonly x: number
  readonly top: number
  readonly scale: number
  readonly colour: string
}

/** A zigzag of teeth along the right edge of a place: what is drawn there goes on. */
function paintTorn(context: CanvasRenderingContext2D, { x, top, scale, colour }: Torn): void {
  const { height } = context.canvas
  context.strokeStyle = colour
  context.lineWidth = 2 * scale
  context.beginPath()
  for (let index = 0, y = top; y <= height; index++, y += tooth.height * scale) {
    context.lineTo(x - (index % 2 === 0 ? scale : tooth.width * scale), y)
  }
  context.stroke()
}

interface LabelPlace {
  readonly left: number
  readonly top: number
  readonly room: number
  readonly scale: number
}

/** The label, and after it as much of what is said of the original as there is room for. */
function paintLabel(
  context: CanvasRenderingContext2D,
  { label, original }: FixMark,
  { left, top, room, scale }: LabelPlace,
): void {
  if (label === undefined || room < 16 * scale) return
  context.font = `600 ${11 * scale}px ui-sans-serif, system-ui, sans-serif`
  context.textBaseline = 'top'
  const words = (original?.notes ?? []).map((note) => `${label} · ${note}`)
  const fitting = words.find((text) => context.measureText(text).width <= room)
  context.fillText(fitting ?? label, left, top, room)
}
