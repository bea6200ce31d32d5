import { describe, expect, it } from 'vitest'
import { sampleRate } from '../../base/units'
import { overSeeds } from '../../testing/seeds'
import { applyHold, type HoldInput, planHold } from './hold'

const rate = sampleRate(1000)
const seam = (lead: number, whole: number) => ({ lead, least: 3, whole, free: true })
const base: HoldInput = {
  target: 2000,
  left: seam(50, 200),
  right: seam(50, 200),
  heard: { start: 100, end: 2000 },
  pauses: [{ start: 800, end: 1000 }],
  rate,
}

describe('a length that is held', () => {
  it('moves nothing that fits', () => {
    expect(planHold(base)).toMatchObject({ leftLead: 50, rightLead: 50, heard: 1900, stretch: 1, points: [] })
  })

  it('takes from pauses before it touches speech, and never under 80 ms', () => {
    const plan = planHold({ ...base, target: 1900 })
    expect(plan.stretch).toBeCloseTo(1, 2)
    expect(plan.leftLead + plan.heard + plan.rightLead).toBe(1900)
    expect(plan.leftLead).toBeGreaterThanOrEqual(3)
  })

  it('gives pauses no more than half again, then stretches', () => {
    const plan = planHold({ ...base, target: 2450 })
    expect(plan.leftLead).toBeLessThanOrEqual(150)
    expect(plan.stretch).toBeGreaterThan(1.05)
    expect(plan.leftLead + plan.heard + plan.rightLead).toBe(2450)
  })

  it.each([
    [1000, 'too long'],
    [4000, 'too short'],
  ])('refuses %d frames and says by how much', (target, said) => {
    expect(() => planHold({ ...base, target })).toThrow(said)
    expect(() => planHold({ ...base, target })).toThrow(expect.objectContaining({ code: 'cannot-hold' }))
  })

  it('comes out to the frame whenever it does not refuse', () => {
    overSeeds(200, (random) => {
      const input = {
        ...base,
        target: Math.round(1500 + 1100 * random()),
        left: seam(Math.round(100 * random() + 3), Math.round(100 + 300 * random())),
        pauses: random() < 0.3 ? [] : base.pauses,
      }
      let plan = null
      try {
        plan = planHold(input)
      } catch {
        return
      }
      expect(plan.leftLead + plan.heard + plan.rightLead).toBe(input.target)
      expect(plan.stretch).toBeGreaterThanOrEqual(0.88)
      expect(plan.stretch).toBeLessThanOrEqual(1.14)
      const samples = Float32Array.from({ length: 2100 }, (_, i) => Math.sin(i / 3))
      const moved = applyHold(samples, null, plan, rate)
      expect(moved.samples.length).toBe(2100 + plan.heard - 1900)
    })
  })
})
