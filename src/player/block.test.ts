import { describe, expect, it } from 'vitest'
import type { Pcm } from '../audio/pcm'
import { sampleRate } from '../base/units'
import { forSpeakers, repeated } from './block'

const pcm = (...channels: number[][]): Pcm => ({
  rate: sampleRate(48000),
  channels: channels.map((samples) => Float32Array.from(samples)),
})

describe('forSpeakers', () => {
  it('hands on mono and stereo as they are, as copies', () => {
    const input = pcm([0.25, -1], [0.5, 1])
    const output = forSpeakers(input)
    expect(output).toEqual(input.channels)
    expect(output[0]).not.toBe(input.channels[0])
  })

  it('spares the ears what is not a number or beyond full scale', () => {
    expect([...(forSpeakers(pcm([Number.NaN, 1e30, -1e30, Infinity, -Infinity]))[0] ?? [])]).toEqual([0, 1, -1, 1, -1])
  })

  it.each([3, 4, 5, 6, 7, 8])('lets every one of %i channels be heard', (count) => {
    for (let sounding = 0; sounding < count; sounding++) {
      const output = forSpeakers(pcm(...Array.from({ length: count }, (_, i) => [i === sounding ? 0.5 : 0])))
      expect(output).toHaveLength(2)
      const power = Math.hypot(...output.map((side) => side[0] ?? 0))
      expect(power).toBeGreaterThan(0.2)
      expect(power).toBeLessThanOrEqual(0.5 + 1e-6)
    }
  })
})

it('repeats whole blocks', () => {
  expect(repeated([Float32Array.of(1, 2)], 3)).toEqual([Float32Array.of(1, 2, 1, 2, 1, 2)])
})
