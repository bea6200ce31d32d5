import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { overSeeds } from '../testing/seeds'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { retime } from './retime'

const rate = sampleRate(48_000)
const { recording } = syntheticSpeech({ seed: 3, rate, seconds: 3, roomDb: -60 })
const tone = (hertz: number, length: number) =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate))

/** How often a tone crosses zero upwards in a second. */
function pitchOf(samples: Float32Array): number {
  let crossings = 0
  for (let i = 1; i < samples.length; i++) if ((samples[i - 1] ?? 0) < 0 && (samples[i] ?? 0) >= 0) crossings++
  return (crossings * rate) / samples.length
}

function largestStep(samples: Float32Array): number {
  return samples.reduce((most, value, i) => Math.max(most, i === 0 ? 0 : Math.abs(value - (samples[i - 1] ?? 0))), 0)
}

describe('retime', () => {
  it('gives the same samples for a map that moves nothing', () => {
    expect(retime(recording, rate, [], recording.length)).toEqual(recording)
    const points = [
      { from: 0, to: 0 },
      { from: 50_000, to: 50_000 },
    ]
    expect(retime(recording, rate, points, recording.length)).toEqual(recording)
  })

  it.each([0.88, 1.14])('keeps the pitch and the level at %d times the length', (factor) => {
    const input = tone(220, 48_000)
    const length = Math.round(48_000 * factor)
    const points = [
      { from: 0, to: 0 },
      { from: 48_000, to: length },
    ]
    const out = retime(input, rate, points, length).subarray(0, length - 3000)
    expect(pitchOf(out)).toBeCloseTo(220, -0.5)
    const power = out.reduce((sum, value) => sum + value * value, 0) / out.length
    expect(10 * Math.log10(power / 0.125)).toBeCloseTo(0, 0)
  })

  it('has as many frames as asked for, all numbers, and no step that was not there', () => {
    overSeeds(12, (random) => {
      const middle = Math.round((0.2 + 0.6 * random()) * recording.length)
      const length = Math.round(recording.length * (0.6 + 0.8 * random()))
      const points = [
        { from: 0, to: 0 },
        { from: middle, to: Math.round(length * (0.3 + 0.4 * random())) },
        { from: recording.length, to: length },
      ]
      const out = retime(recording, rate, points, length)
      expect(out.length).toBe(length)
      expect(out.every(Number.isFinite)).toBe(true)
      expect(largestStep(out)).toBeLessThan(1.3 * largestStep(recording))
    })
  })

  it('puts a sound where the map says, within 8 ms', () => {
    const click = new Float32Array(48_000)
    click[24_000] = 1
    const points = [
      { from: 0, to: 0 },
      { from: 48_000, to: 54_000 },
    ]
    const out = retime(click, rate, points, 54_000)
    const at = out.findIndex((value) => value > 0.3)
    expect(Math.abs(at - 27_000)).toBeLessThan(0.009 * rate)
  })
})
