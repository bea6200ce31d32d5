import { describe, expect, it } from 'vitest'
import type { AudioFormat } from '../audio/format'
import { must } from '../base/assert'
import { frames, sampleRate } from '../base/units'
import { lookOver } from './firstLook'

const format: AudioFormat = { encoding: 's16', rate: sampleRate(48_000), channels: 1, bytesPerFrame: 2, validBits: 16 }

interface Reads {
  count: number
  bytes: number
}

/** A blob of `length` frames that are quiet in the first half and loud in the second, and counts what is read. */
function recording(length: number, reads: Reads = { count: 0, bytes: 0 }, fail = false): Blob {
  const blob = new Blob([])
  Object.defineProperty(blob, 'size', { value: 2 * length })
  blob.slice = (start = 0, end = 0) => {
    const part = new Blob([])
    part.arrayBuffer = () => {
      reads.count++
      reads.bytes += end - start
      if (fail) return Promise.reject(new DOMException('gone', 'NotReadableError'))
      const level = (i: number): number => (start / 2 + i < length / 2 ? 100 : 20_000)
      return Promise.resolve(Int16Array.from({ length: (end - start) / 2 }, (_, i) => level(i)).buffer)
    }
    return part
  }
  return blob
}

const long = frames(500_000_000)

describe('lookOver', () => {
  it('sees the whole recording without reading it', async () => {
    const reads: Reads = { count: 0, bytes: 0 }
    const look = must(await lookOver(recording(long, reads), format, long, () => 0), 'look')
    const peaks = must(look.channels[0], 'channel')
    expect(look.frames).toBe(long)
    expect(peaks[1]).toBe(100)
    expect(peaks[peaks.length - 1]).toBe(19_999)
    expect(reads.count).toBe(512)
    expect(reads.bytes).toBeLessThan(10_000_000)
  })

  it('stops when its time is over, at a twelfth of the time that reading takes or 60 ms', async () => {
    for (const [length, least, most] of [
      [frames(250_000_000), 41, 50],
      [frames(6_000_000_000), 60, 70],
    ] as const) {
      let clock = 1000
      const reads: Reads = { count: 0, bytes: 0 }
      const look = must(await lookOver(recording(length, reads), format, length, () => clock++), 'look')
      expect(reads.count).toBeGreaterThanOrEqual(least)
      expect(reads.count).toBeLessThanOrEqual(most)
      const peaks = must(look.channels[0], 'channel')
      expect([peaks[1], peaks[peaks.length - 1]]).toEqual([100, 19_999])
    }
  })

  it('leaves small recordings, cut ones and those that cannot be read to the pass', async () => {
    expect(await lookOver(recording(1_000_000), format, frames(1_000_000), () => 0)).toBe(null)
    expect(await lookOver(recording(long), format, frames(long + 1), () => 0)).toBe(null)
    expect(await lookOver(recording(long, undefined, true), format, long, () => 0)).toBe(null)
  })
})
