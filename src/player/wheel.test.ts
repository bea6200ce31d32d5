import { expect, it } from 'vitest'
import { type WheelTurn, wheelMove } from './wheel'

const turn = (change: Partial<WheelTurn>): WheelTurn => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  ...change,
})

it('scrolls by the larger of both directions, in pixels, lines and pages', () => {
  expect(wheelMove(turn({ deltaY: 30 }), 800)).toEqual({ kind: 'scroll', pixels: 30 })
  expect(wheelMove(turn({ deltaX: -50, deltaY: 30 }), 800)).toEqual({ kind: 'scroll', pixels: -50 })
  expect(wheelMove(turn({ deltaY: 3, deltaMode: 1 }), 800)).toEqual({ kind: 'scroll', pixels: 96 })
  expect(wheelMove(turn({ deltaY: -1, deltaMode: 2 }), 800)).toEqual({ kind: 'scroll', pixels: -800 })
})

it('zooms with Ctrl or Command, by two at most in one turn', () => {
  expect(wheelMove(turn({ deltaY: -120, ctrlKey: true }), 800)).toEqual({ kind: 'zoom', factor: 2 })
  expect(wheelMove(turn({ deltaY: 999, metaKey: true }), 800)).toEqual({ kind: 'zoom', factor: 0.5 })
  expect(wheelMove(turn({ deltaY: -60, ctrlKey: true }), 800)).toEqual({ kind: 'zoom', factor: Math.SQRT2 })
})
