import { bestLag, likeness } from '../../audio/fade'
import { clamp, type SampleRate } from '../../base/units'
import type { SeamScene } from './scene'

/** Lengths in ms that a seam is planned with. */
const ms = {
  /** Kept of a take before its first sound. */
  margin: 5,
  /** A fade between pauses is at most this long by itself; nothing more is gained by longer ones. */
  pauseFade: 60,
  /** The fade where a cut falls inside sound. */
  soundFade: 12,
  /** No fade is shorter, and no pause inside the insert. */
  least: 3,
  /** How far a cut inside sound may move to where both sides are alike. */
  lag: 10,
  /** How far a soft onset under the recording's floor pushes the take back; more of it cannot be heard. */
  softOnset: 30,
}

/**
 * One end of a take, read from the seam into the insert: for the right seam everything is mirrored, so that both are planned by
 * one rule. Positions are frames of the (mirrored) take.
 */
export interface TakeEnd {
  readonly samples: Float32Array
  /** Where the take sounds, and where it is heard over the recording's floor: `start <= heard`. */
  readonly start: number
  readonly heard: number
  /** The original voice from the seam into the replaced range, without offset. */
  readonly original: Float32Array
}

/** What the user chose for this seam, and whether there is room tone to fill gaps with. */
export interface SeamWish {
  readonly pauseMs: number | 'auto'
  readonly fadeMs: number | 'auto'
  readonly tone: boolean
}

/** How one seam is made. All in frames. */
export interface SeamPlan {
  /** From the seam to where the take is heard; negative where the cut eats into it. */
  readonly lead: number
  /** The first frame of the take that is used. */
  readonly from: number
  /** Over how many frames the take itself comes in out of the room tone; 0 when the fade at the seam does it. */
  readonly ramp: number
  /** Length of the fade from the original, at least 2, or 0 where there is no original to fade from. */
  readonly fade: number
  /** How alike both sides of the fade are, 0–1. */
  readonly correlation: number
}

/** Plans one seam: how much of the pause the insert supplies, where the take begins, and how the original fades into it. */
export function planSeam(seam: SeamScene, end: TakeEnd, wish: SeamWish, rate: SampleRate): SeamPlan {
  const frames = (value: number) => Math.round((value * rate) / 1000)
  const least = Math.max(2, frames(ms.least))
  const margin = frames(ms.margin)
  const atFade = (length: number) => (end.original.length < 2 ? 0 : Math.max(2, Math.min(length, end.original.length)))

  if (!seam.inPause && wish.pauseMs === 'auto') {
    const fade = atFade(frames(wish.fadeMs === 'auto' ? ms.soundFade : wish.fadeMs))
    const base = Math.max(0, end.start - margin)
    const lag = bestLag(range(Math.max(-base, -frames(ms.lag)), frames(ms.lag)), (shift) =>
      likeness(end.original, 0, end.samples, base + shift, fade),
    )
    const from = base + lag.shift
    return { lead: end.heard - from, from, ramp: 0, fade, correlation: clamp(lag.likeness, 0, 1) }
  }

  const wanted = wish.pauseMs === 'auto' ? seam.inside : frames(wish.pauseMs) - seam.outside
  const softOnset = Math.min(end.heard - end.start, frames(ms.softOnset))
  const lead = Math.max(least, wanted, softOnset)
  const earliest = wish.tone ? end.start - margin : 0
  const from = Math.max(0, earliest, end.heard - lead)
  const longest = Math.min(lead, seam.inPause ? Math.max(least, seam.forFade) : frames(ms.soundFade))
  const fade = atFade(Math.min(wish.fadeMs === 'auto' ? frames(ms.pauseFade) : frames(wish.fadeMs), longest))
  return { lead, from, ramp: clamp(end.start - from, frames(2), margin), fade, correlation: 0 }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i)
}
