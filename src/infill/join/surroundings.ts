import type { Pcm } from '../../audio/pcm'
import type { Frames } from '../../base/units'

/** What an insert is made to sit in: sound of the edited timeline, all of one rate and channel count. */
export interface Surroundings {
  /** Up to 10 s that end where the replaced range starts. Empty at the start of a recording. */
  readonly before: Pcm
  /** The first up to 5 s of the replaced range. */
  readonly head: Pcm
  /** The last up to 5 s of the replaced range. */
  readonly tail: Pcm
  /** Up to 10 s that begin where the replaced range ends. Empty at the end of a recording. */
  readonly after: Pcm
  /** The pause at the left seam: frames of it before and after the seam; `null` when the seam is inside sound. */
  readonly pauseBefore: { readonly outside: Frames; readonly inside: Frames } | null
  /** The pause at the right seam: `inside` is at the end of the replaced range, `outside` after it. */
  readonly pauseAfter: { readonly inside: Frames; readonly outside: Frames } | null
  /** Length of the replaced range; 0 inserts. */
  readonly replacedFrames: Frames
  /** Median length of the pauses between words around the fix, as far as it is known. */
  readonly typicalPause?: Frames | null
}
