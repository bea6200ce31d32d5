import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordingFrame, sampleRate } from '../base/units'
import { corpus } from '../testing/corpus'
import type { PauseTruth } from '../testing/pauseScore'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { envelopeOf } from './envelope'
import { findPauses, type Pause } from './pauses'
import type { Pcm } from './pcm'
import { readWavLayout } from './riff/layout'
import { readFrames } from './riff/read'
import { memorySource } from './source'

/** What a snapped edge leaves between itself and the sound: no edge lies nearer to the end of a pause, in seconds. */
const leave = 0.025
const windowSeconds = 0.01

interface Span {
  readonly start: number
  readonly end: number
}

/** The loudest 10 ms of `voice` that an edge snapped to one of `pauses` could cut off, in dBFS; −Infinity for none. */
function loudestCut(voice: Float32Array, rate: number, pauses: readonly Pause[], speech: readonly Span[]): number {
  const window = Math.round(windowSeconds * rate)
  let loudest = Number.NEGATIVE_INFINITY
  for (const pause of pauses) {
    for (const span of speech) {
      const from = Math.max(pause.start + leave * rate, span.start)
      const to = Math.min(pause.end - leave * rate, span.end)
      for (let at = Math.round(from); at + window <= to; at += window) {
        loudest = Math.max(loudest, levelOf(voice.subarray(at, at + window)))
      }
    }
  }
  return loudest
}

function levelOf(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length + 1e-12)
}

describe('what an edge in a pause cuts off of synthetic speech', () => {
  it.each([
    [-70, 1],
    [-60, 2],
    [-50, 3],
    [-40, 4],
  ])('is below the room at %d dBFS', (roomDb, seed) => {
    const rate = sampleRate(48_000)
    const { voice, recording, words } = syntheticSpeech({ seed, rate, seconds: 20, roomDb })
    const pauses = findPauses(envelopeOf({ rate, channels: [recording] }))
    expect(pauses.length).toBeGreaterThan(10)
    expect(loudestCut(voice, rate, pauses, words)).toBeLessThan(roomDb)
  })
})

const folder = corpus()

async function readPcm(path: string, channel: number): Promise<Pcm> {
  const source = memorySource(new Uint8Array(readFileSync(path)))
  const layout = await readWavLayout(source)
  const pcm = await readFrames(source, layout, recordingFrame(0), layout.frames)
  return { rate: pcm.rate, channels: pcm.channels.slice(channel, channel + 1) }
}

/** By how many dB a cut may rise over the room, where it does: noise 15 dB under the speech hides the release of a stop. */
const over = new Map([['synth_o3_48k_snr15_hum.json', 7]])

describe.skipIf(folder === null)('what an edge in a pause cuts off of recordings with exact pauses', () => {
  const files = folder === null ? [] : readdirSync(join(folder, 'pauses')).filter((name) => name.startsWith('synth_o'))
  it.each(files)('%s', async (name) => {
    const truth: PauseTruth = JSON.parse(readFileSync(join(folder ?? '', 'pauses', name), 'utf8'))
    const { rate, channels } = await readPcm(join(folder ?? '', truth.audio), truth.channel ?? 0)
    const [samples = new Float32Array(0)] = channels
    const known = truth.pauses.map(({ t0, t1 }) => ({ start: t0 * rate, end: t1 * rate }))
    const speech = known.map(({ end }, i) => ({ start: end, end: known[i + 1]?.start ?? samples.length }))
    const room = Math.max(
      ...known.map(({ start, end }) => levelOf(samples.subarray(start + 0.02 * rate, end - 0.02 * rate))),
    )
    const pauses = findPauses(envelopeOf({ rate, channels }))
    expect(loudestCut(samples, rate, pauses, speech)).toBeLessThan(room + (over.get(name) ?? 0))
  })
})
