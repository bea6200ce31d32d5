import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../../base/random'
import { frames, recordingFrame } from '../../base/units'
import { chunk, formatChunk, riff } from '../../testing/wav'
import { decodeFrames } from '../codec'
import { memorySource } from '../source'
import { readWavLayout } from './layout'
import { readClamped, readFrames } from './read'

describe('readFrames', () => {
  const samples = Uint8Array.from({ length: 600 }, (_, i) => (i * 89 + 7) & 255)
  const bytes = riff([formatChunk({ channels: 2, bits: 24 }), chunk('odd ', Uint8Array.of(1)), chunk('data', samples)])
  const source = memorySource(bytes)

  it('gives the same frames as decoding everything, for any range', async () => {
    const layout = await readWavLayout(source)
    const whole = decodeFrames(samples, layout.format)
    const random = mulberry32(5)
    for (let step = 0; step < 200; step++) {
      const start = Math.floor(random() * 101)
      const length = Math.floor(random() * (101 - start))
      const pcm = await readFrames(source, layout, recordingFrame(start), frames(length))
      expect(pcm.rate).toBe(48_000)
      expect(pcm.channels).toEqual(whole.map((channel) => channel.subarray(start, start + length)))
    }
  })

  it('gives what there is of a range that passes the ends, and nothing of one beyond them', async () => {
    const layout = await readWavLayout(source)
    const whole = decodeFrames(samples, layout.format)
    const random = mulberry32(6)
    const spot = () => Math.floor(random() * 300) - 100
    for (let step = 0; step < 200; step++) {
      const [start, end] = [spot(), spot()]
      const pcm = await readClamped(source, layout, start, end)
      const there = whole.map((channel) => channel.filter((_, at) => start <= at && at < end))
      expect(pcm).toEqual({ rate: 48_000, channels: there })
    }
  })

  it('refuses frames outside, and a file that changed', async () => {
    const layout = await readWavLayout(source)
    await expect(readFrames(source, layout, recordingFrame(99), frames(2))).rejects.toThrow('outside the recording')
    const shrunk = memorySource(bytes.subarray(0, bytes.length - 10))
    await expect(readFrames(shrunk, layout, recordingFrame(0), frames(100))).rejects.toMatchObject({
      code: 'file-changed',
    })
  })
})
