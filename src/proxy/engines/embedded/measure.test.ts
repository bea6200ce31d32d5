import { beforeAll, describe, expect, test } from 'vitest'
import { resample } from '../../../audio/resample'
import { mulberry32 } from '../../../base/random'
import { type SampleRate, sampleRate } from '../../../base/units'
import { loadFlite, speak } from './flite'
import { isSilent, measureSpeech } from './measure'

const rate = sampleRate(48_000)

/** A buzz with the fundamental `pitch` and ten overtones, `seconds` long. */
function buzz(pitch: number, seconds: number, at: SampleRate, level = 0.1): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * at) }, (_, index) => {
    let sum = 0
    for (let k = 1; k <= 10; k++) sum += Math.sin((2 * Math.PI * pitch * k * index) / at) / k
    return level * sum
  })
}

const noise = (level: number, length: number) => {
  const random = mulberry32(5)
  return Float32Array.from({ length }, () => (random() * 2 - 1) * level)
}

describe('pitch', () => {
  test.each([80, 110, 150, 200, 260, 330])('of a buzz at %i Hz is found within 3 %', (pitch) => {
    for (const at of [8000, 16_000, 44_100, 48_000].map(sampleRate)) {
      const found = measureSpeech(buzz(pitch, 1, at), at).pitch ?? 0
      expect(Math.abs(found / pitch - 1)).toBeLessThan(0.03)
    }
  })

  test('of noise and of silence is unknown', () => {
    expect(measureSpeech(noise(0.3, 48_000), rate).pitch).toBeNull()
    expect(measureSpeech(new Float32Array(48_000), rate)).toEqual({ level: 0, pitch: null, pace: null })
    expect(measureSpeech(new Float32Array(0), rate)).toEqual({ level: 0, pitch: null, pace: null })
  })
})

describe('pace', () => {
  let flite: WebAssembly.Module
  beforeAll(async () => {
    flite = await loadFlite()
  })
  const text =
    'Welcome back to the show, everybody. Today we talk about rivers, boats, and the people who build them. It was raining when we came to the harbour.'

  test('rises as speech gets faster', () => {
    const paces = [1.25, 1, 0.8].map((stretch) => {
      const speech = speak(flite, { text, voice: 'kal16', pitch: null, stretch })
      return measureSpeech(resample(speech.samples, speech.rate, rate), rate).pace ?? 0
    })
    expect(paces).toEqual([...paces].sort((a, b) => a - b))
    expect(paces[0]).toBeGreaterThan(2)
    expect(paces[2]).toBeLessThan(8)
  })

  test('is unknown for a few words', () => {
    const speech = speak(flite, { text: 'Hello there.', voice: 'slt', pitch: null, stretch: 1 })
    expect(measureSpeech(speech.samples, speech.rate).pace).toBeNull()
  })
})

test('a quiet room is silent, a quiet word in it is not', () => {
  const room = noise(0.002, 96_000)
  expect(isSilent(room, rate)).toBe(true)
  expect(isSilent(new Float32Array(0), rate)).toBe(true)
  const word = buzz(120, 0.1, rate, 0.01)
  expect(
    isSilent(
      room.map((sample, index) => sample + (word[index - 40_000] ?? 0)),
      rate,
    ),
  ).toBe(false)
})
