import { expect, it } from 'vitest'
import { newFormat } from '../audio/riff/header'
import { sampleRate } from '../base/units'
import { repairSamples } from './repair'

it('writes 0 over NaN and infinities and keeps every other byte (T4)', () => {
  for (const [encoding, Samples] of [
    ['f32', Float32Array],
    ['f64', Float64Array],
  ] as const) {
    const samples = Samples.of(1.1, Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-40, Number.NEGATIVE_INFINITY, 3)
    const bytes = new Uint8Array(samples.buffer)
    const { bytes: repaired, count } = repairSamples(bytes, newFormat(encoding, sampleRate(48000), 1))
    const expected = samples.map((value) => (Number.isFinite(value) ? value : 0))
    expect(repaired).toEqual(new Uint8Array(expected.buffer))
    expect(count).toBe(3)
    expect(samples[1]).toBeNaN()
  }
})

it('leaves integers alone', () => {
  const bytes = new Uint8Array([0, 0, 0xc0, 0x7f])
  expect(repairSamples(bytes, newFormat('s16', sampleRate(48000), 2))).toEqual({ bytes, count: 0 })
})
