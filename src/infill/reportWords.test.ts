import { describe, expect, it } from 'vitest'
import { goodReport, goodSeam } from '../testing/goodReport'
import type { JoinReport, SeamReport } from './report'
import { insertFacts, insertMeasurements, reportWord, seamInWords, seamMeasurements } from './reportWords'

const seam: SeamReport = { ...goodSeam, pauseMs: 212.4, fadeAtMs: 6.2, stepRatio: 0.42 }
const report: JoinReport = {
  ...goodReport,
  left: seam,
  right: { ...seam, originalPauseMs: null, fadeMs: 0, inSound: true, stepRatio: 2.5, clickDb: 6.1 },
}

const offNames = (list: ReturnType<typeof seamMeasurements>) => list.flatMap(({ name, off }) => (off ? [name] : []))

describe('seamMeasurements', () => {
  it('gives every figure with its unit and its limit', () => {
    expect(seamMeasurements(report, 'left').map(({ name, value, limit }) => [name, value, limit])).toEqual([
      ['Step, against the usual step', '0.4 times', '2 times'],
      ['Click, above 4 kHz against the surroundings', '−2.0 dB', '+6 dB'],
      ['Pause', '212 ms, 200 ms before', '60 ms longer'],
      ['Crossfade', '25 ms, 6 ms from the seam', null],
      ['Edge', 'in a pause', 'in a pause'],
    ])
    expect(offNames(seamMeasurements(report, 'left'))).toEqual([])
  })

  it('marks what lies beyond its limit', () => {
    expect(offNames(seamMeasurements(report, 'right'))).toEqual([
      'Step, against the usual step',
      'Click, above 4 kHz against the surroundings',
      'Edge',
    ])
    const at = (stepRatio: number, clickDb: number) =>
      offNames(seamMeasurements({ ...report, left: { ...seam, stepRatio, clickDb } }, 'left')).length
    expect([at(2, 6), at(2.01, 6), at(2.01, 6.01)]).toEqual([0, 1, 2])
  })

  it('calls a pause too long only where the report does', () => {
    const longer = { code: 'pause-longer', message: '', seam: 'left', control: 'lead' } as const
    expect(offNames(seamMeasurements({ ...report, warnings: [longer] }, 'left'))).toEqual(['Pause'])
    expect(offNames(seamMeasurements({ ...report, left: { ...seam, pauseMs: 900 } }, 'left'))).toEqual([])
  })

  it('says what was not measured', () => {
    const bare = { ...report, left: { ...seam, stepRatio: null, clickDb: null } }
    expect(
      seamMeasurements(bare, 'left')
        .slice(0, 2)
        .map(({ value }) => value),
    ).toEqual(['not measured', 'not measured'])
  })
})

describe('insertMeasurements', () => {
  it('gives every figure of the insert', () => {
    expect(insertMeasurements(report, 48_000).map(({ value, limit }) => [value, limit])).toEqual([
      ['−0.4 dB', '±1.5 dB'],
      ['+0.3 dB', '±3 dB'],
      ['1.2 dB', '6 dB'],
      ['−6.0 dBFS', '−1 dBFS'],
      ['+2.1 dB', null],
      ['as spoken', '±7 %'],
      ['added', null],
      ['+0.180 s (8640 frames added)', null],
    ])
  })

  it('marks what is off, and counts frames in words', () => {
    const bad = {
      ...report,
      levelDifferenceDb: -1.6,
      floorDifferenceDb: 3.1,
      floorSpectrumDb: 6.5,
      peakDb: -0.5,
      stretch: 1.1,
      addedFrames: -1,
    }
    const list = insertMeasurements(bad, 48_000)
    expect(offNames(list)).toHaveLength(5)
    expect(list.map(({ value }) => value)).toContain('10 % slower')
    expect(list.at(-1)?.value).toBe('0.000 s (1 frame removed)')
    expect(insertMeasurements({ ...report, addedFrames: 0 }, 48_000).at(-1)?.value).toBe('0.000 s (no frame added)')
  })

  it('says nothing of a take where there is none', () => {
    const names = insertMeasurements({ ...report, kind: 'removal' }, 48_000).map(({ name }) => name)
    expect(names).not.toContain('Gain on the take')
    expect(names).not.toContain('Tempo of the speech')
  })
})

describe('insertFacts', () => {
  it('gives level, floor, peak and length', () => {
    expect(insertFacts(report, 48_000)).toEqual([
      'level −0.4 dB',
      'floor +0.3 dB',
      'sound of the floor 1.2 dB off',
      'true peak −6.0 dBFS',
      '+0.180 s, 8640 frames added',
    ])
  })

  it('leaves out what was not measured', () => {
    const bare = {
      ...report,
      levelDifferenceDb: null,
      floorDifferenceDb: null,
      floorSpectrumDb: null,
      peakDb: Number.NEGATIVE_INFINITY,
      addedFrames: 0,
    }
    expect(insertFacts(bare, 48_000)).toEqual(['0.000 s, no frame added'])
  })
})

describe('seamInWords', () => {
  it('says the numbers', () => {
    expect(seamInWords(report, 'left')).toBe(
      'Step 0.4 times the usual one, at most 2. Click −2.0 dB, at most 6. Level −0.4 dB. Floor +0.3 dB. Pause 212 ms, 200 ms before. Crossfade of 25 ms, 6 ms from the seam.',
    )
    expect(seamInWords(report, 'right')).toContain('Pause 212 ms, inside sound before. No crossfade.')
  })

  it('leaves out what is not known, and never says infinity', () => {
    const odd = {
      ...report,
      levelDifferenceDb: null,
      floorDifferenceDb: null,
      left: { ...seam, stepRatio: Number.POSITIVE_INFINITY, clickDb: null },
    }
    expect(seamInWords(odd, 'left')).toBe(
      'Step more than 100 times the usual one, at most 2. Pause 212 ms, 200 ms before. Crossfade of 25 ms, 6 ms from the seam.',
    )
  })
})

describe('reportWord', () => {
  it('says that it sounds right, or what is off the most', () => {
    expect(reportWord({ ...report, warnings: [] })).toBe('sounds right')
    const clicks = { code: 'click', message: '', seam: null, control: 'gain' } as const
    const loud = { ...clicks, code: 'level-off' } as const
    expect(reportWord({ ...report, warnings: [clicks, loud] })).toBe('clicks')
    expect(reportWord({ ...report, warnings: [loud] })).toBe('level off')
  })
})
