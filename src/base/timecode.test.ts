import { describe, expect, it } from 'vitest'
import { mulberry32 } from './random'
import { formatClock, formatTimecode, parsePlace, parseTimecode } from './timecode'
import { sampleRate } from './units'

const rate = sampleRate(48000)

describe('formatTimecode', () => {
  it('writes hours, minutes, seconds and milliseconds', () => {
    expect(formatTimecode(0, rate)).toBe('0:00:00.000')
    expect(formatTimecode(48, rate)).toBe('0:00:00.001')
    expect(formatTimecode(48000 * 2472.88, rate)).toBe('0:41:12.880')
    expect(formatTimecode(48000 * 360_000, rate)).toBe('100:00:00.000')
  })

  it('carries a millisecond that rounds up', () => {
    expect(formatTimecode(48000 * 60 - 1, rate)).toBe('0:01:00.000')
    expect(formatTimecode(44100 * 3600 - 1, sampleRate(44100))).toBe('1:00:00.000')
  })
})

const seconds = (text: string): number | null => {
  const value = parseTimecode(text, rate)
  return value === null ? null : value / rate
}

describe('parseTimecode', () => {
  it('reads what people type', () => {
    expect(seconds('41:12.88')).toBe(2472.88)
    expect(seconds('12.5')).toBe(12.5)
    expect(seconds('0:41:12.880')).toBe(2472.88)
    expect(seconds(' 0:41:12,880 ')).toBe(2472.88)
    expect(seconds('90')).toBe(90)
    expect(seconds('90:00')).toBe(5400)
    expect(seconds('7.')).toBe(7)
  })

  it('refuses anything else', () => {
    const wrong = [
      '',
      ':',
      '1:',
      '1:60',
      '1:60:00',
      '-1',
      '1e3',
      'abc',
      '1:2:3:4',
      '1.2.3',
      '0x10',
      '.5',
      '1 2',
      '9'.repeat(20),
    ]
    expect(wrong.filter((text) => parseTimecode(text, rate) !== null)).toEqual([])
  })

  it('takes back what was written, to the millisecond, at every rate', () => {
    const random = mulberry32(7)
    for (const hertz of [8000, 11025, 44100, 48000, 192_000]) {
      const at = sampleRate(hertz)
      for (let step = 0; step < 500; step++) {
        const value = Math.floor(random() * hertz * 20_000)
        const text = formatTimecode(value, at)
        const back = parseTimecode(text, at)
        expect(Math.abs((back ?? Number.NaN) - value)).toBeLessThanOrEqual(hertz / 2000 + 0.5)
        expect(formatTimecode(back ?? Number.NaN, at)).toBe(text)
      }
    }
  })
})

const place = (text: string) => parsePlace(text, 10 * 48_000, sampleRate(48_000))

describe('a place to go to', () => {
  it('is a time, or a way on or back from where one is', () => {
    expect(['12.5', '1:02', ' 0:00:03.25 '].map(place)).toEqual([600_000, 62 * 48_000, 156_000])
    expect(['+5', '-5', '−5', '+1:00', ' -0.5'].map(place)).toEqual([720_000, 240_000, 240_000, 3_360_000, 456_000])
    expect(place('-11')).toBe(0)
  })

  it('is nothing else', () => {
    expect(['', '+', '-', '++5', '+-5', '5+', 'soon', '1:75', '- 5 s'].map(place)).toEqual(Array(9).fill(null))
  })
})

it('writes the whole seconds of a time as the time itself has them', () => {
  expect(formatClock(0, rate)).toBe('0:00:00')
  expect(formatClock(95_999, rate)).toBe('0:00:02')
  expect(formatClock(48_000 * 3725 + 24_000, rate)).toBe('1:02:05')
})
