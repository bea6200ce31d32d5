import { describe, expect, it } from 'vitest'
import { recordingRange, sampleRate, timelineRange } from '../base/units'
import type { InfillPlan } from './plan'
import { planInWords } from './planWords'

const rate = sampleRate(48_000)
const plan: InfillPlan = {
  replaced: recordingRange(480_000, 580_656),
  touches: [],
  selection: timelineRange(480_000, 580_656),
  left: timelineRange(86_400, 480_000),
  right: timelineRange(580_656, 1_041_456),
  notes: [],
}

describe('planInWords', () => {
  it('says what goes along on each side and what is replaced, to the millisecond', () => {
    expect(planInWords(plan, rate, 'service')).toBe('Sends 8.2 s before and 9.6 s after to Cartesia; replaces 2.097 s.')
  })

  it('says how far it goes', () => {
    expect(planInWords(plan, rate, 'server')).toBe(
      'Sends 8.2 s before and 9.6 s after to Pickup’s own server and no further; replaces 2.097 s.',
    )
  })

  it('says when a side holds no speech, and when nothing is replaced', () => {
    expect(planInWords({ ...plan, left: null, selection: timelineRange(5, 5) }, rate, 'service')).toBe(
      'Sends nothing before (no speech there) and 9.6 s after to Cartesia; replaces nothing, the line is put in between.',
    )
  })
})
