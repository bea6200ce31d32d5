import { Scope } from '../base/scope'
import { clamp, type TimelineFrame, timelineFrame } from '../base/units'
import { Surface, type SurfaceLayout, type SurfacePort } from './surface'
import { clampView, isFitted, type Stage, type View, type ViewWindow, viewEnd, windowFor } from './viewMath'
import type { VisiblePart } from './waveformEvents'
import type { Tile } from './waveformPaint'

/** What a viewport asks of and tells the view it belongs to. */
export interface ViewportPort extends Pick<SurfacePort, 'cspNonce' | 'onTime' | 'playhead' | 'playing'> {
  /** Frames of the timeline. */
  length(): number
  /** Draws a tile of `window`, on a screen of `width` CSS pixels. */
  paint(tile: Tile, window: ViewWindow, width: number): void
  /** Another part is on screen. */
  onView(): void
  /** What lies over the waveform is to be placed anew. */
  onLayout(): void
  /** The browser scrolled by itself, as for a control that got the focus. */
  onScrolled(): void
}

/** The part of the timeline on screen, how it is laid out for scrolling, and which frame stands where. */
export class Viewport {
  readonly surface: Surface
  readonly #scope = new Scope()
  #view: View = { start: 0, framesPerPixel: 1 }
  #stage: Stage
  #layingOut = 0

  constructor(
    readonly container: HTMLElement,
    readonly port: ViewportPort,
  ) {
    this.#stage = this.#measured()
    this.#view = this.clamped({ start: 0, framesPerPixel: Infinity })
    this.surface = new Surface(container, this.#layout(null), {
      cspNonce: port.cspNonce,
      paint: (tile) => port.paint(tile, this.surface.layout.window, this.#stage.width),
      onScroll: (left) => this.#scrolled(left),
      onTime: () => port.onTime(),
      playhead: () => port.playhead(),
      playing: () => port.playing(),
    })
    this.#scope.add(() => this.surface.destroy())
    this.#scope.add(() => cancelAnimationFrame(this.#layingOut))
    const observer = new ResizeObserver(() => this.refit())
    observer.observe(container)
    this.#scope.add(() => observer.disconnect())
  }

  /** What is on screen, as it was asked for. */
  get view(): View {
    return this.#view
  }

  /** What the view is for. */
  get stage(): Stage {
    return this.#stage
  }

  /** The part on screen. */
  part(): VisiblePart {
    return { ...this.#view, end: viewEnd(this.#view, this.#stage) }
  }

  /** The nearest view there can be. */
  clamped(view: View): View {
    return clampView(view, this.#stage)
  }

  /** Shows another part, which is one there can be. Scrolls at once; a new layout waits for the next frame, so that many turns of the wheel cost one. */
  show(view: View): void {
    this.#view = view
    const next = this.#layout(this.surface.layout.window)
    if (next.window === this.surface.layout.window && this.#layingOut === 0) this.surface.show(next)
    else if (this.#layingOut === 0) this.#layingOut = requestAnimationFrame(() => this.#layOut())
    this.port.onView()
  }

  /**
   * Takes the size of the container and the length of the timeline anew; what was shown whole is shown whole again.
   * `stale`: everything is drawn again even so.
   */
  refit(stale = false): void {
    const wasFitted = isFitted(this.#view, this.#stage)
    this.#stage = this.#measured()
    this.#view = this.clamped(wasFitted ? { start: 0, framesPerPixel: Infinity } : this.#view)
    this.#layOut(stale)
    this.port.onView()
  }

  /** Draws `[start, end)` of the timeline again, as far as it is on screen. */
  repaint(start = 0, end = Infinity): void {
    const { window } = this.surface.layout
    const x = (frame: number) => (frame - window.start) / window.framesPerPixel
    this.surface.repaint(x(start) - 1, x(end) + 1)
  }

  /** Whether a frame is on screen. */
  isOnScreen(frame: number): boolean {
    return frame >= this.#view.start && frame <= viewEnd(this.#view, this.#stage)
  }

  /** The frame boundary nearest to a place on screen, in client pixels, within the timeline. */
  frameAt(clientX: number): TimelineFrame {
    const { window } = this.surface.layout
    const x = clientX - this.surface.bounds().left + this.surface.left
    return timelineFrame(clamp(Math.round(window.start + x * window.framesPerPixel), 0, this.#stage.length))
  }

  /** The place on screen of a frame boundary, in client pixels, on screen or not. */
  clientX(frame: number): number {
    const { window } = this.surface.layout
    return this.surface.bounds().left - this.surface.left + (frame - window.start) / window.framesPerPixel
  }

  /** Takes everything down for good. */
  dispose(): void {
    this.#scope.dispose()
  }

  #measured(): Stage {
    return { width: Math.max(1, this.container.clientWidth), length: this.port.length() }
  }

  #layout(current: ViewWindow | null): SurfaceLayout {
    const window = windowFor(this.#view, this.#stage, current)
    const left = Math.round((this.#view.start - window.start) / window.framesPerPixel)
    return { window, left, height: Math.max(1, this.container.clientHeight) }
  }

  #layOut(stale = false): void {
    cancelAnimationFrame(this.#layingOut)
    this.#layingOut = 0
    this.surface.show(this.#layout(this.surface.layout.window), stale)
    this.port.onLayout()
  }

  #scrolled(left: number): void {
    if (this.#layingOut !== 0) return
    const { window } = this.surface.layout
    const view = this.clamped({ ...this.#view, start: window.start + left * window.framesPerPixel })
    this.#view = view
    if (this.#layout(window).window !== window) this.show(view)
    else this.port.onView()
    this.port.onScrolled()
  }
}
