import { firstEndingFrom } from '../base/spans'
import { type RecordingRange, recordingFrame } from '../base/units'
import type { Envelope } from './envelope'
import type { Pause } from './pauses'
import type { PeakLevel, PeakPyramid } from './peaks'

/** A stretch of a recording from which a voice could be made: from one pause to another. */
export interface VoiceStretch extends RecordingRange {
  /** How far the speech in it (mean of dB) is above its pauses, in dB. */
  readonly aboveFloor: number
  /** How much of it is speech, 0 to 1. */
  readonly speechShare: number
}

/** What one pass over a recording found. */
export interface HeardRecording {
  readonly envelope: Envelope
  readonly pauses: readonly Pause[]
  readonly pyramid: PeakPyramid
  /** Frames that are not numbers, sorted and disjoint. */
  readonly nonFinite: readonly RecordingRange[]
}

/** What services ask for to make a voice, in seconds. */
export const voiceSeconds = { least: 5, most: 10 } as const

/** How much of the pauses around it a stretch takes along, in seconds. */
const MARGIN = 0.05
/** With less speech than this it is not worth sending. */
const LEAST_SHARE = 0.6
/** Pauses below this level say nothing about the room, in dBFS. */
const LOWEST_FLOOR = -90
/** A sample this large may have been clipped: −0.02 dBFS. */
const CLIPPED = 32_700
/** What a stretch that is half pauses, and what one shorter by a second, loses against another, in dB of `aboveFloor`. */
const SHARE_WEIGHT = 20
const SECOND_WEIGHT = 0.5
/** The level of the peaks that is looked at first: bins of 4096 frames. */
const COARSE = 2
/** How many are kept. */
const MOST = 24

/**
 * The stretches of 5 to 10 s that make the best voice, best first, none overlapping a better one: much speech, far above the
 * floor of its own pauses, no sample at full scale. Empty where there is none. The cost is one look at envelope and peaks.
 */
export function findVoiceStretches(heard: HeardRecording): VoiceStretch[] {
  const { pauses, envelope } = heard
  const sums = new PhraseSums(heard)
  const [least, most] = [voiceSeconds.least * envelope.rate, voiceSeconds.most * envelope.rate]
  const found: Candidate[] = []
  for (let first = 0; first < pauses.length; first++) {
    for (let last = first + 1; last < pauses.length; last++) {
      const [start, end] = [sums.startOf(first), sums.endOf(last)]
      if (end - start > most) break
      if (end - start < least || sums.isClipped(first, last)) continue
      const speechShare = sums.spoken(first, last) / (end - start)
      if (speechShare < LEAST_SHARE) continue
      const aboveFloor = sums.aboveFloor(first, last)
      const score = aboveFloor - SHARE_WEIGHT * (1 - speechShare) + (SECOND_WEIGHT * (end - start)) / envelope.rate
      found.push({ start, end, aboveFloor, speechShare, score })
    }
  }
  found.sort((a, b) => b.score - a.score)
  const best: Candidate[] = []
  for (const candidate of found) {
    if (best.length === MOST) break
    if (best.every(({ start, end }) => end <= candidate.start || candidate.end <= start)) best.push(candidate)
  }
  return best.map(({ start, end, aboveFloor, speechShare }) => ({
    start: recordingFrame(start),
    end: recordingFrame(end),
    aboveFloor,
    speechShare,
  }))
}

interface Candidate {
  readonly start: number
  readonly end: number
  readonly aboveFloor: number
  readonly speechShare: number
  readonly score: number
}

/** Sums over the pauses and the phrases between them: phrase `k` stands between pause `k` and pause `k + 1`. */
class PhraseSums {
  readonly #pauses: readonly Pause[]
  readonly #margin: number
  /** Each up to the phrase or pause of its index: sums of levels in dB and how many, frames of speech, clipped phrases. */
  readonly #speech: Float64Array
  readonly #speechCount: Float64Array
  readonly #floor: Float64Array
  readonly #floorCount: Float64Array
  readonly #spoken: Float64Array
  readonly #clipped: Float64Array

  constructor({ envelope, pauses, pyramid, nonFinite }: HeardRecording) {
    this.#pauses = pauses
    this.#margin = Math.round(MARGIN * envelope.rate)
    const sums = () => new Float64Array(pauses.length + 1)
    this.#speech = sums()
    this.#speechCount = sums()
    this.#floor = sums()
    this.#floorCount = sums()
    this.#spoken = sums()
    this.#clipped = sums()
    pauses.forEach((pause, k) => {
      add(this.#floor, this.#floorCount, k, levelsIn(envelope, pause.start, pause.end, LOWEST_FLOOR))
      const end = pauses[k + 1]?.start ?? pause.end
      add(this.#speech, this.#speechCount, k, levelsIn(envelope, pause.end, end))
      this.#spoken[k + 1] = (this.#spoken[k] ?? 0) + (end - pause.end)
      const damaged = nonFinite[firstEndingFrom(nonFinite, pause.end + 1)]
      const bad = reachesFullScale(pyramid, pause.end, end) || (damaged !== undefined && damaged.start < end)
      this.#clipped[k + 1] = (this.#clipped[k] ?? 0) + (bad ? 1 : 0)
    })
  }

  isClipped(first: number, last: number): boolean {
    return between(this.#clipped, first, last) > 0
  }

  /** A little before the end of a pause. */
  startOf(pause: number): number {
    const { start = 0, end = 0 } = this.#pauses[pause] ?? {}
    return end - Math.min(this.#margin, Math.floor((end - start) / 2))
  }

  /** A little after the start of a pause. */
  endOf(pause: number): number {
    const { start = 0, end = 0 } = this.#pauses[pause] ?? {}
    return start + Math.min(this.#margin, Math.floor((end - start) / 2))
  }

  /** Frames of speech between two pauses. */
  spoken(first: number, last: number): number {
    return between(this.#spoken, first, last)
  }

  /** The speech between two pauses over these and the pauses within, in dB. */
  aboveFloor(first: number, last: number): number {
    const speech = between(this.#speech, first, last) / Math.max(1, between(this.#speechCount, first, last))
    const floor = between(this.#floor, first, last + 1) / Math.max(1, between(this.#floorCount, first, last + 1))
    return speech - floor
  }
}

const between = (sums: Float64Array, from: number, to: number): number => (sums[to] ?? 0) - (sums[from] ?? 0)

function add(sums: Float64Array, counts: Float64Array, at: number, levels: { sum: number; count: number }): void {
  sums[at + 1] = (sums[at] ?? 0) + levels.sum
  counts[at + 1] = (counts[at] ?? 0) + levels.count
}

/** The levels that lie in `[start, end)` whole, none counted as lower than `lowest`. */
function levelsIn({ hop, speech }: Envelope, start: number, end: number, lowest = Number.NEGATIVE_INFINITY) {
  let sum = 0
  let count = 0
  const to = Math.min(speech.length, Math.floor(end / hop) - 1)
  for (let i = Math.ceil(start / hop); i < to; i++) {
    sum += Math.max(lowest, speech[i] ?? 0)
    count++
  }
  return { sum, count }
}

/** Whether a sample is at full scale. Looks at the samples' finest peaks only where a coarser one says that there is one about. */
function reachesFullScale({ levels }: PeakPyramid, start: number, end: number): boolean {
  const about = [levels[COARSE], levels[0]].filter((level) => level !== undefined)
  return about.length > 0 && about.every((level) => isClippedIn(level, start, end))
}

function isClippedIn({ framesPerBin, channels }: PeakLevel, start: number, end: number): boolean {
  const from = 2 * Math.floor(start / framesPerBin)
  const to = 2 * Math.ceil(end / framesPerBin)
  for (const peaks of channels) {
    for (let i = from; i < to; i++) {
      const peak = peaks[i] ?? 0
      if (peak >= CLIPPED || peak <= 0 - CLIPPED) return true
    }
  }
  return false
}
