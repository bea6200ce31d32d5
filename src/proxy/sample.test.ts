import { expect, test } from 'vitest'
import { decodeFrames } from '../audio/codec'
import { readWavLayout } from '../audio/riff/layout'
import { readFrames } from '../audio/riff/read'
import { memorySource } from '../audio/source'
import { recordingFrame } from '../base/units'
import { makeSample } from './sample'
import { makeSpeechFixture } from './speechFixture'

const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
const db = (value: number) => 20 * Math.log10(value)

test('the sample is half a minute of speech over room tone, with a flub in it', async () => {
  const source = memorySource(await makeSample())
  const layout = await readWavLayout(source)
  expect(layout.format).toMatchObject({ encoding: 's16', rate: 48_000, channels: 1 })
  expect(layout.frames / 48_000).toBeGreaterThan(25)
  expect(layout.frames / 48_000).toBeLessThan(36)
  const pcm = await readFrames(source, layout, recordingFrame(0), layout.frames)
  const samples = pcm.channels[0] ?? new Float32Array()
  expect(db(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))).toBeCloseTo(-3, 0)
  expect(db(rms(samples.subarray(4800, 33_600)))).toBeGreaterThan(-62)
  expect(db(rms(samples.subarray(4800, 33_600)))).toBeLessThan(-54)
  let zeros = 0
  let longest = 0
  for (const sample of samples) {
    zeros = sample === 0 ? zeros + 1 : 0
    longest = Math.max(longest, zeros)
  }
  expect(longest).toBeLessThan(48)
})

test('a fixture tells where its sentences are, to the frame, in any shape', async () => {
  const sentences = ['Welcome back to the show.', 'This is the second one.']
  for (const [rate, channels, encoding] of [
    [44_100, 1, 's16'],
    [48_000, 2, 's24'],
  ] as const) {
    const options = { sentences, rate, channels, encoding, seed: 4, pauses: [0.3, 0.7] }
    const { bytes, frames, sentences: spans } = await makeSpeechFixture(options)
    const layout = await readWavLayout(memorySource(bytes))
    expect(layout.format).toMatchObject({ encoding, rate, channels })
    expect(layout.frames).toBe(frames)
    expect(spans.map(({ text }) => text)).toEqual(sentences)
    expect((spans[1]?.start ?? 0) - (spans[0]?.end ?? 0)).toBe(Math.round(0.3 * rate))
    expect(frames - (spans[1]?.end ?? 0)).toBe(Math.round(0.7 * rate))
    const [first] = decodeFrames(
      bytes.subarray(layout.dataStart, layout.dataStart + frames * layout.format.bytesPerFrame),
      layout.format,
    )
    for (const { start, end } of spans) {
      expect(db(rms(first?.subarray(start, end) ?? new Float32Array(1)))).toBeGreaterThan(-30)
      expect(db(rms(first?.subarray(end + 10, end + Math.round(0.28 * rate)) ?? new Float32Array(1)))).toBeLessThan(-55)
    }
    expect(Buffer.compare((await makeSpeechFixture(options)).bytes, bytes)).toBe(0)
  }
})
