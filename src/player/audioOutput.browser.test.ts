import { describe, expect, it } from 'vitest'
import { sampleRate } from '../base/units'
import { browserOutput, contextStrand } from './audioOutput'

describe('a strand', () => {
  it.each([8000, 11_025, 22_050, 44_100, 48_000, 88_200, 96_000, 192_000])(
    'sounds blocks sample for sample at %i Hz, with nothing between',
    async (rate) => {
      const length = 6 * rate
      const context = new OfflineAudioContext({ numberOfChannels: 2, length, sampleRate: rate })
      const strand = contextStrand(context, () => {})
      const first = 5 * rate - 17 * 997
      const block = 997
      for (let index = 0; index < 34; index++) {
        const samples = Float32Array.from({ length: block }, (_, i) => (index * block + i + 1) / 2 ** 20)
        strand.schedule([samples, samples.map((value) => -value)], first + index * block, () => {})
      }
      const rendered = await context.startRendering()
      const left = rendered.getChannelData(0)
      const right = rendered.getChannelData(1)
      let wrong = 0
      for (let frame = 0; frame < Math.min(length, first + 34 * block); frame++) {
        const expected = frame < first ? 0 : (frame - first + 1) / 2 ** 20
        if (left[frame] !== expected || right[frame] !== -expected) wrong++
      }
      expect(wrong).toBe(0)
    },
  )

  it('fades in a straight line and ends where it is told', async () => {
    const rate = 48_000
    const context = new OfflineAudioContext({ numberOfChannels: 1, length: 4096, sampleRate: rate })
    const strand = contextStrand(context, () => {})
    strand.schedule([new Float32Array(4096).fill(1)], 0, () => {})
    strand.fade(1, 0, 1000, 1480)
    strand.end(1480)
    const [samples] = [(await context.startRendering()).getChannelData(0)]
    expect(samples[999]).toBe(1)
    expect(samples[1240]).toBeCloseTo(0.5, 2)
    expect(Math.max(...samples.subarray(1480))).toBe(0)
  })
})

it('says which rates cannot be played, and what to do', () => {
  expect(() => browserOutput(sampleRate(1))).toThrow(/another browser or convert the file/)
})
