import { describe, expect, it } from 'vitest'
import { type Pcm, pcmFrames } from '../../audio/pcm'
import { defaultJoin } from '../../edit/joinSettings'
import { clean, hows, joinCase, rms } from '../../testing/joinCase'
import { energyOf, powerIn } from './energy'
import { join } from './join'

const cases = hows.flatMap((how, i) =>
  [1, 2, 3].map((seed) => ({ how, seed: seed + 10 * i, rate: seed === 2 ? 44_100 : 48_000 })),
)

describe('a take that is the removed words themselves, as a service returns them', () => {
  it.each(cases)('comes back to level, length and floor: %j', (options) => {
    const { surroundings, take, speech, start, end } = joinCase(options)
    const { insert, report } = join(take, surroundings, defaultJoin)
    const length = pcmFrames(insert)
    expect(report.insertFrames).toBe(length)
    expect(report.addedFrames).toBe(length - (end - start))
    expect(Math.abs(report.addedFrames) / options.rate).toBeLessThan(0.015)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(0.8)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(1.5)
    for (const seam of [report.left, report.right]) {
      expect(seam.stepRatio).toBeLessThanOrEqual(1.5)
      expect(Math.abs(seam.pauseMs - (seam.originalPauseMs ?? 0))).toBeLessThan(15)
    }
    expect(report.peakDb).toBeLessThanOrEqual(-1)
    const ratio = rms(insert.channels[0] ?? new Float32Array(1)) / rms(speech.recording.subarray(start, end))
    expect(Math.abs(20 * Math.log10(ratio))).toBeLessThan(3)
  })

  it.each([-70, -40, -35])('holds with a room at %d dBFS', (roomDb) => {
    const { surroundings, take } = joinCase({ seed: 5, roomDb, how: hows[1] ?? clean })
    const { report } = join(take, surroundings, defaultJoin)
    expect(Math.abs(report.levelDifferenceDb ?? 99)).toBeLessThan(1)
    expect(Math.abs(report.addedFrames) / 48_000).toBeLessThan(0.025)
    expect(Math.abs(report.floorDifferenceDb ?? 99)).toBeLessThan(2)
  })
})

describe('laws', () => {
  const { surroundings, take, original, start, end } = joinCase({ seed: 77, how: hows[1] ?? clean })
  const { insert, report } = join(take, surroundings, defaultJoin)

  it('begins and ends with the original sample itself, so that no seam has a step of its own', () => {
    expect(insert.channels[0]?.[0]).toBe(original.channels[0]?.[start])
    expect(insert.channels[0]?.at(-1)).toBe(original.channels[0]?.[end - 1])
  })

  it('gives the same samples for the same inputs, and leaves the inputs as they are', () => {
    const copy = structuredClone({ surroundings, take })
    expect(join(take, surroundings, defaultJoin).insert).toEqual(insert)
    expect({ surroundings, take }).toEqual(copy)
  })

  it('does not depend on the level of the take', () => {
    const louder: Pcm = { ...take, channels: take.channels.map((samples) => samples.map((value) => value * 1.5)) }
    const other = join(louder, surroundings, defaultJoin)
    expect(other.report.gainDb).toBeCloseTo(report.gainDb - 20 * Math.log10(1.5), 2)
    expect(pcmFrames(other.insert)).toBe(pcmFrames(insert))
    const [before = new Float32Array(0)] = insert.channels
    const apart = before.map((value, i) => Math.abs(value - (other.insert.channels[0]?.[i] ?? 9)))
    expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(1e-4)
  })

  it('holds no sample that is not a number', () => {
    for (const samples of insert.channels) expect(samples.every(Number.isFinite)).toBe(true)
  })

  it('never holds digital silence, wherever the take does', () => {
    const holes = take.channels.map((samples) => {
      const cut = samples.slice()
      for (const share of [0.3, 0.6]) cut.fill(0.001, share * cut.length, share * cut.length + 2400)
      return cut
    })
    const [samples = new Float32Array(0)] = join({ ...take, channels: holes }, surroundings, defaultJoin).insert
      .channels
    for (let at = 0; at + 240 <= samples.length; at += 240)
      expect(rms(samples.subarray(at, at + 240))).toBeGreaterThan(3e-4)
  })

  it('keeps both pauses filled: no digital silence, no hole', () => {
    const energy = energyOf(insert.channels[0] ?? new Float32Array(0), insert.rate)
    for (let at = 0; at + 480 <= pcmFrames(insert); at += 240) {
      expect(powerIn(energy, at, at + 480).speech).toBeGreaterThan(10 ** (-62 / 10))
    }
  })
})

describe('level limits', () => {
  it('turns up by 9 dB at most and says so', () => {
    const { surroundings, take } = joinCase({ seed: 4, how: { ...clean, gainDb: -20 } })
    const { report } = join(take, surroundings, defaultJoin)
    expect(report.gainDb).toBe(9)
    expect(report.warnings.map(({ code }) => code)).toContain('gain-limited')
  })

  it('keeps true peaks under -1 dBFS whatever gain is asked for', () => {
    const { surroundings, take } = joinCase({ seed: 4 })
    const { report } = join(take, surroundings, { ...defaultJoin, gainDb: 24 })
    expect(report.peakDb).toBeLessThanOrEqual(-1)
    expect(report.warnings.map(({ code }) => code)).toContain('peak-limited')
  })
})

describe('channels', () => {
  it('stays dual mono', () => {
    const { surroundings, take } = joinCase({ seed: 8, channels: [1, 1] })
    const { insert } = join(take, surroundings, defaultJoin)
    expect(insert.channels[1]).toEqual(insert.channels[0])
  })

  it('stays on one side, with the room on the other', () => {
    const { surroundings, take } = joinCase({ seed: 8, channels: [0, 1], roomDb: -60 })
    const { insert } = join(take, surroundings, defaultJoin)
    expect(Math.abs(20 * Math.log10(rms(insert.channels[0] ?? new Float32Array(1))) + 60)).toBeLessThan(1)
    expect(20 * Math.log10(rms(insert.channels[1] ?? new Float32Array(1)))).toBeGreaterThan(-30)
  })

  it('stands where the speaker stands, upside down too', () => {
    const { surroundings, take } = joinCase({ seed: 8, channels: [1, -0.5], roomDb: -70 })
    const [left, right] = join(take, surroundings, defaultJoin).insert.channels
    const middle = Math.floor((left?.length ?? 0) / 2)
    const near = (samples: Float32Array | undefined) =>
      samples?.subarray(middle - 9600, middle + 9600) ?? new Float32Array(1)
    expect(rms(near(right)) / rms(near(left))).toBeCloseTo(0.5, 1)
    let product = 0
    near(left).forEach((value, i) => {
      product += value * (near(right)[i] ?? 0)
    })
    expect(product).toBeLessThan(0)
  })

  it('keeps a constant offset of the recording', () => {
    const { surroundings, take } = joinCase({ seed: 9, dc: 0.01 })
    const { insert, report } = join(take, surroundings, defaultJoin)
    const samples = insert.channels[0] ?? new Float32Array(1)
    expect(samples.reduce((sum, value) => sum + value, 0) / samples.length).toBeCloseTo(0.01, 3)
    expect(report.left.stepRatio).toBeLessThanOrEqual(1.5)
  })
})
