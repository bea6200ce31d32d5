import { describe, expect, it } from 'vitest'
import { Follow } from './follow'
import { clampView, type Stage, type View } from './viewMath'

const rate = 48_000
const stage: Stage = { width: 1000, length: 3600 * rate }
/** Ten seconds on screen. */
const near: View = { start: 600 * rate, framesPerPixel: 480 }

/** Plays for `seconds` at 60 frames a second and gives every view on the way. */
function play(follow: Follow, from: number, seconds: number, view: View = near, on: Stage = stage): View[] {
  const views: View[] = []
  for (let frame = 0; frame <= 60 * seconds; frame++) {
    const now = (frame * 1000) / 60
    view = follow.next({ view, stage: on, rate, playhead: from + (now / 1000) * rate, now })
    views.push(view)
  }
  return views
}

const startOf = (views: readonly View[], index: number): number => views.at(index)?.start ?? Number.NaN

describe('following', () => {
  it('stands still until the playhead is in the middle, then glides with it', () => {
    const views = play(new Follow(), near.start, 8)
    expect(views.slice(0, 300).every((view) => view === near)).toBe(true)
    expect(startOf(views, -1)).toBeCloseTo(near.start + 3 * rate, -2)
  })

  it('never steps: a playhead beyond the middle is caught up with little by little', () => {
    const views = play(new Follow(), near.start + 9 * rate, 5)
    const steps = views.slice(1).map((view, index) => view.start - startOf(views, index))
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
    // What 4 seconds are caught up with in one frame, beside the frame's own share of the sound.
    expect(Math.max(...steps)).toBeLessThanOrEqual(rate / 60 + 4 * rate * (1 - Math.exp(-1000 / 60 / 400)) + 1)
    expect(startOf(views, -1)).toBeCloseTo(near.start + 9 * rate, -3)
  })

  it('turns pages where gliding would be too fast, and for those who asked for less motion', () => {
    const close: View = { start: near.start, framesPerPixel: 60 }
    const still = new Follow()
    still.still = true
    for (const [follow, view] of [
      [new Follow(), close],
      [still, near],
    ] as const) {
      const shown = stage.width * view.framesPerPixel
      const views = play(follow, near.start, (1.05 * shown) / rate, view)
      expect(new Set(views).size).toBe(2)
      expect(startOf(views, -1)).toBeCloseTo(near.start + 0.9 * shown, -3)
    }
  })

  it('leaves alone what shows less than a second, and what is off', () => {
    const closest: View = { start: near.start, framesPerPixel: 40 }
    expect(new Set(play(new Follow(), near.start, 3, closest)).size).toBe(1)
    const off = new Follow()
    off.on = false
    expect(new Set(play(off, near.start, 15)).size).toBe(1)
  })

  it('stays within the timeline', () => {
    const short: Stage = { width: 1000, length: 15 * rate }
    const views = play(new Follow(), 0, 15, clampView({ start: 0, framesPerPixel: 480 }, short), short)
    expect(startOf(views, -1)).toBe(5 * rate)
  })
})

describe('scrolling away', () => {
  it('is left alone, and followed again after a while when the playhead is on screen', () => {
    const follow = new Follow()
    const at = (seconds: number, view: View, playhead: number) =>
      follow.next({ view, stage, rate, playhead, now: seconds * 1000 })
    const behind: View = { ...near, start: near.start - 2 * rate }
    const playhead = near.start + 6 * rate
    at(0, near, playhead)
    follow.userMoved(100)
    expect(at(0.2, behind, playhead)).toBe(behind)
    expect(at(1.5, behind, playhead)).toBe(behind)
    expect(at(1.7, behind, playhead).start).toBeGreaterThan(behind.start)
  })

  it('is not brought back while the playhead is off screen, until it jumps or playing begins', () => {
    const follow = new Follow()
    follow.userMoved(0)
    const elsewhere: View = { ...near, start: 0 }
    const given = { view: elsewhere, stage, rate, playhead: near.start }
    expect(follow.next({ ...given, now: 60_000 })).toBe(elsewhere)
    follow.comeBack()
    expect(follow.next({ ...given, now: 60_001 }).start).toBe(near.start - rate)
  })
})
