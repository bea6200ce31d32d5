import { clampView, pageTo, type Stage, type View } from './viewMath'

/** Where a view is to follow to: what it shows, on what, and where the playhead stands on it. */
export interface Following {
  readonly view: View
  readonly stage: Stage
  readonly rate: number
  readonly playhead: number
  /** Milliseconds of a clock that only goes on. */
  readonly now: number
}

/** CSS pixels per second above which a gliding picture cannot be read any more: there pages are turned. */
const fastestGlide = 600

/** Seconds on screen below which no page is turned: it would be gone before it is seen. */
const shortestPage = 1

/** Milliseconds in which two thirds of what the playhead is ahead of the middle are caught up. */
const catchUp = 400

/** Milliseconds without scrolling after which the playhead is followed again, if it is on screen then. */
const quiet = 1500

/**
 * Keeps the playhead of what plays in sight: it runs to the middle of the screen and stays there while the picture glides
 * under it; where that would be too fast, or `still`, pages are turned. It rests while the user scrolls.
 */
export class Follow {
  /** Whether to follow at all. */
  on = true
  /** Whether nothing may glide, as for those who asked for less motion. */
  still = false
  /** The user has moved the view, last at `#moved`; following goes on when the playhead is on screen after a while. */
  #away = false
  #moved = 0
  #last: number | null = null

  /** The user scrolled or zoomed. */
  userMoved(now: number): void {
    this.#away = true
    this.#moved = now
  }

  /** The playhead jumped, or playing began: that is to be seen wherever the user had scrolled to. */
  comeBack(): void {
    this.#away = false
    this.#last = null
  }

  /** The view for this drawn frame: the same object when it stays. Call it once a frame while playing. */
  next({ view, stage, rate, playhead, now }: Following): View {
    const elapsed = now - (this.#last ?? now)
    this.#last = now
    if (!this.on) return view
    const shown = stage.width * view.framesPerPixel
    const x = playhead - view.start
    const isOnScreen = x >= 0 && x < shown
    if (this.#away && (!isOnScreen || now - this.#moved < quiet)) return view
    this.#away = false
    if (shown < shortestPage * rate) return view
    const glides = !this.still && rate / view.framesPerPixel <= fastestGlide
    if (!isOnScreen || !glides) return pageTo(view, playhead, stage)
    const ahead = x - shown / 2
    if (ahead <= 0) return view
    // The picture moves with the sound, and what is left between the two is caught up with little by little.
    const withSound = Math.min(ahead, (elapsed / 1000) * rate)
    const rest = (ahead - withSound) * (1 - Math.exp(-elapsed / catchUp))
    const next = clampView({ ...view, start: view.start + withSound + rest }, stage)
    return next.start === view.start ? view : next
  }
}
