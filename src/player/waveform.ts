import './waveform.css'
import { Scope } from '../base/scope'
import { clamp, type TimelineFrame, type TimelineRange, timelineFrame } from '../base/units'
import { WaveformContent } from './content'
import { Emitter, listen } from './events'
import { type GesturePort, Gestures } from './gestures'
import { type Edge, SelectionOverlay, type SnappedEdges } from './selectionOverlay'
import { Surface, type SurfaceLayout } from './surface'
import { readColours, watchPixelRatio, watchTheme } from './theme'
import {
  clampView,
  isFitted,
  pageTo,
  type Stage,
  type View,
  type ViewWindow,
  viewEnd,
  viewOfRange,
  windowFor,
  zoomedAround,
} from './viewMath'
import type { Playhead, VisiblePart, WaveformEvents } from './waveformEvents'
import type { WaveformMarks, WaveformSource } from './waveformSource'

export type { Edge, SnappedEdges } from './selectionOverlay'
export type { Playhead, VisiblePart, WaveformEvents } from './waveformEvents'
export type { WaveformMarks, WaveformSource } from './waveformSource'

/** What a view is made with. */
export interface WaveformOptions {
  readonly source: WaveformSource
  readonly playhead: Playhead
  readonly marks?: WaveformMarks
  /** For pages whose content security policy asks for a nonce on styles. */
  readonly cspNonce?: string
  /** Height of the ruler in CSS pixels, 20 by default; 0 for none. */
  readonly ruler?: number
}

/** How the view keeps the playhead in sight: turning pages, holding it in the middle, or not at all. */
export type Follow = 'page' | 'centre' | 'off'

/** Seconds on screen below which no page is turned while playing: it would be gone before it is seen. */
const shortestPage = 1
const noMarks: WaveformMarks = { pauses: [], fixes: [] }
const noSnap: SnappedEdges = { start: false, end: false }

/** The waveform of a timeline in a container: scrolls, zooms to the sample, shows pauses, fixes, selection, playhead. */
export class WaveformView {
  readonly #events = new Emitter<WaveformEvents>()
  readonly #scope = new Scope()
  readonly #content: WaveformContent
  readonly #surface: Surface
  readonly #overlay: SelectionOverlay
  readonly #gestures: Gestures
  readonly #playhead: Playhead
  #view: View = { start: 0, framesPerPixel: 1 }
  #stage: Stage
  #selection: TimelineRange | null = null
  #snapped: SnappedEdges = noSnap
  #pointer: number | null = null
  #follow: Follow = 'page'
  /** Whether the playhead is kept in sight; the user's own scrolling and zooming away ends it. */
  #following = true
  #wasPlaying = false
  #layingOut = 0

  constructor(
    readonly container: HTMLElement,
    options: WaveformOptions,
  ) {
    const ruler = options.ruler ?? 20
    container.classList.add('waveform-view')
    container.style.setProperty('--waveform-ruler', `${ruler}px`)
    this.#playhead = options.playhead
    this.#content = new WaveformContent(options.source, options.marks ?? noMarks, readColours(container), ruler, {
      onStale: (start, end) => this.#repaint(start, end),
      onReplaced: () => this.#replaced(),
      onError: (error) => this.#events.emit('error', { error }),
    })
    this.#stage = this.#measured()
    this.#view = clampView({ start: 0, framesPerPixel: Infinity }, this.#stage)
    this.#surface = new Surface(container, this.#layout(null), {
      cspNonce: options.cspNonce,
      paint: (tile) => this.#content.paint(tile, this.#surface.layout.window, this.#stage.width),
      onScroll: (left) => this.#scrolled(left),
      onTime: () => this.#timed(),
      playhead: () => this.#playhead.position(),
      playing: () => this.#playhead.playing(),
    })
    this.#overlay = new SelectionOverlay(this.#scope, this.#surface.wrapper)
    this.#gestures = new Gestures(this.#scope, this.#surface.wrapper, this.#overlay.handles, this.#gesturePort())
    this.#listen()
  }

  /** Calls `listener` on every `name` event until the returned function is called. */
  on<Name extends keyof WaveformEvents>(name: Name, listener: (event: WaveformEvents[Name]) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** The timeline that is shown. */
  get source(): WaveformSource {
    return this.#content.source
  }

  /** The pauses and fixes that are shown. */
  get marks(): WaveformMarks {
    return this.#content.marks
  }

  /** The selection that is shown. */
  get selection(): TimelineRange | null {
    return this.#selection
  }

  /** Frames from the start of the timeline whose peaks are known. */
  get known(): number {
    return Math.min(this.#content.known, this.source.length)
  }

  /** Where the playhead stands, in frames. */
  get playhead(): number {
    return this.#playhead.position()
  }

  /** The part on screen. */
  view(): VisiblePart {
    return { ...this.#view, end: viewEnd(this.#view, this.#stage) }
  }

  /** Shows another part, as near to it as there is. */
  setView(view: View): void {
    this.#showByHand(clampView(view, this.#stage))
  }

  /**
   * Zooms in by `factor` (out below 1). `around` keeps its place on screen; without it that is the playhead or else
   * the middle of the selection, if they are on screen, or else the middle of the screen.
   */
  zoomBy(factor: number, around: number = this.#focus()): void {
    this.#showByHand(zoomedAround(this.#view, factor, around, this.#stage))
  }

  /** Shows the whole timeline. */
  fit(): void {
    this.setView({ start: 0, framesPerPixel: Infinity })
  }

  /** Shows a span with a share of `margin` of the width free at each side. */
  fitRange(range: TimelineRange, margin = 0.15): void {
    this.#showByHand(viewOfRange(range.start, range.end, margin, this.#stage))
  }

  /** Brings a frame to the middle of the screen, or to its left edge, at the present zoom. */
  scrollTo(frame: number, place: 'middle' | 'left' = 'middle'): void {
    const half = place === 'middle' ? (this.#stage.width * this.#view.framesPerPixel) / 2 : 0
    this.setView({ ...this.#view, start: frame - half })
  }

  /** Whether and how the view keeps the playhead in sight while playing. */
  setFollow(follow: Follow): void {
    this.#follow = follow
    this.#following = true
  }

  /**
   * Shows another timeline, with its marks, in the place of this one: zoom, place and selection stay. Where samples
   * are on screen the old picture stays until the new samples are there.
   */
  setSource(source: WaveformSource, marks?: WaveformMarks): void {
    this.#content.replace(source, marks, this.#view, this.#stage.width)
  }

  /** Draws other pauses and fixes. */
  setMarks(marks: WaveformMarks): void {
    if (this.#content.setMarks(marks)) this.#repaint()
  }

  /** Shows a selection, or none, and which of its edges stand at a pause. */
  setSelection(selection: TimelineRange | null, snapped: SnappedEdges = noSnap): void {
    this.#selection = selection
    this.#snapped = snapped
    this.#updateOverlay()
    this.#events.emit('content', null)
  }

  /** How many frames from the start of the timeline peaks are known of; what follows is drawn as an empty track. */
  setKnown(known: number): void {
    const before = this.#content.known
    this.#content.known = known
    if (known !== before) this.#repaint(Math.min(known, before), Math.max(known, before))
  }

  /** Draws the waveform in the colour of the original, or of what is edited. */
  setOriginal(original: boolean): void {
    if (original === this.#content.original) return
    this.#content.original = original
    this.#repaint()
  }

  /** Draws the waveform `factor` times as tall, 1–64, for quiet recordings and close looks. */
  setAmplitude(factor: number): void {
    this.#content.amplitude = clamp(factor, 1, 64)
    this.#repaint()
  }

  /** Draws a span of the timeline again, or all that is on screen, because its peaks have changed. */
  invalidate(range?: TimelineRange): void {
    this.#repaint(range?.start, range?.end)
  }

  /** Reads the theme's colours again. Changes of the system's theme are noticed without it. */
  refreshTheme(): void {
    this.#content.colours = readColours(this.container)
    this.#repaint()
  }

  /** Takes everything down for good. */
  destroy(): void {
    cancelAnimationFrame(this.#layingOut)
    this.#events.clear()
    this.#scope.dispose()
    this.#surface.destroy()
    this.#content.dispose()
    this.container.classList.remove('waveform-view')
  }

  #listen(): void {
    const { wrapper } = this.#surface
    watchTheme(this.#scope, () => this.refreshTheme())
    watchPixelRatio(this.#scope, () => this.#resized())
    const observer = new ResizeObserver(() => this.#resized())
    observer.observe(this.container)
    this.#scope.add(() => observer.disconnect())
    this.#scope.add(this.#playhead.subscribe(() => this.#playheadChanged()))
    this.#overlay.listenToKeys(
      this.#scope,
      (edge, seconds, event) => this.#moveHandle(edge, seconds, event.altKey),
      (edge) => this.#reveal(edge),
    )
    listen(this.#scope, this.container, 'wheel', (event) => this.#wheel(event), {
      passive: false,
    })
    listen(this.#scope, wrapper, 'pointermove', (event) => {
      this.#hover(event.pointerType === 'touch' || this.#gestures.active ? null : this.#frameAt(event.clientX))
    })
    listen(this.#scope, wrapper, 'pointerleave', () => this.#hover(null))
    listen(this.#scope, wrapper, 'dblclick', (event) => {
      this.#events.emit('double-click', { at: this.#frameAt(event.clientX) })
    })
  }

  #gesturePort(): GesturePort {
    return {
      frameAt: (x) => this.#frameAt(x),
      clientX: (frame) => this.#clientX(frame),
      bounds: () => this.#surface.bounds(),
      scrollBy: (pixels) => this.#scrollBy(pixels),
      selection: () => this.#selection,
      onClick: (at, event) => this.#events.emit('seek', { at, alt: event.altKey, shift: event.shiftKey }),
      onSelect: (phase, gesture) => {
        this.setSelection(gesture.range)
        this.#events.emit(`select-${phase}`, gesture)
      },
      onCancel: (before) => {
        this.setSelection(before)
        this.#events.emit('select-cancel', { range: before })
      },
    }
  }

  #measured(): Stage {
    return { width: Math.max(1, this.container.clientWidth), length: this.source.length }
  }

  #layout(current: ViewWindow | null): SurfaceLayout {
    const window = windowFor(this.#view, this.#stage, current)
    const left = Math.round((this.#view.start - window.start) / window.framesPerPixel)
    return { window, left, height: Math.max(1, this.container.clientHeight) }
  }

  /** Shows a view the user asked for; the playhead is followed on while it is on screen. */
  #showByHand(view: View): void {
    this.#show(view)
    this.#following = this.#isOnScreen(this.#playhead.position())
  }

  /** Scrolls at once; a new layout waits for the next frame, so that many wheel turns cost one. */
  #show(view: View): void {
    this.#view = view
    const next = this.#layout(this.#surface.layout.window)
    if (next.window === this.#surface.layout.window && this.#layingOut === 0) this.#surface.show(next)
    else if (this.#layingOut === 0) this.#layingOut = requestAnimationFrame(() => this.#layOut())
    this.#events.emit('view', this.view())
  }

  #layOut(): void {
    cancelAnimationFrame(this.#layingOut)
    this.#layingOut = 0
    this.#surface.show(this.#layout(this.#surface.layout.window))
    this.#updateOverlay()
  }

  #scrolled(left: number): void {
    if (this.#layingOut !== 0) return
    const { window } = this.#surface.layout
    const view = clampView({ ...this.#view, start: window.start + left * window.framesPerPixel }, this.#stage)
    this.#view = view
    if (this.#layout(window).window !== window) this.#show(view)
    else this.#events.emit('view', this.view())
    this.#following = this.#isOnScreen(this.#playhead.position())
  }

  #scrollBy(pixels: number): void {
    this.setView({ ...this.#view, start: this.#view.start + pixels * this.#view.framesPerPixel })
  }

  #resized(): void {
    const wasFitted = isFitted(this.#view, this.#stage)
    this.#stage = this.#measured()
    this.#view = clampView(wasFitted ? { start: 0, framesPerPixel: Infinity } : this.#view, this.#stage)
    this.#layOut()
    this.#events.emit('view', this.view())
  }

  #replaced(): void {
    const wasFitted = isFitted(this.#view, this.#stage)
    this.#stage = this.#measured()
    this.#view = clampView(wasFitted ? { start: 0, framesPerPixel: Infinity } : this.#view, this.#stage)
    this.#layOut()
    this.#repaint()
    this.#events.emit('view', this.view())
  }

  #repaint(start = 0, end = Infinity): void {
    const { window } = this.#surface.layout
    const x = (frame: number) => (frame - window.start) / window.framesPerPixel
    this.#surface.repaint(x(start) - 1, x(end) + 1)
    this.#events.emit('content', null)
  }

  #updateOverlay(): void {
    const { rate, length } = this.source
    this.#overlay.update({
      window: this.#surface.layout.window,
      rate,
      length,
      selection: this.#selection,
      snapped: this.#snapped,
      pointer: this.#pointer,
    })
  }

  #hover(at: TimelineFrame | null): void {
    if (at === this.#pointer) return
    this.#pointer = at
    this.#updateOverlay()
    this.#events.emit('hover', { at })
  }

  #frameAt(clientX: number): TimelineFrame {
    const { window } = this.#surface.layout
    const x = clientX - this.#surface.bounds().left + this.#surface.left
    return timelineFrame(clamp(Math.round(window.start + x * window.framesPerPixel), 0, this.source.length))
  }

  #clientX(frame: number): number {
    const { window } = this.#surface.layout
    return this.#surface.bounds().left - this.#surface.left + (frame - window.start) / window.framesPerPixel
  }

  #focus(): number {
    const playhead = this.#playhead.position()
    if (this.#isOnScreen(playhead)) return playhead
    const middle = this.#selection && (this.#selection.start + this.#selection.end) / 2
    if (middle !== null && this.#isOnScreen(middle)) return middle
    return (this.#view.start + this.view().end) / 2
  }

  #isOnScreen(frame: number): boolean {
    return frame >= this.#view.start && frame <= this.view().end
  }

  /** A wheel turn scrolls; with Ctrl or Command, or as a pinch on a touchpad, it zooms at the pointer. */
  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const unit =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE
        ? 32
        : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
          ? this.#stage.width
          : 1
    if (event.ctrlKey || event.metaKey) {
      const turn = clamp(event.deltaY * unit, -120, 120)
      const { left } = this.#surface.bounds()
      this.zoomBy(2 ** (-turn / 120), this.#view.start + (event.clientX - left) * this.#view.framesPerPixel)
    } else {
      this.#scrollBy((Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * unit)
    }
  }

  #moveHandle(edge: Edge, seconds: number, alt: boolean): void {
    const selection = this.#selection
    if (!selection) return
    const low = edge === 'start' ? 0 : selection.start
    const high = edge === 'start' ? selection.end : this.source.length
    const at = timelineFrame(clamp(selection[edge] + Math.round(seconds * this.source.rate), low, high))
    this.setSelection({ ...selection, [edge]: at })
    this.#reveal(edge)
    this.#events.emit('handle-move', { edge, at, alt })
  }

  #reveal(edge: Edge): void {
    const at = this.#selection?.[edge]
    if (at !== undefined && !this.#isOnScreen(at)) this.scrollTo(at)
  }

  #playheadChanged(): void {
    const playing = this.#playhead.playing()
    // A jump or a start is to be seen, wherever the user had scrolled to.
    this.#following = true
    if (playing !== this.#wasPlaying) {
      this.#wasPlaying = playing
      this.#surface.tellPlaying(playing)
    }
    this.#surface.tellTime()
  }

  #timed(): void {
    this.#events.emit('time', null)
    if (!this.#following || this.#follow === 'off' || !this.#playhead.playing() || this.#gestures.active) return
    const shown = this.#stage.width * this.#view.framesPerPixel
    if (this.#follow === 'page' && shown < shortestPage * this.source.rate) return
    const playhead = this.#playhead.position()
    const next =
      this.#follow === 'page'
        ? pageTo(this.#view, playhead, this.#stage)
        : clampView({ ...this.#view, start: playhead - shown / 2 }, this.#stage)
    if (next.start !== this.#view.start) this.#show(next)
  }
}
