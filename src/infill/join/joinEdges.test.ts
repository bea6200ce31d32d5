import { describe, expect, it } from 'vitest'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { frames } from '../../base/units'
import { defaultJoin } from '../../edit/joinSettings'
import { joinCase, rms } from '../../testing/joinCase'
import { join } from './join'
import type { Surroundings } from './surroundings'

describe('cuts inside sound', () => {
  const { speech, original } = joinCase({ seed: 12 })
  const rate = 48_000
  const from = speech.words[10] ?? { start: 0, end: 0 }
  const to = speech.words[12] ?? { start: 0, end: 0 }
  const start = Math.round((from.start + from.end) / 2)
  const end = Math.round((to.start + to.end) / 2)
  const cut = (a: number, b: number): Pcm => ({
    rate: original.rate,
    channels: [original.channels[0]?.slice(a, b) ?? new Float32Array(0)],
  })
  const surroundings: Surroundings = {
    before: cut(start - 4 * rate, start),
    head: cut(start, start + 9600),
    tail: cut(end - 9600, end),
    after: cut(end, end + 3 * rate),
    pauseBefore: null,
    pauseAfter: null,
    replacedFrames: frames(end - start),
  }

  it('fades for 8–15 ms and says where it cuts', () => {
    const take: Pcm = cut(start, end)
    const { insert, report } = join(take, surroundings, defaultJoin)
    expect(report.left.fadeMs).toBeGreaterThanOrEqual(8)
    expect(report.right.fadeMs).toBeLessThanOrEqual(15)
    expect(report.warnings[0]?.code).toBe('cut-in-sound')
    expect(report.left.stepRatio).toBeLessThanOrEqual(1.2)
    expect(Math.abs(pcmFrames(insert) - (end - start))).toBeLessThan(0.03 * rate)
  })

  it('closes a gap between two sounds with one short fade', () => {
    const { insert, report } = join(null, surroundings, defaultJoin)
    expect(report.kind).toBe('removal')
    expect(pcmFrames(insert) / rate).toBeGreaterThanOrEqual(0.008)
    expect(pcmFrames(insert) / rate).toBeLessThanOrEqual(0.025)
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
  })
})

describe('a removal', () => {
  it('closes the gap inside the pauses, with no step and no hole', () => {
    const { surroundings, original, start, end } = joinCase({ seed: 15 })
    const { insert, report } = join(null, surroundings, defaultJoin)
    const length = pcmFrames(insert)
    expect(length).toBeGreaterThan(0)
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
    expect(report.addedFrames).toBe(length - (end - start))
    expect(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1)))).toBeCloseTo(-55, -0.5)
    expect(report.gainDb).toBe(0)
  })

  it('leaves a pause as long as asked for, filled with room tone', () => {
    const { surroundings } = joinCase({ seed: 15 })
    const { insert, report } = join(null, surroundings, { ...defaultJoin, leadMs: 1500 })
    expect(report.left.pauseMs).toBeCloseTo(1500, 0)
    expect(Math.abs(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1))) + 55)).toBeLessThan(1.5)
  })

  it('leaves each length that is asked for, from one fade on', () => {
    const { surroundings } = joinCase({ seed: 15 })
    const outside = (surroundings.pauseBefore?.outside ?? 0) + (surroundings.pauseAfter?.outside ?? 0)
    const shortest = (1000 * outside) / 48_000
    for (const more of [64, 80, 100, 119, 121, 160]) {
      const { report } = join(null, surroundings, { ...defaultJoin, leadMs: shortest + more })
      expect(report.left.pauseMs).toBeCloseTo(shortest + more, 0)
      expect(Math.max(report.left.stepRatio ?? 0, report.right.stepRatio ?? 0)).toBeLessThan(2)
    }
  })
})

describe('edges of a recording', () => {
  const { take, surroundings } = joinCase({ seed: 21 })
  const none: Pcm = {
    rate: take.rate === surroundings.before.rate ? take.rate : surroundings.before.rate,
    channels: [new Float32Array(0)],
  }

  it('inserts into a pause without replacing anything', () => {
    const gap = { ...surroundings, head: none, tail: none, replacedFrames: frames(0) }
    const pauses = {
      pauseBefore: { outside: frames(2000), inside: frames(0) },
      pauseAfter: { inside: frames(0), outside: frames(2000) },
    }
    const { insert, report } = join(take, { ...gap, ...pauses }, defaultJoin)
    expect(report.addedFrames).toBe(pcmFrames(insert))
    expect(insert.channels[0]?.[0]).toBe(surroundings.after.channels[0]?.[0])
    expect(insert.channels[0]?.at(-1)).toBe(surroundings.before.channels[0]?.at(-1))
    expect(pcmFrames(join(null, { ...gap, ...pauses }, defaultJoin).insert)).toBeGreaterThanOrEqual(0)
  })

  it('works with no sound before, after, or at all', () => {
    for (const change of [
      { before: none, pauseBefore: null },
      { after: none, pauseAfter: null },
      { before: none, after: none },
      {
        before: none,
        after: none,
        head: none,
        tail: none,
        pauseBefore: null,
        pauseAfter: null,
        replacedFrames: frames(0),
      },
    ]) {
      for (const what of [take, null]) {
        const { insert, report } = join(what, { ...surroundings, ...change }, defaultJoin)
        for (const samples of insert.channels) expect(samples.every(Number.isFinite)).toBe(true)
        expect(report.insertFrames).toBe(pcmFrames(insert))
      }
    }
  })

  it('works in digital silence', () => {
    const { surroundings: silent, take: dry } = joinCase({ seed: 3, roomDb: -200 })
    const { insert, report } = join(dry, silent, defaultJoin)
    expect(insert.channels[0]?.every(Number.isFinite)).toBe(true)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(0.8)
  })
})
