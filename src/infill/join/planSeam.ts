import { bestLag, likeness } from '../../audio/fade'
import { clamp, type SampleRate } from '../../base/units'
import type { SeamScene } from './scene'

/** Of the pause that the original offers the fade takes this share, at its end: the rest is the original itself. */
const fadeShare = 0.4

/** Lengths in ms that a seam is planned with. */
const ms = {
  /** Kept of a take before its first sound. */
  margin: 5,
  /** And after its last one: the room goes on sounding. */
  decay: 150,
  /** A fade between pauses is at most this long by itself; nothing more is gained by longer ones. */
  pauseFade: 60,
  /** A shorter pause than this is all fade. */
  shortFade: 8,
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
  /** Made when it is asked for: only a cut inside sound looks at it. */
  readonly samples: () => Float32Array
  /** Where the take sounds, and where it is heard over the recording's floor: `start <= heard`. */
  readonly start: number
  readonly heard: number
  /** Where it sounds over the recording's floor at all, at most `heard`: no more of it may go. */
  readonly soft: number
  /** Whether it is the end of the take, which may die away. */
  readonly decays: boolean
  /** The original voice from the seam into the replaced range, without offset. */
  readonly original: Float32Array
}

/** What the user chose for this seam, and whether there is room tone to fill gaps with. */
export interface SeamWish {
  readonly pauseMs: number | 'auto'
  readonly fadeMs: number | 'auto'
  /** By how much later, seen from the seam, the original and the take change over. */
  readonly nudgeMs: number
  readonly tone: boolean
  /** Whether the take's own silence is cut off. */
  readonly trim: boolean
  /** The lead in frames that a given total length asks for, in place of `pauseMs`. */
  readonly lead?: number
}

/** How one seam is made. All in frames. */
export interface SeamPlan {
  /** From the seam to where the take is heard; negative where the cut eats into it. */
  readonly lead: number
  /** The first frame of the take that is used. */
  readonly from: number
  /** Over how many frames the take itself comes in out of the room tone; 0 when the fade at the seam does it. */
  readonly ramp: number
  /** From the seam to where the fade begins: until there the original goes on. */
  readonly fadeAt: number
  /** Length of the fade from the original, at least 2, or 0 where there is no original to fade from. */
  readonly fade: number
  /** The least `lead` that keeps every soft sound of the take. */
  readonly least: number
  /** How alike both sides of the fade are, 0–1. */
  readonly correlation: number
}

/** Plans one seam: how much of the pause the insert supplies, where the take begins, and how the original fades into it. */
export function planSeam(seam: SeamScene, end: TakeEnd, wish: SeamWish, rate: SampleRate): SeamPlan {
  const frames = (value: number) => Math.round((value * rate) / 1000)
  const least = Math.max(2, frames(ms.least))
  const margin = frames(ms.margin)
  const atFade = (length: number) => (end.original.length < 2 ? 0 : Math.max(2, Math.min(length, end.original.length)))

  const nudge = Math.sign(wish.nudgeMs) * frames(Math.abs(wish.nudgeMs))
  const auto = wish.fadeMs === 'auto'

  if (!wish.trim) {
    const fade = atFade(auto ? frames(ms.soundFade) : frames(wish.fadeMs))
    const fadeAt = clamp(nudge, 0, Math.max(0, end.original.length - fade))
    return { lead: end.heard, from: 0, ramp: 0, fadeAt, fade, correlation: 0, least: end.heard }
  }

  if (!seam.inPause && wish.pauseMs === 'auto') {
    const fade = atFade(frames(auto ? ms.soundFade : wish.fadeMs))
    const fadeAt = clamp(nudge, 0, Math.max(0, end.original.length - fade))
    const base = Math.max(0, end.start - margin)
    const samples = end.samples()
    const lag = bestLag(range(Math.max(-base, -frames(ms.lag)), frames(ms.lag)), (shift) =>
      likeness(end.original, fadeAt, samples, base + shift + fadeAt, fade),
    )
    const from = base + lag.shift
    const lead = end.heard - from
    return { lead, from, ramp: 0, fadeAt, fade, correlation: clamp(lag.likeness, 0, 1), least: lead }
  }

  const softOnset = Math.max(Math.min(end.heard - end.start, frames(ms.softOnset)), end.heard - end.soft)
  const shortest = Math.max(least, softOnset)
  const kept = seam.inside + (seam.plain ? 0 : end.heard - end.start)
  const wanted = wish.lead ?? (wish.pauseMs === 'auto' ? kept : frames(wish.pauseMs) - seam.outside)
  const lead = Math.max(shortest, wanted)
  const earliest = wish.tone ? end.start - (end.decays ? frames(ms.decay) : margin) : 0
  const from = Math.max(0, earliest, end.heard - lead)
  const quiet = seam.inPause ? Math.max(least, seam.forFade) : frames(ms.soundFade)
  const longest = Math.min(lead, quiet)
  const usual = clamp(Math.round(longest * fadeShare), Math.min(longest, frames(ms.shortFade)), frames(ms.pauseFade))
  const fade = atFade(Math.min(auto ? usual : frames(wish.fadeMs), longest))
  const latest = Math.max(0, Math.min(end.original.length, Math.max(longest, quiet)) - fade)
  const fadeAt = clamp(Math.min(longest, end.original.length) - fade + nudge, 0, latest)
  return { lead, from, ramp: clamp(end.start - from, frames(2), margin), fadeAt, fade, correlation: 0, least: shortest }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i)
}
