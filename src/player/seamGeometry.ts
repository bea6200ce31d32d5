import { fadeWeights } from '../audio/fade'
import type { Pcm } from '../audio/pcm'
import type { SampleRate } from '../base/units'

/** Which sound is drawn: what is heard now, the original, or one over the other. */
export type Shown = 'after' | 'before' | 'both'

/** A span `[start, end)` in frames from the seam: negative ones are before it. */
export interface SeamSpan {
  readonly start: number
  readonly end: number
}

/** A crossfade between the original and the insert. */
export interface SeamCrossfade extends SeamSpan {
  /** How alike both sides were taken to be, 0–1. */
  readonly correlation: number
}

/** What is drawn around the sound of a seam. */
export interface SeamMarks {
  /** Whether the insert begins or ends at the seam. */
  readonly seam: 'left' | 'right'
  readonly fade: SeamCrossfade | null
  /** The pause that stands at the seam now, and the one of the original. */
  readonly pause: SeamSpan | null
  readonly originalPause: SeamSpan | null
  /** What is heard on both sides of the seam now, and in the original; the earlier side first. */
  readonly words: Readonly<Record<'after' | 'before', readonly [string, string]>>
}

/** Sound around a seam: `from` is the frame of its first sample, counted from the seam. */
export interface SeamSound {
  readonly from: number
  readonly pcm: Pcm
}

/** Reads what is heard around a seam. */
export interface SeamSource {
  readonly rate: SampleRate
  readonly channels: number
  /** The frames from `start` to `end`, counted from the seam, as far as there are any: of what is heard now, or of the original. */
  read(which: 'after' | 'before', start: number, end: number): Promise<SeamSound>
}

/** What can be shown on each side of a seam, in ms, closest first. */
export const closeUps = [2, 5, 10, 20, 40, 80, 160, 320, 500] as const

/** The widest close-up, in ms on each side. */
export const widestCloseUp = 500

/** What a close-up shows at first, in ms on each side: 40, or as much as the crossfade needs. */
export function firstCloseUp(fade: SeamSpan | null, rate: number): number {
  const reach = fade === null ? 0 : (1000 * Math.max(Math.abs(fade.start), Math.abs(fade.end))) / rate
  return closeUps.find((ms) => ms >= 40 && ms >= reach) ?? widestCloseUp
}

/** The next close-up nearer (`in`) or further (`out`) than `ms`; `ms` itself at the end. */
export function nextCloseUp(ms: number, direction: 'in' | 'out'): number {
  return (direction === 'in' ? closeUps.findLast((step) => step < ms) : closeUps.find((step) => step > ms)) ?? ms
}

/** A point of a crossfade: how much of the original and of the insert is heard at a frame from the seam, 0–1. */
export interface FadePoint {
  readonly frame: number
  readonly original: number
  readonly insert: number
}

/** A crossfade as `steps + 1` points from its start to its end. */
export function fadeCurve(
  { start, end, correlation }: SeamCrossfade,
  seam: 'left' | 'right',
  steps: number,
): FadePoint[] {
  return Array.from({ length: steps + 1 }, (_, index) => {
    const share = index / steps
    const { from, to } = fadeWeights(share, correlation)
    const frame = start + share * (end - start)
    return seam === 'left' ? { frame, original: from, insert: to } : { frame, original: to, insert: from }
  })
}

/**
 * How many times as tall sound is drawn, so that what stands at the seam can be seen: a power of two, at most 64. `near` is the
 * highest sample in the pause and the crossfade, 1 = full scale, and stays in the picture. `peaks` are the highest samples of
 * equal parts of what is in view: a tenth of them at most reaches out of it.
 */
export function heightFor(near: number, peaks: readonly number[]): number {
  const loud = peaks.toSorted((a, b) => b - a)[Math.floor(peaks.length / 10)] ?? 0
  const peak = Math.max(near, loud)
  if (peak <= 0) return 1
  return Math.min(64, Math.max(1, 2 ** Math.floor(Math.log2(0.95 / peak))))
}

/** The span from the first to the last of what stands at a seam, at least `least` frames on each side of it. */
export function spanOf(spans: readonly (SeamSpan | null)[], least: number): SeamSpan {
  const known = spans.filter((span) => span !== null)
  return {
    start: Math.min(-least, ...known.map(({ start }) => start)),
    end: Math.max(least, ...known.map(({ end }) => end)),
  }
}

/** The highest sample of `sounds` between two frames from the seam, 1 = full scale. */
export function peakWithin(sounds: readonly SeamSound[], start: number, end: number): number {
  let peak = 0
  for (const { from, pcm } of sounds) {
    for (const samples of pcm.channels) {
      const last = Math.min(samples.length, Math.ceil(end) - from)
      for (let i = Math.max(0, Math.floor(start) - from); i < last; i++) {
        peak = Math.max(peak, Math.abs(samples[i] ?? 0))
      }
    }
  }
  return peak
}
