import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { toDb } from './decibel'
import { integratedLoudness, speechLoudness } from './loudness'
import type { Pcm } from './pcm'
import { truePeak, truePeaks } from './truePeak'

const turn = 2 * Math.PI

function signal(rate: number, seconds: number, ...waves: readonly ((t: number) => number)[]): Pcm {
  const channels = waves.map((wave) => Float32Array.from({ length: rate * seconds }, (_, i) => wave(i / rate)))
  return { rate: sampleRate(rate), channels }
}

const tone = (t: number) => 0.1 * Math.sin(turn * 997 * t)
const left = (t: number) => (0.2 * Math.sin(turn * 220 * t) * (1 + Math.sin(turn * 3 * t))) / 2
const right = (t: number) => 0.05 * Math.sin(turn * 500 * t)
const gated = (t: number) =>
  0.3 * Math.sin(turn * 220 * t) * (Math.sin(turn * 0.4 * t) > 0 ? 1 : 0) +
  0.05 * Math.sin(turn * 3000 * t) +
  0.02 * Math.sin(turn * 60 * t)

describe('integrated loudness', () => {
  // ffmpeg -f lavfi -i "aevalsrc='0.1*sin(2*PI*997*t)':s=48000:d=5" -af ebur128 -f null -
  it('reads -23.0 LUFS for 997 Hz at -20 dBFS in one channel', () => {
    expect(integratedLoudness(signal(48_000, 5, tone))).toBeCloseTo(-23, 1)
  })

  // ffmpeg -f lavfi -i "aevalsrc='0.3*sin(2*PI*220*t)*gt(sin(2*PI*0.4*t),0)+0.05*sin(2*PI*3000*t)+0.02*sin(2*PI*60*t)':s=RATE:d=10"
  //   -af ebur128 -f null -   (ffmpeg 5.1)
  it.each([
    [8000, -16.6],
    [16_000, -16.7],
    [22_050, -16.7],
    [24_000, -16.8],
    [44_100, -16.8],
    [48_000, -16.8],
    [96_000, -16.8],
    [192_000, -16.8],
  ] as const)('agrees with ffmpeg on a gated signal at %d Hz', (rate, lufs) => {
    expect(Math.abs((integratedLoudness(signal(rate, 10, gated)) ?? 0) - lufs)).toBeLessThan(0.1)
  })

  // ffmpeg -f lavfi -i "aevalsrc='0.2*sin(2*PI*220*t)*(1+sin(2*PI*3*t))/2|0.05*sin(2*PI*500*t)':s=48000:d=7" -af ebur128 -f null -
  it('agrees with ffmpeg on two different channels', () => {
    expect(Math.abs((integratedLoudness(signal(48_000, 7, left, right)) ?? 0) + 21.5)).toBeLessThan(0.1)
  })

  it('hears nothing below the absolute gate, and nothing in less than a block', () => {
    expect(integratedLoudness(signal(48_000, 5, (t) => 5e-5 * Math.sin(turn * 997 * t)))).toBeNull()
    expect(integratedLoudness(signal(48_000, 0.3, gated))).toBeNull()
    expect(speechLoudness(signal(48_000, 0.3, () => 0))).toBeNull()
    expect(speechLoudness(signal(48_000, 0, gated))).toBeNull()
  })
})

describe('loudness of short sounds', () => {
  it('is the K-weighted level of the whole below 400 ms', () => {
    expect(speechLoudness(signal(48_000, 0.3, tone))).toBeCloseTo(-23, 1)
    expect(speechLoudness(signal(48_000, 1, tone))).toBeCloseTo(-23, 1)
  })

  it('moves by the gain', () => {
    const quiet = integratedLoudness(signal(44_100, 3, gated)) ?? 0
    const loud = integratedLoudness(signal(44_100, 3, (t) => 2 * gated(t))) ?? 0
    expect(loud - quiet).toBeCloseTo(toDb(2), 3)
  })
})

const faded = (wave: (t: number) => number) =>
  signal(48_000, 0.2, (t) => wave(t) * Math.min(1, t / 0.05, (0.2 - t) / 0.05)).channels[0] ?? new Float32Array()

describe('true peak', () => {
  it('finds the top of a wave that falls between samples', () => {
    const samples = faded((t) => 0.5 * Math.sin(turn * 12_000 * t + Math.PI / 4))
    expect(samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)).toBeLessThan(0.36)
    expect(toDb(truePeak(samples))).toBeCloseTo(toDb(0.5), 1)
  })

  it.each([100, 997, 5000, 15_000, 19_000])('is within 0.1 dB for %d Hz', (hertz) => {
    expect(Math.abs(toDb(truePeak(faded((t) => 0.8 * Math.sin(turn * hertz * t + 0.4)))) - toDb(0.8))).toBeLessThan(0.1)
  })

  it('is the same whether it looks everywhere or only where it may rise', () => {
    const random = mulberry32(4)
    const samples = Float32Array.from({ length: 5000 }, (_, i) => (random() * 2 - 1) * (i % 900 < 300 ? 1 : 0.2))
    expect(Math.fround(truePeak(samples))).toBe(
      truePeaks(samples).reduce((highest, value) => Math.max(highest, value), 0),
    )
  })

  it('is never below the samples', () => {
    expect(truePeak(Float32Array.of(0, 0, -0.75, 0))).toBeGreaterThanOrEqual(0.75)
    expect(truePeak(new Float32Array(0))).toBe(0)
  })
})
