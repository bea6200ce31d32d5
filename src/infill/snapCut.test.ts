import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filterSamples, highPass } from '../audio/biquad'
import { envelopeOf } from '../audio/envelope'
import { findPauses } from '../audio/pauses'
import { type Pcm, pcmFrames, toMono } from '../audio/pcm'
import { resample } from '../audio/resample'
import { readWavLayout } from '../audio/riff/layout'
import { readFrames } from '../audio/riff/read'
import { memorySource } from '../audio/source'
import { mulberry32 } from '../base/random'
import { frames, recordingFrame, type SampleRate, sampleRate, secondsToFrames, timelineRange } from '../base/units'
import { originalTimeline } from '../edit/timeline'
import { corpus } from '../testing/corpus'
import type { PauseTruth } from '../testing/pauseScore'
import { syntheticSpeech } from '../testing/syntheticSpeech'
import { type SnappedEdge, snapReach, snapSelection } from './snap'
import { timelinePauses } from './timelinePauses'

const windowSeconds = 0.01
/** How far from a word an edge is drawn at most, in seconds, before it snaps. */
const drawnOff = 0.2

interface Span {
  readonly start: number
  readonly end: number
}

/**
 * What snapping cuts off: selections are drawn around one to three words of `speech`, their edges off by up to 200 ms, and snapped to
 * the pauses found. For each edge that ends up inside a word, the part of that word beyond it in the pause. `edges` counts what snapped.
 */
function cutsOf(pcm: Pcm, speech: readonly Span[], seed: number): { readonly cuts: Span[]; readonly edges: number } {
  const { rate } = pcm
  const length = frames(pcmFrames(pcm))
  const pauses = timelinePauses(originalTimeline(length), findPauses(envelopeOf(pcm)))
  const limits = {
    reach: secondsToFrames(snapReach.seconds, rate),
    leave: secondsToFrames(snapReach.leaveSeconds, rate),
    length,
  }
  const random = mulberry32(seed)
  const drawn = (at: number) => Math.min(length, Math.max(0, Math.round(at + (2 * random() - 1) * drawnOff * rate)))
  const cuts: Span[] = []
  let edges = 0
  const add = ({ at, pause }: SnappedEdge, side: 'start' | 'end') => {
    if (pause === null) return
    edges++
    const word = speech.find(({ start, end }) => start < at && at < end)
    if (word === undefined) return
    if (side === 'start') cuts.push({ start: Math.max(word.start, pause.start), end: at })
    else cuts.push({ start: at, end: Math.min(word.end, pause.end) })
  }
  for (let first = 0; first < speech.length; first++) {
    for (let last = first; last < Math.min(first + 3, speech.length); last++) {
      const [a, b] = [drawn(speech[first]?.start ?? 0), drawn(speech[last]?.end ?? 0)]
      if (a >= b) continue
      const { start, end } = snapSelection(timelineRange(a, b), pauses, limits)
      add(start, 'start')
      add(end, 'end')
    }
  }
  return { cuts, edges }
}

/** The level of each 10 ms of `samples` in `span`, in dBFS. */
function levelsIn(samples: ArrayLike<number>, rate: number, { start, end }: Span): number[] {
  const window = Math.round(windowSeconds * rate)
  const levels: number[] = []
  for (let at = Math.round(start); at + window <= end; at += window) levels.push(levelOf(samples, at, at + window))
  return levels
}

function levelOf(samples: ArrayLike<number>, start: number, end: number): number {
  let sum = 0
  for (let i = start; i < end; i++) sum += (samples[i] ?? 0) ** 2
  return 10 * Math.log10(sum / (end - start) + 1e-12)
}

describe('what a snapped edge cuts off of synthetic speech', () => {
  it.each([
    [-70, 1],
    [-60, 2],
    [-50, 3],
    [-40, 4],
  ])('is below the room at %d dBFS', (roomDb, seed) => {
    const rate = sampleRate(48_000)
    const { voice, recording, words } = syntheticSpeech({ seed, rate, seconds: 20, roomDb })
    const { cuts, edges } = cutsOf({ rate, channels: [recording] }, words, seed)
    expect(edges).toBeGreaterThan(100)
    for (const cut of cuts) for (const level of levelsIn(voice, rate, cut)) expect(level).toBeLessThan(roomDb)
  })
})

const folder = corpus()

/** One stretch of speech of a recording that was put together: where it stands, and where in which recording it is from, in seconds. */
interface Piece {
  readonly t0: number
  readonly t1: number
  readonly source: string
  readonly source_time: number
}

interface ExactTruth extends PauseTruth {
  readonly pieces: readonly Piece[]
  readonly breaths?: readonly (readonly number[])[]
}

async function readPcm(path: string): Promise<Pcm> {
  const source = memorySource(new Uint8Array(readFileSync(path)))
  const layout = await readWavLayout(source)
  return readFrames(source, layout, recordingFrame(0), layout.frames)
}

const resampled = new Map<string, Promise<Float32Array>>()

/** A recording of the corpus in one channel at `rate`: made once, for the pieces of all recordings that were put together from it. */
function sourceAt(root: string, source: string, rate: SampleRate): Promise<Float32Array> {
  const key = `${source} ${rate}`
  const known = resampled.get(key)
  if (known !== undefined) return known
  const folder = join(root, 'speech')
  const name = readdirSync(folder).find((each) => each.startsWith(`${source}.`) && each.endsWith('.wav')) ?? source
  const made = readPcm(join(folder, name)).then((pcm) => resample(toMono(pcm), pcm.rate, rate))
  resampled.set(key, made)
  return made
}

/** The speech alone of a recording that was put together: each piece again from where it came, as loud as it is in `mixed`. */
async function speechOf(mixed: Pcm, pieces: readonly Piece[], root: string): Promise<Float32Array> {
  const { rate } = mixed
  const heard = toMono(mixed)
  const speech = new Float32Array(heard.length)
  for (const { t0, t1, source, source_time } of pieces) {
    const own = await sourceAt(root, source, rate)
    const [start, from] = [Math.round(t0 * rate), Math.round(source_time * rate)]
    const length = Math.min(Math.round((t1 - t0) * rate), own.length - from)
    const [a, b] = [heard.subarray(start, start + length), own.subarray(from, from + length)]
    const gain = product(a, b) / product(b, b)
    expect(product(a, b) ** 2 / (product(a, a) * product(b, b))).toBeGreaterThan(0.9)
    speech.set(
      b.map((value) => gain * value),
      start,
    )
  }
  return speech
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}

/** Left out of a pause when its room is measured, at each end and around a breath, in seconds. */
const guard = 0.02

/** The parts of `pauses` in which the room alone is heard. */
function roomIn(pauses: readonly Span[], breaths: readonly Span[], rate: number): Span[] {
  return pauses.flatMap((pause) => {
    const parts: Span[] = []
    let start = pause.start + guard * rate
    for (const breath of breaths.filter((each) => each.start < pause.end && pause.start < each.end)) {
      parts.push({ start, end: breath.start - guard * rate })
      start = breath.end + guard * rate
    }
    return [...parts, { start, end: pause.end - guard * rate }]
  })
}

/**
 * Of these the speech is known without the noise it was put into. A room is not one level but many: its 10 ms windows lie up to 3 dB over
 * their mean. What is cut off is therefore held against the loudest window in which the room alone is heard: below that speech in the
 * noise cannot be told from the noise by its level, by no ear and no detector.
 */
describe.skipIf(folder === null)('what a snapped edge cuts off of recordings with exact pauses', () => {
  const root = folder ?? ''
  const files = folder === null ? [] : readdirSync(join(root, 'pauses')).filter((name) => name.startsWith('synth_o'))
  it.each(files)('%s', async (name) => {
    const truth: ExactTruth = JSON.parse(readFileSync(join(root, 'pauses', name), 'utf8'))
    const all = await readPcm(join(root, truth.audio))
    const mixed = { rate: all.rate, channels: all.channels.slice(truth.channel ?? 0, (truth.channel ?? 0) + 1) }
    const { rate } = mixed
    const bass = highPass(80, rate)
    const speech = filterSamples(await speechOf(mixed, truth.pieces, root), bass)
    const heard = filterSamples(toMono(mixed), bass)
    const span = ([start = 0, end = 0]: readonly number[]): Span => ({ start: start * rate, end: end * rate })
    const pauses = truth.pauses.map(({ t0, t1 }) => span([t0, t1]))
    const room = roomIn(pauses, (truth.breaths ?? []).map(span), rate).flatMap((part) => levelsIn(heard, rate, part))
    const loudest = Math.max(...room)
    const { cuts, edges } = cutsOf(
      mixed,
      truth.pieces.map(({ t0, t1 }) => span([t0, t1])),
      1,
    )
    expect(edges).toBeGreaterThan(2 * truth.pieces.length)
    for (const cut of cuts) for (const level of levelsIn(speech, rate, cut)) expect(level).toBeLessThanOrEqual(loudest)
  })
})
