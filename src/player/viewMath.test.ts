import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import {
  clampView,
  fittingZoom,
  isFitted,
  pageTo,
  type Stage,
  type ViewWindow,
  viewEnd,
  viewOfRange,
  widestFrame,
  widestWindow,
  windowFor,
  zoomedAround,
} from './viewMath'

const day: Stage = { width: 1200, length: 6 * 3600 * 48_000 }

describe('clampView', () => {
  it('keeps to the timeline and to the zooms there are', () => {
    expect(clampView({ start: -5, framesPerPixel: Infinity }, day)).toEqual({
      start: 0,
      framesPerPixel: fittingZoom(day),
    })
    expect(clampView({ start: 1e12, framesPerPixel: 0 }, day)).toEqual({
      start: day.length - day.width / widestFrame,
      framesPerPixel: 1 / widestFrame,
    })
  })

  it.each([
    { width: 1200, length: 0 },
    { width: 1, length: 100 },
    { width: 1200, length: 5 },
  ])('has one view of $length frames on $width pixels when there is nothing to zoom into', (stage) => {
    const view = clampView({ start: 3, framesPerPixel: 1e-9 }, stage)
    expect(view.framesPerPixel).toBeLessThanOrEqual(fittingZoom(stage))
    expect(view.framesPerPixel).toBeGreaterThan(0)
    expect(viewEnd(view, stage)).toBeLessThanOrEqual(stage.length)
  })
})

describe('zooming', () => {
  it('keeps the frame under the pointer in its place, unless the ends of the timeline are in the way', () => {
    const view = clampView({ start: 5e8, framesPerPixel: 1000 }, day)
    const around = view.start + 300 * view.framesPerPixel
    const near = zoomedAround(view, 1234.5, around, day)
    expect((around - near.start) / near.framesPerPixel).toBeCloseTo(300, 3)
    const back = zoomedAround(near, 1 / 1234.5, around, day)
    expect(back.start).toBeCloseTo(view.start, 0)
    expect(isFitted(zoomedAround(view, 1e-9, around, day), day)).toBe(true)
  })

  it('shows a span with a margin', () => {
    const view = viewOfRange(480_000, 960_000, 0.1, day)
    expect((480_000 - view.start) / view.framesPerPixel).toBeCloseTo(120)
    expect((960_000 - view.start) / view.framesPerPixel).toBeCloseTo(1080)
    expect(viewOfRange(7, 7, 0.1, day).framesPerPixel).toBe(1 / widestFrame)
  })
})

describe('windowFor', () => {
  it('is the whole timeline while that is not too wide, in whole pixels that hold every frame', () => {
    const fitted = clampView({ start: 0, framesPerPixel: Infinity }, day)
    expect(windowFor(fitted, day, null)).toEqual({ start: 0, width: 1200, framesPerPixel: fitted.framesPerPixel })
    const view = clampView({ start: 0, framesPerPixel: 1e4 / 3 }, day)
    const window = windowFor(view, day, null)
    expect(window.width * window.framesPerPixel).toBeGreaterThanOrEqual(day.length)
    expect((window.width - 1) * window.framesPerPixel).toBeLessThan(day.length)
  })

  it('always holds the view, keeps the window where it can, and a screen of room where there is more (seeded)', () => {
    const random = mulberry32(11)
    let window: ViewWindow | null = null
    let view = clampView({ start: 0, framesPerPixel: 3 }, day)
    let kept = 0
    for (let step = 0; step < 4000; step++) {
      const what = random()
      if (what < 0.02) view = clampView({ start: random() * day.length, framesPerPixel: 10 ** (random() * 6 - 2) }, day)
      else view = clampView({ ...view, start: view.start + (random() - 0.5) * 30_000 * view.framesPerPixel }, day)
      const next: ViewWindow = windowFor(view, day, window)
      if (next === window) kept++
      const left = Math.floor(view.start / next.framesPerPixel) - Math.round(next.start / next.framesPerPixel)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(next.width).toBeLessThanOrEqual(widestWindow)
      const total = Math.ceil(day.length / next.framesPerPixel - 1e-6)
      const first = Math.round(next.start / next.framesPerPixel)
      expect(left + day.width).toBeLessThanOrEqual(next.width + 1)
      const roomLeft = first > 0 ? left : Infinity
      const roomRight = first + next.width < total ? next.width - left - day.width : Infinity
      expect(Math.min(roomLeft, roomRight)).toBeGreaterThanOrEqual(day.width)
      window = next
    }
    expect(kept).toBeGreaterThan(2000)
  })

  it('follows a timeline that became shorter', () => {
    const view = clampView({ start: day.length, framesPerPixel: 2 }, day)
    const window = windowFor(view, day, null)
    const shorter = { ...day, length: day.length - 1_000_000 }
    const moved = windowFor(clampView(view, shorter), shorter, window)
    expect(moved.start + moved.width * 2).toBeLessThanOrEqual(shorter.length + 2)
  })
})

it('turns the page only when the playhead is off it', () => {
  const view = clampView({ start: 1000, framesPerPixel: 10 }, day)
  expect(pageTo(view, 1000, day)).toBe(view)
  expect(pageTo(view, 12_999, day)).toBe(view)
  expect(pageTo(view, 13_000, day).start).toBe(13_000 - 1200)
  expect(pageTo(view, 0, day).start).toBe(0)
})
