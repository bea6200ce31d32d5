import { clamp } from '../base/units'

/** What is on screen: the frame of the timeline at the left edge (a real number) and the zoom. */
export interface View {
  readonly start: number
  readonly framesPerPixel: number
}

/** What a view is for: a timeline of `length` frames on `width` CSS pixels. */
export interface Stage {
  readonly width: number
  readonly length: number
}

/** The stretch of the timeline that is laid out for scrolling: `width` whole CSS pixels from frame `start` on. */
export interface ViewWindow {
  readonly start: number
  readonly width: number
  readonly framesPerPixel: number
}

/** The finest zoom: one frame is this many CSS pixels wide. */
export const widestFrame = 48

/** The widest stretch that is laid out at once, in CSS pixels; browsers and wavesurfer end at about 33 million. */
export const widestWindow = 1_000_000

/** The zoom at which the whole timeline just fits. */
export function fittingZoom({ width, length }: Stage): number {
  return Math.max(length, 1) / Math.max(width, 1)
}

/** The nearest view there can be: not wider than the timeline, not finer than `widestFrame`, within the timeline. */
export function clampView(view: View, stage: Stage): View {
  const fit = fittingZoom(stage)
  const framesPerPixel = clamp(view.framesPerPixel, Math.min(1 / widestFrame, fit), fit)
  return { start: clamp(view.start, 0, Math.max(0, stage.length - stage.width * framesPerPixel)), framesPerPixel }
}

/** Whether the view shows the whole timeline. */
export function isFitted(view: View, stage: Stage): boolean {
  return view.framesPerPixel >= fittingZoom(stage) * (1 - 1e-9)
}

/** The view after zooming in by `factor` (out below 1), with the frame `around` staying where it is on screen. */
export function zoomedAround(view: View, factor: number, around: number, stage: Stage): View {
  return viewWith(around, (around - view.start) / view.framesPerPixel, view.framesPerPixel / factor, stage)
}

/** The view that shows `frame` at `x` CSS pixels from the left edge, as near as there is. */
export function viewWith(frame: number, x: number, framesPerPixel: number, stage: Stage): View {
  const zoomed = clampView({ start: 0, framesPerPixel }, stage)
  return clampView({ ...zoomed, start: frame - x * zoomed.framesPerPixel }, stage)
}

/** The view that shows `[start, end)` with a share of `margin` of the width free at each side. */
export function viewOfRange(start: number, end: number, margin: number, stage: Stage): View {
  const framesPerPixel = Math.max(end - start, 1) / Math.max(1, stage.width * (1 - 2 * margin))
  const zoomed = clampView({ start: 0, framesPerPixel }, stage)
  const middle = (start + end) / 2
  return clampView({ ...zoomed, start: middle - (stage.width * zoomed.framesPerPixel) / 2 }, stage)
}

/** The frame after the last one on screen, a real number. */
export function viewEnd(view: View, stage: Stage): number {
  return Math.min(stage.length, view.start + stage.width * view.framesPerPixel)
}

/**
 * The window for a view: the whole timeline while that is not wider than `widestWindow`, else a part with the view in
 * it. `current` is kept as long as its zoom is the same and the view keeps `stage.width` pixels away from its inner ends.
 */
export function windowFor(view: View, stage: Stage, current: ViewWindow | null): ViewWindow {
  const { framesPerPixel } = view
  const total = Math.max(stage.width, Math.ceil(stage.length / framesPerPixel - 1e-6), 1)
  if (total <= widestWindow) return { start: 0, width: total, framesPerPixel }
  const left = Math.floor(view.start / framesPerPixel)
  if (current && current.framesPerPixel === framesPerPixel && current.width === widestWindow) {
    const first = Math.round(current.start / framesPerPixel)
    const end = first + current.width
    const startsWell = first === 0 || left - first >= stage.width
    const endsWell = end >= total ? end === total : end - (left + stage.width) >= stage.width
    if (startsWell && endsWell) return current
  }
  const first = clamp(left - widestWindow / 2, 0, total - widestWindow)
  return { start: first * framesPerPixel, width: widestWindow, framesPerPixel }
}

/**
 * Where the view goes so that `playhead` is on screen: nowhere while it is there, else to where the playhead stands
 * a tenth from the left edge.
 */
export function pageTo(view: View, playhead: number, stage: Stage): View {
  const shown = stage.width * view.framesPerPixel
  if (playhead >= view.start && playhead < view.start + shown) return view
  return clampView({ ...view, start: playhead - shown / 10 }, stage)
}
