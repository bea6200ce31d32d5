import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../base/random'
import { sampleRate } from '../base/units'
import { Tape } from './tape'

const rate = sampleRate(1000)

describe('a tape', () => {
  test('gives back every sample that came while it was running, in order, and no more than it may hold', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = mulberry32(seed)
      const most = Math.floor(random() * 500)
      const tape = new Tape(rate, most)
      const expected: number[] = []
      let running = false
      for (let step = 0; step < 40; step++) {
        if (random() < 0.1) {
          tape.start()
          expected.length = 0
          running = true
        }
        const block = Float32Array.from({ length: Math.floor(random() * 30) }, () => random() * 2 - 1)
        if (running) expected.push(...block)
        tape.add(block)
        expect(tape.frames, `seed ${seed}`).toBe(Math.min(most, expected.length))
        expect(tape.full, `seed ${seed}`).toBe(tape.frames === most)
      }
      expect([...(tape.stop().channels[0] ?? [])], `seed ${seed}`).toEqual(expected.slice(0, most))
    }
  })

  test('collects nothing before it is started and after it is stopped', () => {
    const tape = new Tape(rate, 100)
    tape.add(Float32Array.of(0.1, 0.2))
    expect(tape.stop().channels[0]).toEqual(new Float32Array(0))
    tape.start()
    tape.add(Float32Array.of(0.3))
    expect(tape.stop().channels[0]).toEqual(Float32Array.of(0.3))
    tape.add(Float32Array.of(0.4))
    expect(tape.stop().channels[0]).toEqual(new Float32Array(0))
  })

  test('shows the level at once when it rises, and lets it fall after a tenth of a second', () => {
    const tape = new Tape(rate, 0)
    tape.add(Float32Array.of(0.5))
    expect(tape.peak).toBe(0.5)
    tape.add(new Float32Array(50).fill(-0.25))
    expect(tape.peak).toBe(0.5)
    tape.add(new Float32Array(50).fill(0.125))
    expect(tape.peak).toBe(0.125)
    tape.add(Float32Array.of(-0.75))
    expect(tape.peak).toBe(0.75)
  })

  test('takes what is not a number for silence', () => {
    const tape = new Tape(rate, 10)
    tape.start()
    tape.add(Float32Array.of(Number.NaN, 0.5, Number.POSITIVE_INFINITY))
    expect(tape.peak).toBe(0.5)
    expect(tape.stop().channels[0]).toEqual(Float32Array.of(0, 0.5, 0))
  })
})
