import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { hopOf } from './bands'
import { type Envelope, EnvelopeBuilder, envelopeOf, SILENCE_DB } from './envelope'

const rates = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000]

function sine(rate: number, hertz: number, seconds: number, gain = 1): Float32Array {
  return Float32Array.from(
    { length: Math.round(rate * seconds) },
    (_, i) => gain * Math.sin((2 * Math.PI * hertz * i) / rate),
  )
}

const of = (rate: number, ...channels: Float32Array[]): Envelope => envelopeOf({ rate: sampleRate(rate), channels })
const late = (levels: Float32Array): number => must(levels[levels.length - 5], 'level')
const pick = (levels: Float32Array): number[] => [0, 5, 9, 10, 18].map((i) => must(levels[i], 'level'))

describe('hopOf', () => {
  it('is 5 ms to the nearest frame', () => {
    expect([8000, 11_025, 44_100, 48_000].map((rate) => hopOf(sampleRate(rate)))).toEqual([40, 55, 221, 240])
  })
})

describe('envelopeOf', () => {
  it.each(rates)(
    'reads a 500 Hz sine as −3 dBFS in speech and voice band, and far less above 3 kHz, at %i Hz',
    (rate) => {
      const envelope = of(rate, sine(rate, 500, 0.5))
      expect(late(envelope.speech)).toBeCloseTo(-3.01, 0)
      expect(late(envelope.voice)).toBeGreaterThan(-4)
      expect(late(envelope.high)).toBeLessThan(-30)
      expect(envelope.speech.length).toBe(Math.ceil(Math.round(rate / 2) / hopOf(sampleRate(rate))) - 1)
    },
  )

  it.each(rates.filter((rate) => rate > 11_025))(
    'hears a 5 kHz sine above 3 kHz and not in the voice band at %i Hz',
    (rate) => {
      const envelope = of(rate, sine(rate, 5000, 0.5))
      expect(late(envelope.high)).toBeGreaterThan(-7)
      expect(late(envelope.voice)).toBeLessThan(-25)
    },
  )

  it('is deaf to a constant offset and to 20 Hz', () => {
    expect(late(of(48_000, new Float32Array(96_000).fill(0.5)).speech)).toBe(SILENCE_DB)
    expect(late(of(48_000, sine(48_000, 20, 1)).speech)).toBeLessThan(-25)
  })

  // numpy 2 / scipy 1: v = x.reshape(-1, 3).mean(1); s = lfilter(*butter(2, 80, 'high', fs=16000), v);
  // h = lfilter(*butter(2, 3000, 'high', fs=16000), v); w = lfilter(*butter(2, 1000, 'low', fs=16000), s);
  // e = (b ** 2).reshape(-1, 80).sum(1); 10 * log10((e[:-1] + e[1:]) / 160) at 0, 5, 9, 10, 18
  it('agrees with scipy', () => {
    const mixed = Float32Array.from({ length: 4800 }, (_, i) => {
      const low = 0.5 * Math.sin((2 * Math.PI * 200 * i) / 48_000)
      return low + 0.1 * Math.sin((2 * Math.PI * 5000 * i) / 48_000) + (i >= 2400 ? 0.25 : 0)
    })
    const { speech, high, voice } = of(48_000, mixed)
    const golden: [Float32Array, number[]][] = [
      [speech, [-9.5645, -9.0118, -8.1527, -8.2455, -9.0119]],
      [high, [-24.5208, -24.4652, -24.1705, -24.1705, -24.4652]],
      [voice, [-9.7605, -9.1489, -8.2691, -8.3749, -9.149]],
    ]
    for (const [levels, expected] of golden) {
      pick(levels).forEach((level, i) => expect(level).toBeCloseTo(must(expected[i], 'golden'), 3))
    }
  })

  it('takes the loudest channel of each moment', () => {
    const first = sine(44_100, 400, 1)
    const second = new Float32Array(first.length)
    second.set(first.subarray(22_050), 22_050)
    first.fill(0, 22_050)
    const both = of(44_100, first, second)
    expect(both.speech[50]).toBe(of(44_100, first).speech[50])
    expect(late(both.speech)).toBe(late(of(44_100, second).speech))
  })

  it('reads silence as the lowest level, from the shortest recordings on', () => {
    for (const length of [1, 2, 239, 240, 241, 481, 48_000]) {
      const { speech, frames } = of(48_000, new Float32Array(length))
      expect(frames).toBe(length)
      expect(speech.length).toBe(Math.max(1, Math.ceil(length / 240) - 1))
      expect(speech.every((level) => level === SILENCE_DB)).toBe(true)
    }
    expect(of(48_000, new Float32Array(0)).speech.length).toBe(0)
  })

  it('counts what is not a number as 0', () => {
    const bad = sine(48_000, 500, 0.2)
    bad[3000] = Number.NaN
    bad[3001] = Number.POSITIVE_INFINITY
    const { speech, high, voice } = of(48_000, bad)
    expect([...speech, ...high, ...voice].every(Number.isFinite)).toBe(true)
  })
})

describe('EnvelopeBuilder', () => {
  it.each([8000, 22_050, 44_100, 48_000, 192_000])('does not depend on how blocks are split at %i Hz', (rate) => {
    const random = mulberry32(rate)
    const left = Float32Array.from({ length: 30_011 }, () => random() - 0.5)
    const right = left.map((sample, i) => (i % 9000 < 3000 ? 0 : -sample))
    const whole = of(rate, left, right)
    for (let turn = 0; turn < 10; turn++) {
      const builder = new EnvelopeBuilder(sampleRate(rate), 2)
      for (let at = 0; at < left.length; ) {
        const to = Math.min(left.length, at + Math.floor(random() ** 4 * 8000))
        const block = new Float32Array(2 * (to - at))
        for (let i = at; i < to; i++) block.set([left[i] ?? 0, right[i] ?? 0], 2 * (i - at))
        builder.pushInterleaved(block, to - at)
        at = to
      }
      expect(builder.finish()).toEqual(whole)
    }
  })
})
