import { describe, expect, it } from 'vitest'
import { powerToDb } from '../../audio/decibel'
import type { Pcm } from '../../audio/pcm'
import { mulberry32 } from '../../base/random'
import { sampleRate } from '../../base/units'
import { roomNoise, syntheticSpeech } from '../../testing/syntheticSpeech'
import { energyOf, mirrored, powerIn, quantile, speechPower, windowPowers } from './energy'
import { floorOf, quietStretches, roomFloorOf } from './quiet'
import { planGrains, roomTone } from './roomTone'
import { firstSound, lastSound, rulerFor } from './ruler'
import { spreadOf, voiceOf } from './spread'
import { measureTake, soundOf } from './trim'

const rate = sampleRate(48_000)
const speech = syntheticSpeech({ seed: 2, rate, seconds: 8, roomDb: -60 })

describe('energy', () => {
  it('measures the level of a tone and not its offset', () => {
    const tone = Float32Array.from({ length: 48_000 }, (_, i) => 0.1 + 0.2 * Math.sin((2 * Math.PI * 1000 * i) / rate))
    expect(powerToDb(powerIn(energyOf(tone, rate), 10_000, 40_000).speech)).toBeCloseTo(powerToDb(0.02), 1)
  })

  it('reads backwards what it reads forwards', () => {
    const energy = energyOf(speech.recording, rate)
    const turned = mirrored(energy)
    const n = energy.length
    expect(powerIn(turned, 1000, 3000).speech).toBeCloseTo(powerIn(energy, n - 3000, n - 1000).speech, 9)
  })

  it('is zero for what is not there', () => {
    const energy = energyOf(new Float32Array(10), rate)
    expect(powerIn(energy, 5, 5)).toEqual({ speech: 0, high: 0 })
    expect(powerIn(energy, 50, 90)).toEqual({ speech: 0, high: 0 })
    expect(quantile([], 0.5)).toEqual({ speech: 0, high: 0 })
    expect(speechPower([])).toEqual({ speech: 0, high: 0 })
  })
})

describe('the ruler', () => {
  const energy = energyOf(speech.recording, rate)
  const powers = windowPowers(energy, 0, energy.length)
  const ruler = rulerFor(speechPower(powers), [quantile(powers, 0.1)])
  const first = speech.words[0] ?? { start: 0, end: 0 }
  const last = speech.words.at(-1) ?? first

  it('finds the first word within 5 ms and the last end within 15 ms', () => {
    expect(Math.abs((firstSound(energy, ruler, 0, energy.length) ?? 0) - first.start)).toBeLessThan(0.005 * rate)
    expect(Math.abs((lastSound(energy, ruler, 0, energy.length) ?? 0) - last.end)).toBeLessThan(0.015 * rate)
  })

  it('finds nothing in a pause, and passes over a lone click', () => {
    const samples = roomNoise(rate, rate, -60, mulberry32(1))
    const quiet = energyOf(samples, rate)
    expect(firstSound(quiet, ruler, 0, quiet.length)).toBeNull()
    samples[20_000] = 0.9
    expect(firstSound(energyOf(samples, rate), ruler, 0, rate)).toBeNull()
  })

  it('keeps a final hiss that is far below the vowels', () => {
    const random = mulberry32(9)
    const samples = speech.recording.slice(0, first.end + 9600)
    for (let i = first.end; i < first.end + 4800; i++) samples[i] = (samples[i] ?? 0) + 0.004 * (random() * 2 - 1)
    const end = lastSound(energyOf(samples, rate), ruler, 0, samples.length) ?? 0
    expect(Math.abs(end - (first.end + 4800))).toBeLessThan(0.006 * rate)
  })
})

describe('the take', () => {
  it('is trimmed to its sound, with silence, noise or neither around it', () => {
    const word = speech.voice.slice(speech.words[1]?.start, speech.words[1]?.end)
    for (const noise of [0, 0.001]) {
      const random = mulberry32(4)
      const samples = new Float32Array(word.length + 12_000).map(() => noise * (random() - 0.5))
      word.forEach((value, i) => {
        samples[i + 2000] = (samples[i + 2000] ?? 0) + value
      })
      const { start, end } = soundOf(measureTake(samples, rate))
      expect(Math.abs(start - 2000)).toBeLessThan(0.006 * rate)
      expect(Math.abs(end - 2000 - word.length)).toBeLessThan(0.02 * rate)
    }
    const bare = soundOf(measureTake(word, rate))
    expect(bare.start).toBeLessThan(0.006 * rate)
    expect(bare.end).toBeGreaterThan(word.length - 0.02 * rate)
  })
})

const toneOf = (stretches: readonly Pcm[], length: number, seed: number) =>
  roomTone(stretches, length, planGrains(stretches, length, mulberry32(seed)))

describe('room tone', () => {
  const pcm: Pcm = { rate, channels: [speech.recording] }
  const source = { pcm, energy: energyOf(speech.recording, rate), pause: { start: 0, end: 0 }, nearEnd: 'end' } as const
  const stretches = quietStretches([source], floorOf([source]))

  it('is looked for at the level of the room in a pause, most of which is rumble on the microphone', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = mulberry32(seed)
      const room = roomNoise(0.5 * rate, rate, -60, random)
      const from = Math.round((0.05 + 0.1 * random()) * rate)
      const hertz = 120 + 200 * random()
      const rumble = room.map((value, i) => {
        const heard = i >= from && i < from + 0.36 * rate
        return value + (heard ? 0.02 * (0.7 + 0.3 * random()) * Math.sin((2 * Math.PI * hertz * i) / rate) : 0)
      })
      const floorIn = (samples: Float32Array) => {
        const energy = energyOf(samples, rate)
        const pause = { start: 0, end: samples.length }
        return powerToDb(roomFloorOf([{ pcm: { rate, channels: [samples] }, energy, pause, nearEnd: 'end' }]).speech)
      }
      expect(Math.abs(floorIn(rumble) - floorIn(room)), `seed ${seed}`).toBeLessThan(1.5)
    }
  })

  it('is taken from pauses alone', () => {
    expect(stretches.length).toBeGreaterThan(3)
    for (const { channels } of stretches) {
      const offset = ((channels[0]?.byteOffset ?? 0) - speech.recording.byteOffset) / 4
      const end = offset + (channels[0]?.length ?? 0)
      expect(speech.words.every((word) => end <= word.start || offset >= word.end)).toBe(true)
    }
  })

  it('is not taken from puffs of air under the speech band, nor from digital silence', () => {
    const samples = speech.recording.slice()
    const [puff, hole] = [speech.words[3], speech.words[5]].map((word) => (word?.end ?? 0) + 0.03 * rate)
    const next = (i: number) => (speech.words[i]?.start ?? 0) - 0.03 * rate
    for (let i = puff ?? 0; i < next(4); i++)
      samples[i] = (samples[i] ?? 0) + 0.2 * Math.sin((2 * Math.PI * 6 * i) / rate)
    samples.fill(0, hole, next(6))
    const blown = { ...source, pcm: { rate, channels: [samples] }, energy: energyOf(samples, rate) }
    const found = quietStretches([blown], floorOf([blown]))
    expect(found.length).toBeGreaterThan(2)
    for (const { channels } of found) {
      const power = (channels[0] ?? samples).reduce((sum, value) => sum + value * value, 0) / (channels[0]?.length ?? 1)
      expect(Math.abs(powerToDb(power) + 60)).toBeLessThan(6)
    }
  })

  it('has the level of the pauses throughout, and no loop', () => {
    const [tone = new Float32Array(0)] = toneOf(stretches, 4 * rate, 1).channels
    const energy = energyOf(tone, rate)
    for (let at = 0; at < 4 * rate; at += rate / 4) {
      expect(Math.abs(powerToDb(powerIn(energy, at, at + rate / 4).speech) + 60)).toBeLessThan(2.5)
    }
    for (let lag = rate / 10; lag < rate; lag += 12) {
      let product = 0
      let power = 0
      for (let i = 0; i < rate; i += 7) {
        product += (tone[i] ?? 0) * (tone[i + lag] ?? 0)
        power += (tone[i] ?? 0) ** 2
      }
      expect(product / power).toBeLessThan(0.6)
    }
  })

  it('gives the same sound for the same seed', () => {
    expect(toneOf(stretches, 5000, 3)).toEqual(toneOf(stretches, 5000, 3))
  })

  it('works from the shortest stretch', () => {
    const tiny: Pcm = { rate, channels: [Float32Array.of(0.1, -0.1, 0.05)] }
    expect(toneOf([tiny], 100, 1).channels[0]?.every(Number.isFinite)).toBe(true)
  })
})

const stereo = (left: number, right: number): Pcm => ({
  rate,
  channels: [left, right].map((share) => speech.voice.map((value, i) => value * share + (speech.room[i] ?? 0))),
})

describe('the spread', () => {
  it.each([
    [1, 1, 1, 1],
    [1, 0.98, 1, 1],
    [1, 0, 1, 0],
    [0.5, 1, 0.5, 1],
    [1, -1, 1, -1],
  ])('of a speaker at %d and %d', (left, right, first, second) => {
    const nothing: Pcm = { rate, channels: [new Float32Array(0), new Float32Array(0)] }
    const [one, two] = spreadOf([stereo(left, right), nothing])
    expect(one).toBeCloseTo(first, 1)
    expect(two).toBeCloseTo(second, 1)
  })

  it('takes the voice from the loudest channel', () => {
    const pcm = stereo(0.5, 1)
    expect(voiceOf(pcm, spreadOf([pcm]))).toBe(pcm.channels[1])
  })

  it('is even for silence and for one channel', () => {
    const silent: Pcm = { rate, channels: [new Float32Array(9600), new Float32Array(9600)] }
    expect(spreadOf([silent])).toEqual([1, 1])
    expect(spreadOf([{ rate, channels: [speech.voice] }])).toEqual([1])
  })
})
