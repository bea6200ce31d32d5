import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { frames, sampleRate, timelineFrame, timelineRange } from '../base/units'
import type { PlaybackSource } from '../player/playback'
import { overSeedsAsync } from '../testing/seeds'
import { between } from '../testing/timelineModel'
import { Medley, type MedleyPart } from './medley'

const rate = sampleRate(8000)

/** A timeline whose frame `i` is `base + i`. */
function source(base: number, length: number): PlaybackSource {
  return {
    rate,
    channels: 1,
    length: frames(length),
    render: async ({ start, end }) => ({
      rate,
      channels: [Float32Array.from({ length: end - start }, (_, i) => base + start + i)],
    }),
  }
}

describe('Medley', () => {
  it('is its parts one after another, each followed by silence, however it is cut', async () => {
    await overSeedsAsync(60, async (random) => {
      const gap = between(random, 0, 5)
      const parts = Array.from({ length: between(random, 1, 5) }, (_, index): MedleyPart => {
        const length = between(random, 1, 30)
        const start = between(random, 0, length - 1)
        const range = timelineRange(start, between(random, start + 1, length))
        return { source: source(1000 * (index + 1), length), range, shown: (at) => timelineFrame(at + 7) }
      })
      const medley = new Medley(parts, frames(gap))
      const whole: number[] = []
      for (const [index, { range }] of parts.entries()) {
        for (let i = range.start; i < range.end; i++) whole.push(1000 * (index + 1) + i)
        for (let i = 0; i < gap; i++) whole.push(0)
      }
      expect(medley.length).toBe(whole.length)
      const from = between(random, 0, whole.length)
      const to = between(random, from, whole.length)
      const { channels } = await medley.render(timelineRange(from, to))
      expect([...must(channels[0], 'a channel')]).toEqual(whole.slice(from, to))
      const sounding = whole.flatMap((value, at) => (value === 0 ? [] : [{ value, at }]))
      expect(sounding.map(({ at }) => 1000 * (medley.partAt(at) + 1) + medley.shownAt(at) - 7)).toEqual(
        sounding.map(({ value }) => value),
      )
    })
  })
})
