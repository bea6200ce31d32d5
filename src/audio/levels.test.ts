import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { DEAD_DB, LevelHistogram, localLevels } from './levels'

const speechAt = (loud: number, floor: number, seconds: number): number[] =>
  Array.from({ length: seconds * 200 }, (_, i) => (i % 200 < 140 ? loud : floor))

describe('LevelHistogram', () => {
  it('gives the quantiles of a sorted list, while levels go in and out', () => {
    const random = mulberry32(1)
    const histogram = new LevelHistogram()
    const inside: number[] = []
    for (let turn = 0; turn < 2000; turn++) {
      if (random() < 0.4 && inside.length > 0) histogram.add(must(inside.shift(), 'level'), -1)
      else {
        const level = Math.round(random() * 180) / 2 - 90
        inside.push(level)
        histogram.add(level, 1)
      }
      const from = -60
      const sorted = inside.filter((level) => level >= from).sort((a, b) => a - b)
      const expected = sorted[Math.max(0, Math.ceil(0.3 * sorted.length) - 1)] ?? null
      expect(histogram.quantile(0.3, from, 1)).toBe(expected)
    }
  })

  it('leaves digital silence out', () => {
    const histogram = new LevelHistogram()
    histogram.add(DEAD_DB, 1)
    histogram.add(-30, 1)
    expect([histogram.dead, histogram.live, histogram.quantile(0, -120, 1)]).toEqual([1, 1, -30])
    expect(histogram.quantile(0.5, -120, 2)).toBe(null)
  })
})

describe('localLevels', () => {
  it('follows a floor and a speaker that change', () => {
    const { floor, loud, stride } = localLevels(
      Float32Array.from([...speechAt(-20, -60, 60), ...speechAt(-30, -45, 60)]),
      200,
    )
    const at = (second: number): [number, number] => [
      floor[(second * 200) / stride] ?? 0,
      loud[(second * 200) / stride] ?? 0,
    ]
    expect(at(5)).toEqual([-60, -20])
    expect(at(115)).toEqual([-45, -30])
  })

  it('takes the speech of the whole recording where none is near, and never what is far below it', () => {
    const room = Array.from({ length: 12_000 }, (_, i) => (i % 3000 < 100 ? -60 : -75))
    const { floor, loud } = localLevels(Float32Array.from([...speechAt(-20, -75, 60), ...room]), 200)
    expect(floor.at(-1)).toBe(-75)
    expect(loud.at(-1)).toBe(-45)
  })

  it('puts the floor of gated speech well below it', () => {
    const { floor } = localLevels(Float32Array.from(speechAt(-20, -120, 30)), 200)
    expect(floor[100]).toBe(-65)
  })

  it('copes with nothing at all', () => {
    expect(localLevels(new Float32Array(0), 200).floor.length).toBe(0)
    const { floor, loud } = localLevels(new Float32Array(10).fill(-120), 200)
    expect([floor[0], loud[0]]).toEqual([-90, -90])
  })
})
