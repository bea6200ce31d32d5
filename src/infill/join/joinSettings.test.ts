import { describe, expect, it } from 'vitest'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { mulberry32 } from '../../base/random'
import { defaultJoin } from '../../edit/joinSettings'
import { clean, hows, joinCase, rms } from '../../testing/joinCase'
import { join } from './join'
import type { Surroundings } from './surroundings'

function samplesOf(pcm: Pcm): Float32Array {
  return pcm.channels[0] ?? new Float32Array(0)
}

/** How many samples two sounds begin with alike. */
function same(a: Float32Array, b: Float32Array): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 ? a.length : at
}

describe('settings', () => {
  const { surroundings, take } = joinCase({ seed: 31, how: hows[1] ?? clean })
  const auto = join(take, surroundings, defaultJoin).report

  it('puts a gain by hand on the take', () => {
    const report = join(take, surroundings, { ...defaultJoin, gainDb: auto.gainDb - 6 }).report
    expect(report.gainDb).toBeCloseTo(auto.gainDb - 6, 6)
    expect(report.levelDifferenceDb ?? 0).toBeCloseTo(-6, 0)
    expect(report.warnings.map(({ code }) => code)).toContain('level-off')
  })

  it('makes pauses as long as asked for', () => {
    const report = join(take, surroundings, { ...defaultJoin, leadMs: 900, tailMs: 1200 }).report
    expect(Math.abs(report.left.pauseMs - 900)).toBeLessThan(15)
    expect(Math.abs(report.right.pauseMs - 1200)).toBeLessThan(15)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(1.5)
  })

  it('never shortens a pause outside the replaced range', () => {
    const report = join(take, surroundings, { ...defaultJoin, leadMs: 0 }).report
    const outside = ((surroundings.pauseBefore?.outside ?? 0) / 48_000) * 1000
    expect(report.left.pauseMs).toBeGreaterThanOrEqual(outside)
    expect(report.left.pauseMs).toBeLessThan(outside + 32)
  })

  it('fades as long as asked for, inside the pause', () => {
    expect(join(take, surroundings, { ...defaultJoin, fadeMs: 10 }).report.left.fadeMs).toBeCloseTo(10, 1)
    expect(join(take, surroundings, { ...defaultJoin, fadeMs: 250 }).report.left.fadeMs).toBeLessThanOrEqual(35)
  })

  it('hands over earlier and later when a seam is nudged, and changes nothing else', () => {
    const wide = joinCase({ seed: 31, how: hows[1] ?? clean, inside: 0.06 })
    const original = wide.original.channels[0]?.subarray(wide.start, wide.end) ?? new Float32Array(0)
    const ms = 48
    const made = (change: object) => samplesOf(join(wide.take, wide.surroundings, { ...defaultJoin, ...change }).insert)
    const plain = made({})
    const [earlier, later] = [made({ leftNudgeMs: -10 }), made({ leftNudgeMs: 5 })]
    expect([earlier.length, later.length]).toEqual([plain.length, plain.length])
    expect(Math.abs(same(plain, original) - same(earlier, original) - 10 * ms)).toBeLessThan(ms)
    expect(same(later, original)).toBeGreaterThan(same(plain, original))
    expect(later.subarray(plain.length / 2)).toEqual(plain.subarray(plain.length / 2))
    const right = made({ rightNudgeMs: 10 })
    expect(right.length).toBe(plain.length)
    expect(right.subarray(0, plain.length / 2)).toEqual(plain.subarray(0, plain.length / 2))
    const turned = original.toReversed()
    const moved = same(plain.toReversed(), turned) - same(right.toReversed(), turned)
    expect(Math.abs(moved - 10 * ms)).toBeLessThan(ms)
  })

  it('keeps the silence that the take brings when it is not to be trimmed', () => {
    const { insert } = join(take, surroundings, { ...defaultJoin, trim: false })
    const brought = Math.round((take.channels[0]?.length ?? 0) * (48_000 / take.rate))
    expect(Math.abs(pcmFrames(insert) - brought)).toBeLessThanOrEqual(1)
    expect(pcmFrames(join(take, surroundings, defaultJoin).insert)).toBeLessThan(brought - 0.2 * 48_000)
  })

  it('matches the speech around where that is asked for, and else the speech it replaces', () => {
    const quieter: Surroundings = {
      ...surroundings,
      head: { ...surroundings.head, channels: surroundings.head.channels.map((c) => c.map((v) => v / 2)) },
      tail: { ...surroundings.tail, channels: surroundings.tail.channels.map((c) => c.map((v) => v / 2)) },
    }
    const gain = (level: 'replaced' | 'around') =>
      join(take, quieter, { ...defaultJoin, level }).report.gainDb - auto.gainDb
    expect(Math.abs(gain('replaced') + 6)).toBeLessThan(0.5)
    expect(Math.abs(gain('around'))).toBeLessThan(1.5)
  })

  it('keeps a soft end of the take that is heard over the room', () => {
    const random = mulberry32(8)
    const spoken = take.channels[0] ?? new Float32Array(0)
    const last = Math.round((pcmFrames(take) / take.rate - 0.229) * take.rate)
    const hissing = spoken.map((value, i) =>
      i >= last && i < last + 0.1 * take.rate ? value + 0.012 * (random() - 0.5) : value,
    )
    const plain = pcmFrames(join(take, surroundings, defaultJoin).insert)
    const longer = pcmFrames(join({ ...take, channels: [hissing] }, surroundings, defaultJoin).insert)
    expect(longer - plain).toBeGreaterThan(0.06 * 48_000)
  })

  it('stands in the middle without spread, and where the speaker does with it', () => {
    const { surroundings: left, take: mono } = joinCase({ seed: 31, channels: [1, 0.3] })
    const sides = (spread: boolean) => {
      const { insert } = join(mono, left, { ...defaultJoin, spread })
      const [a, b] = insert.channels.map((samples) => rms(samples))
      return 20 * Math.log10((b ?? 0) / (a ?? 1))
    }
    expect(Math.abs(sides(false))).toBeLessThan(0.5)
    expect(Math.abs(sides(true) - 20 * Math.log10(0.3))).toBeLessThan(1)
  })

  it('leaves the floor alone without room tone', () => {
    const report = join(take, surroundings, { ...defaultJoin, roomTone: false }).report
    expect(report.roomTone).toBe(false)
    expect(report.floorDifferenceDb ?? 0).toBeLessThan(-3)
  })
})
