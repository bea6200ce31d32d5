import WaveSurfer from 'wavesurfer.js'
import { must } from '../base/assert'
import { Scope } from '../base/scope'
import { listen } from './events'
import { type MediaClock, PlayerMedia } from './mediaElement'
import type { ViewWindow } from './viewMath'
import type { Tile } from './waveformPaint'

/** What the surface shows and where it starts, in CSS pixels and frames. */
export interface SurfaceLayout {
  readonly window: ViewWindow
  /** CSS pixels from the window's left end to the left edge of the screen. */
  readonly left: number
  readonly height: number
}

/** What the surface asks of and tells its view. */
export interface SurfacePort {
  readonly cspNonce: string | undefined
  paint(tile: Tile): void
  /** The user scrolled: CSS pixels from the window's left end to the left edge of the screen. */
  onScroll(left: number): void
  /** Once per drawn frame while playing, and whenever the playhead was moved. */
  onTime(): void
  /** The playhead in frames of the timeline. */
  playhead(): number
  playing(): boolean
}

/** What wavesurfer takes for the length of its audio in seconds, at every zoom: the window, whatever it holds. */
const duration = 1

/**
 * wavesurfer.js as the layer that scrolls, keeps canvases for what is on screen only, and draws the playhead.
 * It is given no audio: one silent peak, a made-up duration, and a stand-in for a media element.
 */
export class Surface {
  /** Scrolls with the content and is as wide as the window; overlays go in here. */
  readonly wrapper: HTMLElement
  readonly #scroller: HTMLElement
  readonly #host: HTMLElement
  readonly #scope = new Scope()
  readonly #media: PlayerMedia
  readonly #wavesurfer: WaveSurfer
  readonly #tiles = new Set<Tile>()
  #layout: SurfaceLayout
  #pixelRatio = devicePixelRatio
  #ready = false
  #lastLeft = 0

  constructor(
    readonly container: HTMLElement,
    layout: SurfaceLayout,
    readonly port: SurfacePort,
  ) {
    this.#layout = layout
    this.#media = new PlayerMedia(this.#clock())
    this.#wavesurfer = WaveSurfer.create({
      container,
      media: this.#media.asElement(),
      renderFunction: (_, context) => this.#drawn(context),
      peaks: [new Float32Array(1)],
      duration,
      ...this.#options(),
      interact: false,
      autoScroll: false,
      hideScrollbar: true,
      cursorWidth: 2,
      progressColor: 'transparent',
      ...(port.cspNonce === undefined ? {} : { cspNonce: port.cspNonce }),
    })
    this.#scope.add(() => this.#wavesurfer.destroy())
    this.wrapper = this.#wavesurfer.getWrapper()
    this.#scroller = must(this.wrapper.parentElement, 'the part of wavesurfer that scrolls')
    const root = this.wrapper.getRootNode()
    this.#host = must(
      root instanceof ShadowRoot && root.host instanceof HTMLElement ? root.host : null,
      'a shadow root',
    )
    listen(this.#scope, this.#scroller, 'scroll', () => this.#scrolled())
    this.#scope.add(this.#wavesurfer.on('timeupdate', () => this.#timed()))
    this.#scope.add(
      this.#wavesurfer.once('ready', () => {
        this.#ready = true
        this.#apply()
      }),
    )
  }

  /** The layout on screen. */
  get layout(): SurfaceLayout {
    return this.#layout
  }

  /** Client rectangle of what is on screen. */
  bounds(): DOMRect {
    return this.#scroller.getBoundingClientRect()
  }

  /** CSS pixels from the window's left end to the left edge of the screen, as scrolled. */
  get left(): number {
    return this.#ready ? this.#scroller.scrollLeft : this.#layout.left
  }

  /**
   * Shows another part: scrolls when only that is needed; else draws what is on screen, and lays it out anew where it is of
   * another size. `stale`: it is to be drawn in any case.
   */
  show(layout: SurfaceLayout, stale = false): void {
    const before = this.#layout
    this.#layout = layout
    if (!this.#ready) return
    const sameSize =
      before.height === layout.height &&
      this.#pixelRatio === devicePixelRatio &&
      before.window.width === layout.window.width
    if (!sameSize) return this.#apply()
    this.#scrollTo(layout.left)
    if (!stale && sameWindow(before.window, layout.window)) return
    this.repaint()
    this.tellTime()
  }

  /** Draws again what lies between two places of the window, in CSS pixels, without laying out. */
  repaint(from = -Infinity, to = Infinity): void {
    for (const tile of this.#tiles) {
      if (!tile.context.canvas.isConnected) this.#tiles.delete(tile)
      else if (tile.left < to && tile.left + tile.width > from) this.port.paint(tile)
    }
  }

  /** The playing began or ended. */
  tellPlaying(playing: boolean): void {
    this.#media.tellPlaying(playing)
  }

  /** The playhead was moved. */
  tellTime(): void {
    this.#media.tellTime()
  }

  /** Takes everything down for good. */
  destroy(): void {
    this.#scope.dispose()
    this.#tiles.clear()
  }

  #timed(): void {
    const x = this.#playheadX()
    this.#host.classList.toggle('playhead-away', x < 0 || x > this.#layout.window.width)
    this.port.onTime()
  }

  #apply(): void {
    const { window, left } = this.#layout
    this.#pixelRatio = devicePixelRatio
    // The width and the place go first, so that wavesurfer draws the canvases for that place and no others.
    this.wrapper.style.width = `${window.width}px`
    this.#scrollTo(left)
    this.#wavesurfer.setOptions(this.#options())
    this.#scrollTo(left)
    this.tellTime()
  }

  /** wavesurfer's width is `ceil(duration * minPxPerSec)`: a quarter pixel less makes it `window.width` exactly. */
  #options(): { minPxPerSec: number; height: number } {
    const { window, height } = this.#layout
    return { minPxPerSec: (window.width - 0.25) / duration, height }
  }

  #clock(): MediaClock {
    return {
      currentTime: () => Math.min(Math.max(this.#playheadX() / this.#layout.window.width, 0), 1) * duration,
      duration: () => duration,
      playing: () => this.port.playing(),
    }
  }

  /** CSS pixels from the window's left end to the playhead. */
  #playheadX(): number {
    const { window } = this.#layout
    return (this.port.playhead() - window.start) / window.framesPerPixel
  }

  #drawn(context: CanvasRenderingContext2D): void {
    const { style } = context.canvas
    const tile: Tile = {
      context,
      left: Number.parseFloat(style.left),
      width: Number.parseFloat(style.width),
      height: Number.parseFloat(style.height),
    }
    for (const old of this.#tiles) if (!old.context.canvas.isConnected) this.#tiles.delete(old)
    this.#tiles.add(tile)
    this.port.paint(tile)
    queueMicrotask(() => this.#emptyProgress())
  }

  /** wavesurfer copies each canvas for a two-coloured progress, which is not shown here: their memory is given back. */
  #emptyProgress(): void {
    for (const canvas of this.wrapper.querySelectorAll<HTMLCanvasElement>('.progress canvas')) {
      if (canvas.width > 0) canvas.width = 0
    }
  }

  #scrollTo(left: number): void {
    this.#scroller.scrollLeft = left
    this.#lastLeft = this.#scroller.scrollLeft
  }

  #scrolled(): void {
    const left = this.#scroller.scrollLeft
    if (!this.#ready || Math.abs(left - this.#lastLeft) < 0.5) return
    this.#lastLeft = left
    this.port.onScroll(left)
  }
}

function sameWindow(a: ViewWindow, b: ViewWindow): boolean {
  return a.start === b.start && a.width === b.width && a.framesPerPixel === b.framesPerPixel
}
