import { describe, expect, it } from 'vitest'
import { goodReport as good, goodSeam as seam } from '../testing/goodReport'
import { describeReport, type JoinReport, seamFaults } from './report'

describe('describeReport', () => {
  it('says in plain words that all is well', () => {
    expect(describeReport(good, 48_000)).toEqual({
      verdict: 'Sounds right.',
      details: ['level −0.4 dB', 'room tone matched', 'no click', '+0.18 s'],
    })
  })

  it('says what is off, the worst first', () => {
    const message = 'The left seam has a step that may click. Move that edge into a pause.'
    const bad: JoinReport = {
      ...good,
      levelDifferenceDb: 2.06,
      floorDifferenceDb: -6,
      left: { ...seam, stepRatio: 4 },
      addedFrames: -24_000,
      warnings: [{ code: 'click', message, seam: 'left', control: 'nudge-left' }],
    }
    expect(describeReport(bad, 48_000)).toEqual({
      verdict: message,
      details: ['level +2.1 dB', 'room tone −6.0 dB', 'click at the seam (4.0 times the usual step)', '−0.50 s'],
    })
    expect(seamFaults(bad, 'left')).toEqual(bad.warnings)
    expect(seamFaults(bad, 'right')).toEqual([])
    const sharp = describeReport({ ...good, right: { ...seam, clickDb: 9.4 } }, 48_000)
    expect(sharp.details).toContain('click at the seam (9 dB)')
  })

  it('leaves out what was not measured, and never says minus zero', () => {
    const bare: JoinReport = { ...good, levelDifferenceDb: null, floorDifferenceDb: null, addedFrames: -10 }
    expect(describeReport(bare, 48_000).details).toEqual(['no click', '0.00 s'])
    expect(describeReport({ ...good, levelDifferenceDb: -0.01 }, 48_000).details[0]).toBe('level 0.0 dB')
  })
})
