import { expect, it } from 'vitest'
import { frames, timelineFrame, timelineRange } from '../base/units'
import { phraseAround } from './phrase'

const pauses = [
  [100, 120],
  [200, 240],
  [300, 310],
].map(([start = 0, end = 0]) => ({ start: timelineFrame(start), end: timelineFrame(end), depth: 30 }))

const phrase = (start: number, end: number) => {
  const range = phraseAround(timelineRange(start, end), pauses, frames(500))
  return [range.start, range.end]
}

it('reaches from pause to pause around the selection', () => {
  expect(phrase(150, 160)).toEqual([120, 200])
  expect(phrase(150, 250)).toEqual([120, 300])
  expect(phrase(110, 160)).toEqual([120, 200])
  expect(phrase(150, 220)).toEqual([120, 200])
  expect(phrase(120, 200)).toEqual([120, 200])
  expect(phrase(150, 150)).toEqual([120, 200])
})

it('reaches to the ends of the file where no pause is left', () => {
  expect(phrase(10, 20)).toEqual([0, 100])
  expect(phrase(400, 450)).toEqual([310, 500])
})

it('gives the pause for a selection inside one', () => {
  expect(phrase(205, 210)).toEqual([200, 240])
  expect(phrase(220, 220)).toEqual([200, 240])
})
