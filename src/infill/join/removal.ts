import { bestLag, likeness } from '../../audio/fade'
import { clamp, type SampleRate } from '../../base/units'
import type { SeamScene } from './scene'

const ms = { least: 3, pauseFade: 60, soundFade: [8, 25], pause: [80, 700] } as const

/** How a gap is closed. All in frames. */
export interface RemovalPlan {
  /** Length of the insert. */
  readonly length: number
  /** Fade out of the original at the left seam and into it at the right one. Equal to `length` when one fade does both. */
  readonly fadeLeft: number
  readonly fadeRight: number
  readonly correlation: number
}

/** The original at both seams, without offset: `left` begins at the left seam, `right` ends at the right one. */
export interface RemovalEnds {
  readonly left: Float32Array
  readonly right: Float32Array
}

/**
 * Closes the gap that a removal leaves. Between two pauses the pause that remains is as long as the two were on average; one fade
 * joins them when it fits, else both fade into room tone. Where a seam is inside sound, one short fade joins both sides at the
 * length at which they are most alike. `pauseMs` is the whole pause between the words, or `auto`.
 */
export function planRemoval(
  left: SeamScene,
  right: SeamScene,
  ends: RemovalEnds,
  wish: { readonly pauseMs: number | 'auto'; readonly fadeMs: number | 'auto' },
  rate: SampleRate,
): RemovalPlan {
  const frames = (value: number) => Math.round((value * rate) / 1000)
  const available = Math.min(ends.left.length, ends.right.length)
  if (available < 2) return { length: 0, fadeLeft: 0, fadeRight: 0, correlation: 0 }

  if ((!left.inPause || !right.inPause) && wish.pauseMs === 'auto') {
    const [shortest, longest] = wish.fadeMs === 'auto' ? ms.soundFade : [wish.fadeMs, wish.fadeMs]
    const from = clamp(frames(shortest), 2, available)
    const to = clamp(frames(longest), from, available)
    const lengths = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    const best = bestLag(lengths, (length) => likeness(ends.left, 0, ends.right, ends.right.length - length, length))
    const length = best.shift
    return { length, fadeLeft: length, fadeRight: length, correlation: clamp(best.likeness, 0, 1) }
  }

  const outside = left.outside + right.outside
  const average = (left.outside + left.inside + right.inside + right.outside) / 2
  const natural = clamp(Math.round(average), frames(ms.pause[0]), frames(ms.pause[1]))
  const pause = wish.pauseMs === 'auto' ? natural : frames(wish.pauseMs)
  const room = (seam: SeamScene) => clamp(seam.forFade, frames(ms.least), available)
  const wanted = frames(wish.fadeMs === 'auto' ? ms.pauseFade : wish.fadeMs)
  const single = Math.max(2, Math.min(wanted, room(left), room(right)))
  const length = Math.max(single, pause - outside)
  if (length < 2 * single) return { length: single, fadeLeft: single, fadeRight: single, correlation: 0 }
  return {
    length,
    fadeLeft: Math.max(2, Math.min(wanted, room(left))),
    fadeRight: Math.max(2, Math.min(wanted, room(right))),
    correlation: 0,
  }
}
