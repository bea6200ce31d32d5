import { type Columns, frameOf, xOf } from './columns'
import { longestName, type MarkerEdge } from './markerEdges'
import { spansWithin } from './spans'

/** What of a canvas the markers are drawn with. */
type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'font'
  | 'textBaseline'
  | 'setLineDash'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fill'
  | 'save'
  | 'restore'
  | 'rect'
  | 'fillText'
> & {
  readonly canvas: { readonly height: number }
  clip(): void
  measureText(text: string): { readonly width: number }
}

/** Where the flags stand, in device pixels; the lines go on from there to the bottom. */
interface FlagLane {
  readonly top: number
  readonly height: number
}

/** CSS pixels of a flag, and between two markers that are both drawn. */
const flag = 7
const least = 3

/** Draws the markers: a flag with its name in the lane, and a dashed line below. The cost depends on the width alone. */
export function paintMarkers(
  context: Pen,
  columns: Columns,
  edges: readonly MarkerEdge[],
  { colour, lane }: { readonly colour: string; readonly lane: FlagLane },
): void {
  const { scale } = columns
  // A name that begins in the tile to the left reaches into this one, and the markers to the right tell how much room there is.
  const from = frameOf(columns, -longestName * scale)
  const to = frameOf(columns, columns.count + longestName * scale)
  const shown = [...spansWithin(edges, from, to, least * scale * columns.step)]
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineWidth = Math.max(1, Math.round(scale))
  context.font = `${Math.min(11, lane.height / scale - 2) * scale}px ui-sans-serif, system-ui, sans-serif`
  context.textBaseline = 'middle'
  context.setLineDash([3 * scale, 3 * scale])
  context.beginPath()
  for (const edge of shown) {
    const x = Math.round(xOf(columns, edge.start)) + context.lineWidth / 2
    context.moveTo(x, lane.top)
    context.lineTo(x, context.canvas.height)
  }
  context.stroke()
  context.setLineDash([])
  shown.forEach((edge, index) => {
    const x = Math.round(xOf(columns, edge.start))
    paintFlag(context, x, edge.side === 'end' ? -flag * scale : flag * scale, lane)
    const next = shown[index + 1]
    const room = Math.min(longestName * scale, (next ? xOf(columns, next.start) : Infinity) - x)
    if (edge.label !== '' && room > 24 * scale && x < columns.count)
      paintName(context, edge.label, { ...lane, x: x + flag * scale, room })
  })
}

function paintFlag(context: Pen, x: number, width: number, { top, height }: FlagLane): void {
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x + width, top + height / 2)
  context.lineTo(x, top + height)
  context.fill()
}

function paintName(
  context: Pen,
  name: string,
  { x, room, top, height }: FlagLane & { readonly x: number; readonly room: number },
): void {
  context.save()
  context.beginPath()
  context.rect(x, top, room - height, height)
  context.clip()
  context.fillText(shortened(context, name, room - height), x + 2, top + height / 2 + 1)
  context.restore()
}

/** As much of a name as fits, with an ellipsis where some is left off. */
function shortened(context: Pen, name: string, room: number): string {
  const most = name.slice(0, 80)
  const { width } = context.measureText(most)
  if (width <= room) return most
  return `${most.slice(0, Math.max(1, Math.floor((most.length * room) / width) - 2)).trimEnd()}…`
}
