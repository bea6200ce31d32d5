import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { integratedLoudness, kWeighted } from './loudness'
import { speechLevel } from './speechLevel'

const rate = sampleRate(48_000)
const { recording, words } = syntheticSpeech({ seed: 5, rate, seconds: 6, roomDb: -60 })

describe('the level of speech', () => {
  it('is the loudness of a steady tone but for the offset of LUFS', () => {
    const tone = Float32Array.from({ length: rate }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 997 * i) / rate))
    const loudness = integratedLoudness({ rate, channels: [tone] }) ?? 0
    expect((speechLevel(tone, rate) ?? 0) - loudness).toBeCloseTo(0.691, 1)
  })

  it('does not depend on the silence around', () => {
    const word = recording.slice(words[2]?.start, words[2]?.end)
    const padded = new Float32Array(word.length + 48_000)
    padded.set(word, 24_000)
    expect(speechLevel(padded, rate) ?? 0).toBeCloseTo(speechLevel(word, rate) ?? 9, 0)
  })

  it('does not depend on the room under it', () => {
    const { voice, room } = syntheticSpeech({ seed: 5, rate, seconds: 6, roomDb: -36 })
    const power = kWeighted(room, rate).reduce((sum, value) => sum + value * value, 0) / room.length
    const heard = voice.map((value, i) => value + (room[i] ?? 0))
    expect(Math.abs((speechLevel(heard, rate) ?? 0) - (speechLevel(voice, rate) ?? 9))).toBeGreaterThan(0.8)
    expect(Math.abs((speechLevel(heard, rate, power) ?? 0) - (speechLevel(voice, rate) ?? 9))).toBeLessThan(0.3)
  })

  it('follows a gain', () => {
    const louder = recording.map((value) => value * 2)
    expect((speechLevel(louder, rate) ?? 0) - (speechLevel(recording, rate) ?? 0)).toBeCloseTo(6.02, 2)
  })

  it('is nothing for silence', () => {
    expect(speechLevel(new Float32Array(9600), rate)).toBeNull()
    expect(speechLevel(new Float32Array(3), rate)).toBeNull()
  })
})
