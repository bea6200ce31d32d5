import { describe, expect, it } from 'vitest'
import { must } from '../base/assert'
import { mulberry32 } from '../base/random'
import { recordingFrame, recordingRange, sampleRate } from '../base/units'
import { makeSpeechFixture } from '../proxy/speechFixture'
import { fromDb } from './decibel'
import { envelopeOf } from './envelope'
import { findPauses } from './pauses'
import { pyramidOf } from './peaks'
import { readWavLayout } from './riff/layout'
import { readFrames } from './riff/read'
import { memorySource } from './source'
import { findVoiceStretches, type HeardRecording, voiceSeconds } from './voiceStretch'

const rate = sampleRate(16_000)

function heard(samples: Float32Array, nonFinite: HeardRecording['nonFinite'] = []): HeardRecording {
  const pcm = { rate, channels: [samples] }
  const envelope = envelopeOf(pcm)
  return { envelope, pauses: findPauses(envelope), pyramid: pyramidOf(pcm), nonFinite }
}

/** Spoken sentences over a quiet room, at 16 kHz. */
async function speech(seed: number) {
  const fixture = await makeSpeechFixture({
    sentences: [
      'Hello, and welcome back to the workshop, the show about people who repair things.',
      'Our next live recording is on the fourteenth of November.',
      'Last time we took an old radio apart, and almost nothing in it was broken.',
      'A clock that stops every night at half past two, and nobody knows why.',
      'Today we look at something harder, and we take our time.',
      'Let us begin at the beginning.',
    ],
    rate,
    channels: 1,
    encoding: 's16',
    seed,
    pauses: [0.6, 0.4],
  })
  const source = memorySource(fixture.bytes)
  const layout = await readWavLayout(source)
  const pcm = await readFrames(source, layout, recordingFrame(0), layout.frames)
  return { samples: must(pcm.channels[0], 'samples'), sentences: fixture.sentences }
}

const best = (recording: HeardRecording) => must(findVoiceStretches(recording)[0], 'a stretch')

const within = (range: { start: number; end: number }, { start, end }: { start: number; end: number }): boolean =>
  range.start < end && start < range.end

describe('findVoiceStretches', () => {
  it('gives stretches of 5 to 10 s of speech whose ends stand in pauses, and none twice', async () => {
    const recording = heard((await speech(1)).samples)
    const found = findVoiceStretches(recording)
    expect(found.length).toBeGreaterThan(1)
    for (const { start, end, speechShare, aboveFloor } of found) {
      expect((end - start) / rate).toBeGreaterThanOrEqual(voiceSeconds.least)
      expect((end - start) / rate).toBeLessThanOrEqual(voiceSeconds.most)
      expect(speechShare).toBeGreaterThan(0.6)
      expect(aboveFloor).toBeGreaterThan(15)
      for (const edge of [start, end]) {
        expect(recording.pauses.some((pause) => pause.start <= edge && edge <= pause.end)).toBe(true)
      }
    }
    const sorted = [...found].sort((a, b) => a.start - b.start)
    sorted.forEach((stretch, i) => expect(stretch.start).toBeGreaterThanOrEqual(sorted[i - 1]?.end ?? 0))
  })

  it('keeps away from what is clipped, noisy, or not a number', async () => {
    const { samples, sentences } = await speech(2)
    const [first, , third, fourth] = sentences
    const spoil = (change: (samples: Float32Array) => void) => {
      const spoiled = samples.slice()
      change(spoiled)
      return spoiled
    }
    const clean = best(heard(samples))
    // Wherever the best one is: spoiled there, another is better.
    const clipped = spoil((all) => all.fill(1, clean.start + rate, clean.start + rate + 20))
    expect(within(best(heard(clipped)), { start: clean.start + rate, end: clean.start + rate + 20 })).toBe(false)
    const nan = recordingRange(clean.start + rate, clean.start + rate + 1)
    expect(within(best(heard(samples, [nan])), nan)).toBe(false)
    const random = mulberry32(3)
    const half = must(third, 'third').start
    const noisy = spoil((all) => {
      for (let i = 0; i < half; i++) all[i] = (all[i] ?? 0) + 2 * fromDb(-42) * (random() - 0.5)
    })
    expect(best(heard(noisy)).start).toBeGreaterThanOrEqual(half - 0.5 * rate)
    const other = spoil((all) => {
      for (let i = half; i < all.length; i++) all[i] = (all[i] ?? 0) + 2 * fromDb(-42) * (random() - 0.5)
    })
    expect(best(heard(other)).end).toBeLessThanOrEqual(must(fourth, 'fourth').start)
    expect(best(heard(other)).start).toBeGreaterThanOrEqual(must(first, 'first').start - 0.2 * rate)
  })

  it('finds none in silence, in noise, in what is too short, and where there is hardly a word', async () => {
    expect(findVoiceStretches(heard(new Float32Array(20 * rate)))).toEqual([])
    const random = mulberry32(4)
    expect(findVoiceStretches(heard(Float32Array.from({ length: 20 * rate }, () => random() - 0.5)))).toEqual([])
    const { samples, sentences } = await speech(5)
    const second = must(sentences[1], 'second')
    expect(findVoiceStretches(heard(samples.subarray(second.start - 1000, second.end + 1000)))).toEqual([])
    const sparse = new Float32Array(30 * rate).map(() => 0.0005 * (random() - 0.5))
    for (let at = 0; at < 28; at += 4) sparse.set(samples.subarray(second.start, second.start + rate), at * rate)
    expect(findVoiceStretches(heard(sparse))).toEqual([])
  })

  it('gives the best of very many', () => {
    const random = mulberry32(6)
    const hops = 7200 * 200
    const levels = Float32Array.from({ length: hops }, (_, i) => (i % 700 < 600 ? -25 : -70) + 4 * random())
    const hop = 80
    const pauses = Array.from({ length: Math.floor(hops / 700) }, (_, i) => ({
      ...recordingRange((700 * i + 600) * hop, 700 * (i + 1) * hop),
      depth: 40,
    }))
    const pyramid = pyramidOf({ rate, channels: [new Float32Array(256)] })
    const envelope = { ...envelopeOf({ rate, channels: [new Float32Array(0)] }), speech: levels }
    const found = findVoiceStretches({ envelope, pauses, pyramid, nonFinite: [] })
    expect(found).toHaveLength(24)
    expect(must(found[0], 'best').aboveFloor).toBeCloseTo(45, 0)
  })
})
