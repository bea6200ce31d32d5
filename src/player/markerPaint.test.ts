import { expect, it } from 'vitest'
import { markerEdges } from './markerEdges'
import { paintMarkers } from './markerPaint'

/** A canvas of 100 pixels in height that counts what is drawn on it. */
function countingContext() {
  const drawn = { lines: 0, flags: 0, names: [] as string[] }
  const context: Parameters<typeof paintMarkers>[0] = {
    canvas: { height: 100 },
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    font: '',
    textBaseline: 'top',
    setLineDash() {},
    beginPath() {},
    stroke() {},
    save() {},
    restore() {},
    rect() {},
    clip() {},
    lineTo() {},
    moveTo() {
      drawn.lines++
    },
    fill() {
      drawn.flags++
    },
    measureText: (text: string) => ({ width: 6 * text.length }),
    fillText(text: string) {
      drawn.names.push(text)
    },
  }
  return { drawn, context }
}

const columns = { start: 0, step: 100, count: 1000, scale: 1 }
const look = { colour: 'black', lane: { top: 20, height: 16 } }

it('draws as much for thirty thousand markers as there is room for', () => {
  const { drawn, context } = countingContext()
  const many = Array.from({ length: 30_000 }, (_, i) => ({ start: 5 * i, end: 5 * i, label: `marker ${i}` }))
  paintMarkers(context, columns, markerEdges(many), look)
  expect(drawn.flags).toBeLessThanOrEqual(1160 / 3 + 5)
  expect(drawn.flags).toBeGreaterThan(250)
  expect(drawn.names).toEqual([])
})

it('names those that have room, and shortens long names', () => {
  const { drawn, context } = countingContext()
  const edges = markerEdges([
    { start: 10_000, end: 10_000, label: 'Intro' },
    { start: 20_000, end: 20_000, label: 'crowded' },
    { start: 21_000, end: 21_000, label: '' },
    { start: 40_000, end: 60_000, label: 'a name that is far too long for the room that it has' },
  ])
  paintMarkers(context, columns, edges, look)
  expect(drawn.flags).toBe(5)
  expect(drawn.names).toEqual(['Intro', expect.stringMatching(/^a name that .*…$/)])
  expect(6 * (drawn.names[1]?.length ?? 0)).toBeLessThanOrEqual(160)
})
