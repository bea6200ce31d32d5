import { expect, it } from 'vitest'
import { frames } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between, emptyState, heardFrames, randomEdit } from '../testing/timelineModel'
import { positionMap } from './positionMap'
import { originalTimeline, timelineOf } from './timeline'

it('takes every position to the frame it stood on, or to the seam of what replaced it', () => {
  overSeeds(300, (random) => {
    let state = emptyState(frames(between(random, 1, 30)))
    for (let step = between(random, 0, 6); step > 0; step--) state = randomEdit(state, random, String(step))
    const timeline = timelineOf(state.project, state.inserts)
    const map = positionMap(timeline)
    const heard = heardFrames(state.project, state.inserts)
    const where = (frame: number): number => heard.indexOf(`recording ${frame}`)
    const { recordingFrames, length } = timeline
    for (let frame = 0; frame < recordingFrames; frame++) {
      const at = where(frame)
      let seam = frame
      while (seam > 0 && where(seam - 1) < 0) seam--
      const expected =
        at >= 0 ? { frame: at, inside: false } : { frame: seam === 0 ? 0 : where(seam - 1) + 1, inside: true }
      expect(map.start(frame)).toEqual(expected)
      let next = frame
      while (next < recordingFrames && where(next) < 0) next++
      const behind = next === recordingFrames ? length : where(next)
      expect(map.end(frame + 1)).toBe(at >= 0 ? at + 1 : behind)
    }
    expect(map.start(recordingFrames)).toEqual({ frame: length, inside: false })
    expect(map.end(0)).toBe(0)
    expect(map.start(recordingFrames + 7).frame).toBe(length + 7)
  })
})

it('leaves everything where it was when nothing is edited', () => {
  const map = positionMap(originalTimeline(frames(10)))
  for (const frame of [0, 3, 10, 99]) {
    expect(map.start(frame)).toEqual({ frame, inside: false })
    expect(map.end(frame)).toBe(frame)
  }
})
