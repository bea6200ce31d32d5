import { expect, it } from 'vitest'
import { edgeAt, markerEdges } from './markerEdges'

const edges = markerEdges([
  { start: 1000, end: 1000, label: 'Intro' },
  { start: 3000, end: 9000, label: '' },
  { start: 5000, end: 5000, label: 'A name' },
])

const at = (frame: number, framesPerPixel = 10) => edgeAt(edges, frame, framesPerPixel)?.start ?? null

it('are the points, and both ends of what is longer, in order', () => {
  expect(edges.map(({ start, side }) => [start, side])).toEqual([
    [1000, 'point'],
    [3000, 'start'],
    [5000, 'point'],
    [9000, 'end'],
  ])
})

it('are hit on their flag, and on their name up to the next one', () => {
  expect([at(890), at(901), at(1000), at(2500), at(2601)]).toEqual([null, 1000, 1000, 1000, null])
  expect([at(2901), at(3100), at(3101)]).toEqual([3000, 3000, null])
  expect([at(3000, 20), at(2799, 20), at(2801, 20)]).toEqual([3000, 1000, 3000])
  expect(at(50_000)).toBe(null)
  expect(edgeAt([], 5, 1)).toBe(null)
})
