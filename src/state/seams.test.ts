import { describe, expect, it } from 'vitest'
import { fixId } from '../base/ids'
import { timelineFrame } from '../base/units'
import type { JoinReport, SeamReport } from '../infill/report'
import { goodReport, goodSeam } from '../testing/goodReport'
import { alongWith, seamMarks, wordsAt } from './seams'

const seam: SeamReport = { ...goodSeam, pauseMs: 250, pauseOutsideMs: 150, fadeAtMs: 10, fadeCorrelation: 0.5 }
const report: JoinReport = { ...goodReport, left: seam, right: seam }

describe('seamMarks', () => {
  it('places the fade inside the insert and the pauses around the seam', () => {
    const left = seamMarks(report, 'left', 1000, 'one two three four five')
    expect(left.fade).toEqual({ start: 10, end: 35, correlation: 0.5 })
    expect(left.pause).toEqual({ start: -150, end: 100 })
    expect(left.originalPause).toEqual({ start: -150, end: 50 })
    expect(left.words.after).toEqual(['recording', '“one two three four …”'])
  })

  it('mirrors them at the right seam', () => {
    const right = seamMarks(report, 'right', 1000, 'one two three four five')
    expect(right.fade).toEqual({ start: -35, end: -10, correlation: 0.5 })
    expect(right.pause).toEqual({ start: -100, end: 150 })
    expect(right.originalPause).toEqual({ start: -50, end: 150 })
    expect(right.words.after).toEqual(['“… two three four five”', 'recording'])
    expect(right.words.before).toEqual(['what is replaced', 'recording'])
  })

  it('has nothing to draw where nothing is', () => {
    const bare = { ...seam, fadeMs: 0, pauseMs: 0, originalPauseMs: null }
    const marks = seamMarks({ ...report, kind: 'removal', left: bare }, 'left', 1000, '')
    expect([marks.fade, marks.pause, marks.originalPause]).toEqual([null, null, null])
    expect(marks.words.after).toEqual(['recording', 'closed gap'])
  })
})

it('wordsAt gives short texts whole', () => {
  expect(wordsAt('left', ' one  two ')).toBe('“one two”')
  expect(wordsAt('right', 'one two three four')).toBe('“one two three four”')
})

it('alongWith moves what is heard with its seam, and not before the beginning', () => {
  const along = alongWith({ fix: fixId('a'), seam: 'left', at: 1000 }, 700)
  expect(along(timelineFrame(1500))).toBe(1200)
  expect(along(timelineFrame(1000))).toBe(700)
  expect(along(timelineFrame(100))).toBe(0)
})
