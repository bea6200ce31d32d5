import { describe, expect, it } from 'vitest'
import { timelineFrame } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { between, emptyState, randomEdit } from '../testing/timelineModel'
import { originalInPlace } from './originalInPlace'
import { samePlace } from './samePlace'
import { originalTimeline, type Timeline, timelineOf } from './timeline'

/** What stands at each frame: a frame of the recording, or nothing. */
function framesOf({ pieces }: Timeline): (number | null)[] {
  return pieces.flatMap((piece) =>
    Array.from({ length: piece.length }, (_, index) => (piece.kind === 'recording' ? piece.start + index : null)),
  )
}

function random(seeded: () => number) {
  let state = emptyState(between(seeded, 1, 60))
  const steps = between(seeded, 0, 6)
  for (let step = 1; step <= steps; step++) state = randomEdit(state, seeded, `step ${step}`)
  const timeline = timelineOf(state.project, state.inserts)
  return { project: state.project, timeline, shown: originalInPlace(state.project, timeline) }
}

describe('the original in the place of the fixes', () => {
  it('has the recording frame for frame in each place, cut off or followed by nothing, and moves nothing else', () => {
    overSeeds(300, (seeded) => {
      const { project, timeline, shown } = random(seeded)
      expect(shown.length).toBe(timeline.length)
      const frames = framesOf(shown)
      expect(frames).toHaveLength(timeline.length)
      for (const piece of timeline.pieces) {
        const replaced = piece.kind === 'insert' ? project.fixes.find(({ id }) => id === piece.fix)?.replaced : null
        const expected = Array.from({ length: piece.length }, (_, index) => {
          if (piece.kind === 'recording') return piece.start + index
          return replaced && replaced.start + index < replaced.end ? replaced.start + index : null
        })
        expect(frames.slice(piece.at, piece.at + piece.length)).toEqual(expected)
      }
    })
  })

  it('shows each heard frame of the original where it is drawn, as far as it has a place', () => {
    overSeeds(300, (seeded) => {
      const { project, shown } = random(seeded)
      const place = samePlace(originalTimeline(project.frames), shown)
      const drawn = framesOf(shown).flatMap((frame, at) => (frame === null ? [] : [{ frame, at }]))
      expect(drawn.map(({ frame }) => place(timelineFrame(frame)))).toEqual(drawn.map(({ at }) => at))
    })
  })
})
