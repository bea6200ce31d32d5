import { bestLag, likeness } from '../../audio/fade'
import { clamp } from '../../base/units'
import type { Scene, SeamScene } from './scene'

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

/** What a removal needs to know of the sound around it. */
export type RemovalScene = Pick<Scene, 'rate' | 'left' | 'right' | 'typicalPause'>

/** The original at both seams, without offset: `left` begins at the left seam, `right` ends at the right one. */
export interface RemovalEnds {
  readonly left: Float32Array
  readonly right: Float32Array
}

/** What the user chose for a removal. */
export interface RemovalWish {
  /** The whole pause between the words. */
  readonly pauseMs: number | 'auto'
  readonly fadeMs: number | 'auto'
  /** The length in frames that must stay; `null` closes the gap. */
  readonly hold: number | null
}

/**
 * Closes the gap that a removal leaves. Between two pauses one is left: as long as pauses around are in the middle, but neither
 * shorter nor longer than both of these; one fade joins them when it fits, else both fade into room tone. A pause that was asked
 * for is as long as that, from the length of one fade on. Where a seam is inside sound, one short fade joins both sides at the
 * length at which they are most alike. A length that is held is all room tone.
 */
export function planRemoval(scene: RemovalScene, ends: RemovalEnds, wish: RemovalWish): RemovalPlan {
  const { left, right, rate } = scene
  const frames = (value: number) => Math.round((value * rate) / 1000)
  const available = Math.min(ends.left.length, ends.right.length)
  if (available < 2) return { length: 0, fadeLeft: 0, fadeRight: 0, correlation: 0 }
  const wanted = frames(wish.fadeMs === 'auto' ? ms.pauseFade : wish.fadeMs)
  const room = (seam: SeamScene) =>
    clamp(seam.inPause ? seam.forFade : frames(ms.soundFade[0]), frames(ms.least), available)
  const fadeOf = (seam: SeamScene) => Math.max(2, Math.min(wanted, room(seam)))

  if (wish.hold !== null) {
    const half = Math.floor(wish.hold / 2)
    if (half < 2) return { length: wish.hold, fadeLeft: wish.hold, fadeRight: wish.hold, correlation: 1 }
    return {
      length: wish.hold,
      fadeLeft: Math.min(half, fadeOf(left)),
      fadeRight: Math.min(half, fadeOf(right)),
      correlation: 0,
    }
  }

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
  const pause = wish.pauseMs === 'auto' ? naturalPause(scene, frames) : frames(wish.pauseMs)
  const single = Math.max(2, Math.min(wanted, room(left), room(right)))
  const length = Math.max(single, pause - outside)
  if (length === single || length < (wish.pauseMs === 'auto' ? 2 * single : 4)) {
    return { length: single, fadeLeft: single, fadeRight: single, correlation: 0 }
  }
  const half = Math.floor(length / 2)
  return { length, fadeLeft: Math.min(half, fadeOf(left)), fadeRight: Math.min(half, fadeOf(right)), correlation: 0 }
}

/** The pause that is left of two: the usual one around, held between the two; their mean where none is known. */
function naturalPause({ left, right, typicalPause }: RemovalScene, frames: (ms: number) => number): number {
  const before = left.outside + left.inside
  const after = right.inside + right.outside
  const usual = typicalPause ?? (before + after) / 2
  const held = clamp(usual, Math.min(before, after), Math.max(before, after))
  return clamp(Math.round(held), frames(ms.pause[0]), frames(ms.pause[1]))
}
