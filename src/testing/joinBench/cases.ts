import { envelopeOf } from '../../audio/envelope'
import { findPauses, type Pause } from '../../audio/pauses'
import { type Pcm, pcmFrames, slicePcm, toMono } from '../../audio/pcm'
import { recordingRange } from '../../base/units'
import { readSurroundings } from '../../infill/join/readSurroundings'
import type { Surroundings } from '../../infill/join/surroundings'
import { asServiceBytes, drawFaults, type ServiceFaults } from './service'

/** Where the spans of a bench begin and end: in pauses as snapping leaves them, or inside words. */
export type Cut = 'pause' | 'word'

/** One span of a recording that is to be replaced by itself, as a service would speak it. */
export interface JoinCase {
  readonly name: string
  readonly recording: Pcm
  /** Frames of the replaced span. */
  readonly start: number
  readonly end: number
  readonly faults: ServiceFaults
  readonly surroundings: Surroundings
  /** The take as it comes over the wire. */
  readonly bytes: Uint8Array
  /** Where the recording is quiet inside the span, and around it within reach, as spans of the recording. */
  readonly quietInside: readonly Quiet[]
  readonly quietAround: readonly Quiet[]
}

/** A stretch of pause, in frames of the recording. */
export interface Quiet {
  readonly start: number
  readonly end: number
}

/** Of a pause this much stays on the inner side of an edge, as snapping does it. */
const insideSeconds = 0.025
/** A cut inside a word lies so far from the pause. */
const wordSeconds = 0.09
/** Left out next to speech: what still sounds there. */
const guardSeconds = 0.005
/** What rises further above the floor of its pause, in dB, is not the room. */
const steadyDb = 6

/** Up to `most` spans of `recording`, 0.4–6 s of speech each, evenly spread over it. */
export async function casesOf(
  name: string,
  recording: Pcm,
  cut: Cut,
  most: number,
  random: () => number,
): Promise<JoinCase[]> {
  const pauses = findPauses(envelopeOf(recording))
  const all = spansBetween(pauses, pcmFrames(recording), recording.rate)
  const step = Math.max(1, all.length / most)
  const chosen = Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor(i * step)])
  const cases: JoinCase[] = []
  for (const span of chosen) {
    if (span !== undefined) cases.push(await caseOf(name, recording, pauses, span, { cut, faults: drawFaults(random) }))
  }
  return cases
}

interface Span {
  readonly left: Pause
  readonly right: Pause
}

function spansBetween(pauses: readonly Pause[], length: number, rate: number): Span[] {
  const usable = pauses.filter(({ start, end }) => start > rate && end < length - rate && end - start > 0.1 * rate)
  const found: Span[] = []
  for (const [i, left] of usable.entries()) {
    const right = usable.slice(i + 1).find(({ start }) => start - left.end > 0.4 * rate)
    if (right !== undefined && right.start - left.end < 6 * rate) found.push({ left, right })
  }
  return found
}

async function caseOf(
  name: string,
  recording: Pcm,
  pauses: readonly Pause[],
  { left, right }: Span,
  { cut, faults }: { readonly cut: Cut; readonly faults: ServiceFaults },
): Promise<JoinCase> {
  const { rate } = recording
  const total = pcmFrames(recording)
  const inside = Math.round((cut === 'pause' ? insideSeconds : -wordSeconds) * rate)
  const start = Math.max(left.start, left.end - inside)
  const end = Math.min(right.end, right.start + inside)
  const surroundings = await readSurroundings(
    (from, to) => Promise.resolve(copy(slicePcm(recording, Math.max(0, from), Math.min(total, to)))),
    rate,
    recordingRange(start, end),
  )
  const quiet = pauses.flatMap((pause) => steadyIn(recording, pause))
  const within = (from: number, to: number): Quiet[] =>
    quiet
      .map((pause) => ({ start: Math.max(from, pause.start), end: Math.min(to, pause.end) }))
      .filter((pause) => pause.end - pause.start >= 0.009 * rate)
  const mono = toMono(recording)
  const around = [...within(start - 2 * rate, start), ...within(end, end + 2 * rate)]
  const inner = within(start, end)
  const known = [...around, ...inner].map((pause) => mono.subarray(pause.start, pause.end))
  return {
    name,
    recording,
    start,
    end,
    faults,
    surroundings,
    bytes: asServiceBytes(mono.subarray(start, end), rate, known, faults),
    quietInside: inner,
    quietAround: around,
  }
}

/** The parts of a pause in which nothing but the room is heard: near its own floor, clear of what stands around. */
function steadyIn(recording: Pcm, pause: Pause): Quiet[] {
  const { rate } = recording
  const guard = Math.round(guardSeconds * rate)
  const window = Math.round(0.01 * rate)
  const start = pause.start + guard
  const count = Math.floor((pause.end - guard - start) / window)
  const mono = toMono(slicePcm(recording, start, start + count * window))
  const levels = Array.from({ length: Math.max(0, count) }, (_, i) => {
    const part = mono.subarray(i * window, (i + 1) * window)
    const mean = part.reduce((sum, value) => sum + value, 0) / window
    return 10 * Math.log10(part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / window + 1e-10)
  })
  const floor = levels.toSorted((a, b) => a - b)[Math.floor(0.2 * levels.length)] ?? 0
  const found: Quiet[] = []
  levels.forEach((level, i) => {
    if (level > floor + steadyDb) return
    const from = start + i * window
    const last = found.at(-1)
    if (last?.end === from) found[found.length - 1] = { start: last.start, end: from + window }
    else found.push({ start: from, end: from + window })
  })
  return found
}

function copy(pcm: Pcm): Pcm {
  return { rate: pcm.rate, channels: pcm.channels.map((samples) => samples.slice()) }
}
