import { describe, expect, it } from 'vitest'
import { powerToDb } from '../../audio/decibel'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import { roomNoise, syntheticSpeech } from '../../testing/syntheticSpeech'
import { energyOf, powerIn } from './energy'
import { floorBandsOf, lackOf, measureFloor, shaped } from './floor'
import { measureTake } from './trim'

const rate = sampleRate(48_000)
const pcm = (samples: Float32Array) => ({ rate, channels: [samples] })
const room = roomNoise(rate, rate, -55, mulberry32(1))

describe('what a floor lacks', () => {
  it('fills it up to the recording, whatever the difference', () => {
    for (const db of [-12, -6, -3]) {
      const quieter = roomNoise(rate, rate, -55 + db, mulberry32(2))
      const [recording, take] = [floorBandsOf([pcm(room)], rate), floorBandsOf([pcm(quieter)], rate)]
      const gains = lackOf(recording[0] ?? new Float64Array(0), take[0] ?? new Float64Array(0), 1)
      const [added] = shaped([pcm(room)], [gains])
      const sum = quieter.map((value, i) => value + (added?.channels[0]?.[i] ?? 0))
      expect(powerToDb(powerIn(energyOf(sum, rate), 0, rate).speech)).toBeCloseTo(-55, -0.4)
    }
  })

  it('is nothing where the take is noisier, and all where it is silent', () => {
    const one = Float64Array.of(1, 1)
    expect([...lackOf(one, Float64Array.of(2, 0), 1)]).toEqual([0, 1])
  })
})

describe('the floor of a take', () => {
  const speech = syntheticSpeech({ seed: 3, rate, seconds: 4, roomDb: -60 })

  it('is measured between its words', () => {
    const measured = measureTake(speech.recording, rate)
    const { bands, alive } = measureFloor(speech.recording, measured.energy, measured.own, measured.floor)
    expect(powerToDb((bands ?? new Float64Array(1)).reduce((sum, power) => sum + power, 0))).toBeCloseTo(-61, -0.7)
    expect(alive).toBeNull()
  })

  it('knows digital silence for what it is', () => {
    const samples = speech.recording.slice()
    samples.fill(0, 0, 9600)
    const measured = measureTake(samples, rate)
    const { alive } = measureFloor(samples, measured.energy, measured.own, measured.floor)
    expect(alive?.[4800]).toBe(0)
    expect(alive?.[24_000]).toBe(1)
  })
})
