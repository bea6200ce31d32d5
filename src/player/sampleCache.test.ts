import { describe, expect, it } from 'vitest'
import { frames, sampleRate, type TimelineRange } from '../base/units'
import { cacheBlock, cacheLimit, SampleCache } from './sampleCache'
import type { WaveformSource } from './waveformSource'

const rate = sampleRate(48_000)

function counting(length: number, channels = 1) {
  const asked: TimelineRange[] = []
  const source: WaveformSource = {
    rate,
    channels,
    length: frames(length),
    peaks: () => {},
    samples: (range) => {
      asked.push(range)
      const one = (channel: number) =>
        Float32Array.from({ length: range.end - range.start }, (_, i) => range.start + i + channel)
      return Promise.resolve({ rate, channels: Array.from({ length: channels }, (_, channel) => one(channel)) })
    },
  }
  return { source, asked }
}

const make = (source: WaveformSource) => {
  const loaded: [number, number][] = []
  const failed: unknown[] = []
  const cache = new SampleCache(
    source,
    (start, end) => loaded.push([start, end]),
    (error) => failed.push(error),
  )
  return { cache, loaded, failed }
}

describe('SampleCache', () => {
  it('gives the samples of a span across blocks, and silence outside the timeline', async () => {
    const { cache } = make(counting(3 * cacheBlock + 100, 2).source)
    const out = new Float32Array(cacheBlock + 50)
    expect(cache.copy(1, cacheBlock - 20, out)).toBe(false)
    await cache.load(cacheBlock - 20, 2 * cacheBlock + 30)
    expect(cache.copy(1, cacheBlock - 20, out)).toBe(true)
    expect([out[0], out[20], out.at(-1)]).toEqual([cacheBlock - 19, cacheBlock + 1, 2 * cacheBlock + 30])
    await cache.load(-10, 50)
    const edge = new Float32Array(20)
    expect(cache.copy(0, -10, edge)).toBe(true)
    expect([...edge.subarray(8, 13)]).toEqual([0, 0, 0, 1, 2])
    await cache.load(3 * cacheBlock, 4 * cacheBlock)
    expect(cache.copy(0, 3 * cacheBlock + 90, edge)).toBe(true)
    expect([edge[9], edge[10]]).toEqual([3 * cacheBlock + 99, 0])
  })

  it('reads a run of blocks at once, and none twice', async () => {
    const { source, asked } = counting(20 * cacheBlock)
    const { cache, loaded } = make(source)
    const first = cache.load(0, 5 * cacheBlock)
    const second = cache.load(3 * cacheBlock, 7 * cacheBlock)
    await Promise.all([first, second])
    await cache.load(0, 7 * cacheBlock)
    expect(asked.map(({ start, end }) => [start / cacheBlock, end / cacheBlock])).toEqual([
      [0, 5],
      [5, 7],
    ])
    expect(loaded).toHaveLength(2)
  })

  it('forgets what was used longest ago when there is too much', async () => {
    const { source, asked } = counting(2 * cacheLimit)
    const { cache } = make(source)
    const held = Math.floor(cacheLimit / cacheBlock)
    for (let index = 0; index < held; index++) await cache.load(index * cacheBlock, (index + 1) * cacheBlock)
    await cache.load(0, 1)
    await cache.load(held * cacheBlock, held * cacheBlock + 1)
    const before = asked.length
    await cache.load(0, 1)
    expect(asked.length).toBe(before)
    await cache.load(cacheBlock, cacheBlock + 1)
    expect(asked.length).toBe(before + 1)
  })

  it('tells of a failed read once and does not try it again and again', async () => {
    let calls = 0
    const source: WaveformSource = {
      ...counting(1000).source,
      samples: () => {
        calls++
        return Promise.reject(new Error('gone'))
      },
    }
    const { cache, failed, loaded } = make(source)
    await cache.load(0, 1000)
    await cache.load(0, 1000)
    expect([calls, failed.length, loaded.length]).toEqual([1, 1, 0])
  })

  it('tells nothing after its end', async () => {
    const { cache, loaded } = make(counting(1000).source)
    const loading = cache.load(0, 1000)
    cache.dispose()
    await loading
    expect(loaded).toEqual([])
    expect(cache.copy(0, 0, new Float32Array(10))).toBe(false)
  })
})
