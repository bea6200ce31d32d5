import { type ColourRun, type Columns, type Lane, xOf } from './columns'
import {
  fadeCurve,
  heightFor,
  peakWithin,
  type SeamCrossfade,
  type SeamMarks,
  type SeamSound,
  type SeamSpan,
  type Shown,
  spanOf,
} from './seamGeometry'
import { paintBroken, paintSolid } from './seamTrace'
import type { Colours } from './theme'

/** All that decides how a seam looks. */
export interface SeamPicture {
  readonly rate: number
  readonly after: SeamSound
  readonly before: SeamSound
  readonly marks: SeamMarks
  readonly shown: Shown
  /** What is shown on each side of the seam, in ms. */
  readonly closeUp: number
  /** Where the sound is, in frames from the seam, or null when it is elsewhere. */
  readonly playhead: number | null
  readonly colours: Colours
}

/** CSS pixels above the sound for the words, and below it for the scale. */
const head = 18
const foot = 16
/** So far on each side, in ms, sound counts as standing at the seam. */
const leastNear = 10
/** In so many equal parts what is in view is looked at for how loud it is. */
const parts = 120

/** Draws one seam on all of a canvas that is `width` CSS pixels wide. */
export function paintSeam(context: CanvasRenderingContext2D, width: number, picture: SeamPicture): void {
  const { canvas } = context
  if (canvas.width === 0 || width === 0) return
  const scale = canvas.width / width
  const reach = (picture.closeUp * picture.rate) / 1000
  const columns: Columns = { start: -reach, step: (2 * reach) / canvas.width, count: canvas.width, scale }
  const area = { top: Math.round(head * scale), bottom: canvas.height - Math.round(foot * scale) }
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = picture.colours['wave-bg']
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.font = `${11 * scale}px ui-sans-serif, system-ui, sans-serif`
  const { marks, shown } = picture
  const pause = shown === 'before' ? marks.originalPause : marks.pause
  if (pause) paintPause(context, columns, area, { pause, picture })
  const fade = shown === 'before' ? null : marks.fade
  if (fade) paintFadeSpan(context, columns, area, { fade, picture })
  paintSounds(context, columns, area, picture)
  if (fade) paintFadeCurves(context, columns, area, { fade, picture })
  paintSeamLine(context, columns, area, picture)
  paintWords(context, columns, picture)
  paintScale(context, columns, area, picture)
}

interface Area {
  readonly top: number
  readonly bottom: number
}

interface PausePicture {
  readonly pause: SeamSpan
  readonly picture: SeamPicture
}

function paintPause(context: CanvasRenderingContext2D, columns: Columns, area: Area, what: PausePicture): void {
  const { pause, picture } = what
  const from = Math.max(0, Math.round(xOf(columns, pause.start)))
  const to = Math.min(columns.count, Math.round(xOf(columns, pause.end)))
  if (to <= from) return
  const bar = Math.max(2, Math.round(3 * columns.scale))
  context.fillStyle = picture.colours.pause
  context.fillRect(from, area.top, to - from, area.bottom - area.top)
  context.fillStyle = picture.colours.ruler
  context.globalAlpha = 0.55
  context.fillRect(from, area.bottom - bar, to - from, bar)
  context.globalAlpha = 1
}

interface FadePicture {
  readonly fade: SeamCrossfade
  readonly picture: SeamPicture
}

function paintFadeSpan(context: CanvasRenderingContext2D, columns: Columns, area: Area, what: FadePicture): void {
  const from = xOf(columns, what.fade.start)
  context.fillStyle = what.picture.colours['wave-fix']
  context.globalAlpha = 0.14
  context.fillRect(from, area.top, xOf(columns, what.fade.end) - from, area.bottom - area.top)
  context.globalAlpha = 1
}

/** How much of the original (broken) and of the insert (whole) is heard, from none at the bottom to all at the top. */
function paintFadeCurves(context: CanvasRenderingContext2D, columns: Columns, area: Area, what: FadePicture): void {
  const { fade, picture } = what
  const curve = fadeCurve(fade, picture.marks.seam, 48)
  const y = (weight: number) => area.bottom - weight * (area.bottom - area.top - 2 * columns.scale)
  context.save()
  context.strokeStyle = picture.colours.ruler
  context.lineWidth = 1.5 * columns.scale
  for (const side of ['original', 'insert'] as const) {
    context.setLineDash(side === 'original' ? [2 * columns.scale, 2 * columns.scale] : [])
    context.beginPath()
    for (const point of curve) context.lineTo(xOf(columns, point.frame), y(point[side]))
    context.stroke()
  }
  context.restore()
}

function paintSounds(context: CanvasRenderingContext2D, columns: Columns, area: Area, picture: SeamPicture): void {
  const { after, before, shown, colours } = picture
  const sounds = shown === 'both' ? [after, before] : [picture[shown]]
  const amplitude = amplitudeOf(columns, picture, sounds)
  const channels = after.pcm.channels.length
  const share = (area.bottom - area.top) / channels
  const runs = shown === 'before' ? [wholeRun(columns, colours['wave-original'])] : insertRuns(columns, picture)
  for (let channel = 0; channel < channels; channel++) {
    const lane: Lane = { channel, top: area.top + channel * share, height: share, amplitude }
    context.fillStyle = colours.line
    context.fillRect(0, Math.round(lane.top + lane.height / 2), columns.count, 1)
    paintSolid(context, columns, lane, shown === 'before' ? before : after, runs)
    if (shown === 'both') paintBroken(context, columns, lane, before, colours['wave-original'])
  }
  if (amplitude > 1) paintNote(context, columns, area, { picture, text: `drawn ${amplitude} × as tall` })
}

function amplitudeOf(columns: Columns, { marks, shown, rate }: SeamPicture, sounds: readonly SeamSound[]): number {
  const [start, end] = [columns.start, columns.start + columns.count * columns.step]
  const near = spanOf([shown === 'before' ? marks.originalPause : marks.pause, marks.fade], (leastNear * rate) / 1000)
  const part = (end - start) / parts
  const peaks = Array.from({ length: parts }, (_, at) => peakWithin(sounds, start + at * part, start + (at + 1) * part))
  return heightFor(peakWithin(sounds, Math.max(start, near.start), Math.min(end, near.end)), peaks)
}

/** A note on the recording's side of the picture, on a plate of the background so that it can be read over sound. */
function paintNote(
  context: CanvasRenderingContext2D,
  columns: Columns,
  area: Area,
  { picture, text }: { readonly picture: SeamPicture; readonly text: string },
): void {
  const { scale } = columns
  const { width } = context.measureText(text)
  const x = picture.marks.seam === 'left' ? 4 * scale : columns.count - width - 4 * scale
  const y = area.top + 3 * scale
  context.globalAlpha = 0.8
  context.fillStyle = picture.colours['wave-bg']
  context.fillRect(x - 2 * scale, y - scale, width + 4 * scale, 14 * scale)
  context.globalAlpha = 1
  context.fillStyle = picture.colours.ruler
  context.textAlign = 'left'
  context.textBaseline = 'top'
  context.fillText(text, x, y)
}

const wholeRun = ({ count }: Columns, colour: string): ColourRun => ({ from: 0, to: count, colour })

/** The recording in its colour, the insert in that of fixes. */
function insertRuns(columns: Columns, { marks, colours }: SeamPicture): ColourRun[] {
  const middle = Math.round(columns.count / 2)
  const [left, right] =
    marks.seam === 'left' ? [colours.wave, colours['wave-fix']] : [colours['wave-fix'], colours.wave]
  return [
    { from: 0, to: middle, colour: left },
    { from: middle, to: columns.count, colour: right },
  ]
}

function paintSeamLine(context: CanvasRenderingContext2D, columns: Columns, area: Area, picture: SeamPicture): void {
  const { scale } = columns
  const thick = Math.max(1, Math.round(2 * scale))
  const middle = Math.round(columns.count / 2 - thick / 2)
  context.fillStyle = picture.colours.ruler
  context.fillRect(middle, 0, thick, area.bottom)
  if (picture.playhead === null) return
  context.fillStyle = picture.colours.playhead
  context.fillRect(Math.round(xOf(columns, picture.playhead) - thick / 2), area.top, thick, area.bottom - area.top)
}

function paintWords(context: CanvasRenderingContext2D, columns: Columns, picture: SeamPicture): void {
  const { scale, count } = columns
  const gap = 6 * scale
  const room = count / 2 - 2 * gap
  const [earlier, later] = picture.marks.words[picture.shown === 'before' ? 'before' : 'after']
  context.fillStyle = picture.colours.ruler
  context.textBaseline = 'top'
  context.textAlign = 'right'
  context.fillText(fitted(context, earlier, room), count / 2 - gap, 3 * scale)
  context.textAlign = 'left'
  context.fillText(fitted(context, later, room), count / 2 + gap, 3 * scale)
}

/** `text`, shortened by whole letters where it is wider than `room`. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text
  let length = text.length - 1
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > room) length--
  return `${text.slice(0, length)}…`
}

function paintScale(context: CanvasRenderingContext2D, columns: Columns, area: Area, picture: SeamPicture): void {
  const { closeUp, colours } = picture
  const { scale, count } = columns
  context.fillStyle = colours.ruler
  context.textBaseline = 'top'
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    const x = count / 2 + (share * count) / 2
    const inset = 3 * scale
    context.textAlign = share === -1 ? 'left' : share === 1 ? 'right' : 'center'
    const text = share === 0 ? 'seam' : `${share < 0 ? '−' : '+'}${Math.abs(share * closeUp)} ms`
    context.fillText(text, x - share * inset, area.bottom + 2 * scale)
  }
}
