import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { clockTime, groupedDigits, rulerStep, spokenTime, ticksBetween } from './ruler'

const rate = sampleRate(44_100)

describe('rulerStep', () => {
  it('is the finest of the nice steps whose labels have room, from one frame to whole hours', () => {
    for (let framesPerPixel = 1 / 64; framesPerPixel < 1e6; framesPerPixel *= 1.3) {
      const step = rulerStep(framesPerPixel, rate, 96)
      expect(step.frames / framesPerPixel).toBeGreaterThanOrEqual(96)
      expect(step.frames / framesPerPixel).toBeLessThan(96 * 4.5)
      expect(step.frames / step.parts / framesPerPixel).toBeGreaterThanOrEqual(12)
    }
  })

  it('counts frames only where a millisecond is too coarse', () => {
    expect(rulerStep(1 / 48, rate, 96)).toMatchObject({ unit: 'frames', frames: 2 })
    expect(rulerStep(0.4, rate, 96)).toMatchObject({ unit: 'time', seconds: 0.001 })
  })
})

describe('ticksBetween', () => {
  it('does not drift, however far from the start', () => {
    const step = rulerStep(44.1, rate, 96)
    const start = 6 * 3600 * rate
    const ticks = ticksBetween(start, start + 3 * step.frames, step)
    expect(ticks.filter(({ label }) => label !== null)).toEqual([
      { frame: start, label: '6:00:00.0' },
      { frame: start + step.frames, label: '6:00:00.1' },
      { frame: start + 2 * step.frames, label: '6:00:00.2' },
    ])
    expect(ticks).toHaveLength(15)
  })

  it('costs what is on screen, not what is in the file', () => {
    const pixels = 4000
    for (let framesPerPixel = 0.1; framesPerPixel < 1e6; framesPerPixel *= 3) {
      const step = rulerStep(framesPerPixel, rate, 96)
      expect(ticksBetween(0, pixels * framesPerPixel, step).length).toBeLessThanOrEqual(pixels / 12 + 1)
    }
  })

  it('names frames in groups of digits', () => {
    const [first] = ticksBetween(118_713_600, 118_713_601, rulerStep(1 / 96, rate, 96))
    expect(first).toEqual({ frame: 118_713_600, label: '118\u2009713\u2009600' })
    expect(groupedDigits(12)).toBe('12')
  })

  it('gives neighbouring tiles the same ticks', () => {
    const step = rulerStep(0.7, rate, 96)
    const whole = ticksBetween(0, 5000, step)
    const parts = [...ticksBetween(0, 1234, step), ...ticksBetween(1234, 5000, step)]
    expect(parts).toEqual(whole)
  })
})

describe('times in words and digits', () => {
  it('writes a clock', () => {
    expect(clockTime(2473.204, 3)).toBe('0:41:13.204')
    expect(clockTime(59.9996, 3)).toBe('0:01:00.000')
    expect(clockTime(36_000, 0)).toBe('10:00:00')
  })

  it('says times as a voice would', () => {
    expect(spokenTime(0)).toBe('0 seconds')
    expect(spokenTime(3661.5)).toBe('1 hour 1 minute 1.5 seconds')
    expect(spokenTime(2473.204)).toBe('41 minutes 13.204 seconds')
    expect(spokenTime(1)).toBe('1 second')
  })
})
