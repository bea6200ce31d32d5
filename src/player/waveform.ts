import './waveform.css'
import { Scope } from '../base/scope'
import { clamp, type TimelineRange } from '../base/units'
import { WaveformContent } from './content'
import { Emitter, listen } from './events'
import { Follow } from './follow'
import type { MarkerEdge } from './markerEdges'
import { Pointing } from './pointing'
import { SelectionLayer } from './selectionLayer'
import type { SnappedEdges } from './selectionOverlay'
import type { Spectrogram, SpectrogramPort } from './spectrogram'
import { SpectrumBand, type SpectrumBandPort } from './spectrumBand'
import { readColours, watchPixelRatio, watchTheme } from './theme'
import { type View, viewOfRange, zoomedAround } from './viewMath'
import { Viewport } from './viewport'
import type { Playhead, VisiblePart, WaveformEvents } from './waveformEvents'
import type { WaveformMarks, WaveformSource } from './waveformSource'

export type { SnappedEdges } from './selectionOverlay'
export type { Spectrogram, SpectrogramPort } from './spectrogram'
export type { Playhead, VisiblePart, WaveformEvents } from './waveformEvents'
export type { OriginalMark, WaveformMarks, WaveformSource } from './waveformSource'

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

const noMarks: WaveformMarks = { pauses: [], fixes: [], markers: [] }
const noSnap: SnappedEdges = { start: false, end: false }
const lessMotion = '(prefers-reduced-motion: reduce)'

/** The waveform of a timeline in a container: scrolls, zooms to the sample, shows pauses, fixes, selection, playhead. */
export class WaveformView {
  readonly #events = new Emitter<WaveformEvents>()
  readonly #scope = new Scope()
  readonly #content: WaveformContent
  readonly #viewport: Viewport
  readonly #selection: SelectionLayer
  readonly #pointing: Pointing
  readonly #playhead: Playhead
  readonly #follow = new Follow()
  #wasPlaying = false

  constructor(
    readonly container: HTMLElement,
    options: WaveformOptions,
  ) {
    const ruler = options.ruler ?? 20
    container.classList.add('waveform-view')
    this.#playhead = options.playhead
    this.#content = new WaveformContent(options.source, options.marks ?? noMarks, readColours(container), ruler, {
      onStale: (start, end) => this.#repaint(start, end),
      onReplaced: () => {
        this.#fitLane()
        this.#viewport.refit(true)
        this.#events.emit('content', null)
      },
      onError: (error) => this.#events.emit('error', { error }),
    })
    this.#fitLane()
    this.#viewport = new Viewport(container, {
      cspNonce: options.cspNonce,
      length: () => this.source.length,
      paint: (tile, window, width) => this.#content.paint(tile, window, width),
      onView: () => {
        this.#content.spectrum?.look()
        this.#events.emit('view', this.view())
      },
      onLayout: () => this.#selection.place(),
      onScrolled: () => this.#follow.userMoved(performance.now()),
      onTime: () => this.#timed(),
      playhead: () => this.#playhead.position(),
      playing: () => this.#playhead.playing(),
    })
    this.#selection = new SelectionLayer(this.#scope, this.#viewport, {
      source: () => this.source,
      onMoved: (edge, at, alt) => {
        this.#events.emit('content', null)
        this.#events.emit('handle-move', { edge, at, alt })
      },
      onUnseen: (at) => this.scrollTo(at),
    })
    this.#pointing = new Pointing(this.#scope, {
      events: this.#events,
      content: this.#content,
      viewport: this.#viewport,
      selection: this.#selection,
      still: () => this.#follow.still,
      show: (view) => this.setView(view),
    })
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

  /** The ends of the markers that are shown, in order. */
  get edges(): readonly MarkerEdge[] {
    return this.#content.edges
  }

  /** The selection that is shown. */
  get selection(): TimelineRange | null {
    return this.#selection.range
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
    return this.#viewport.part()
  }

  /** Shows another part, as near to it as there is. */
  setView(view: View): void {
    this.#follow.userMoved(performance.now())
    this.#viewport.show(this.#viewport.clamped(view))
  }

  /**
   * Zooms in by `factor` (out below 1). `around` keeps its place on screen; without it that is the playhead or else
   * the middle of the selection, if they are on screen, or else the middle of the screen.
   */
  zoomBy(factor: number, around: number = this.#focus()): void {
    this.setView(zoomedAround(this.#viewport.view, factor, around, this.#viewport.stage))
  }

  /** Shows the whole timeline. */
  fit(): void {
    this.setView({ start: 0, framesPerPixel: Infinity })
  }

  /** Shows a span with a share of `margin` of the width free at each side. */
  fitRange(range: TimelineRange, margin = 0.15): void {
    this.setView(viewOfRange(range.start, range.end, margin, this.#viewport.stage))
  }

  /** Brings a frame to the middle of the screen, or to its left edge, at the present zoom. */
  scrollTo(frame: number, place: 'middle' | 'left' = 'middle'): void {
    const { view, stage } = this.#viewport
    const half = place === 'middle' ? (stage.width * view.framesPerPixel) / 2 : 0
    this.setView({ ...view, start: frame - half })
  }

  /** Whether the view keeps the playhead in sight while playing. */
  setFollow(on: boolean): void {
    this.#follow.on = on
    this.#follow.comeBack()
  }

  /**
   * Shows another timeline, with its marks, in the place of this one: zoom, place and selection stay. Where samples
   * are on screen the old picture stays until the new samples are there.
   */
  setSource(source: WaveformSource, marks?: WaveformMarks): void {
    const { view, stage } = this.#viewport
    this.#content.replace(source, marks, view, stage.width)
  }

  /** Draws other pauses and fixes. */
  setMarks(marks: WaveformMarks): void {
    if (!this.#content.setMarks(marks)) return
    this.#fitLane()
    this.#repaint()
  }

  /** Shows a selection, or none, and which of its edges stand at a pause. */
  setSelection(selection: TimelineRange | null, snapped: SnappedEdges = noSnap): void {
    this.#selection.show(selection, snapped)
    this.#events.emit('content', null)
  }

  /** How many frames from the start of the timeline peaks are known of; what follows is drawn as an empty track. */
  setKnown(known: number): void {
    const before = this.#content.known
    this.#content.known = known
    if (known !== before) this.#repaint(Math.min(known, before), Math.max(known, before))
  }

  /** Whether the waveform is drawn as that of the original. */
  get original(): boolean {
    return this.#content.original
  }

  /** Draws the waveform in the colour of the original, or of what is edited. */
  setOriginal(original: boolean): void {
    if (original === this.#content.original) return
    this.#content.original = original
    this.#repaint()
  }

  /** Draws the waveform `factor` times as tall, 1–64, for quiet recordings and close looks. */
  setAmplitude(factor: number): void {
    if (factor === this.#content.amplitude) return
    this.#content.amplitude = clamp(factor, 1, 64)
    this.#repaint()
  }

  /** Shows the spectrum below the waveform, made by `make`, or no longer. */
  showSpectrum(make: ((port: SpectrogramPort) => Spectrogram) | null): void {
    this.#content.spectrum?.dispose()
    this.#content.spectrum = make && new SpectrumBand(this.container, this.#spectrumPort(), make)
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
    this.#events.clear()
    this.#content.spectrum?.dispose()
    this.#scope.dispose()
    this.#viewport.dispose()
    this.#content.dispose()
    this.container.classList.remove('waveform-view')
  }

  #listen(): void {
    watchTheme(this.#scope, () => this.refreshTheme())
    watchPixelRatio(this.#scope, () => this.#viewport.refit())
    const motion = matchMedia(lessMotion)
    this.#follow.still = motion.matches
    listen(this.#scope, motion, 'change', () => {
      this.#follow.still = motion.matches
    })
    this.#scope.add(this.#playhead.subscribe((jumped) => this.#playheadChanged(jumped)))
  }

  #spectrumPort(): SpectrumBandPort {
    return {
      look: () => {
        const { start, end, framesPerPixel } = this.view()
        return { source: this.source, start, end, step: framesPerPixel / devicePixelRatio }
      },
      onStale: (start, end) => this.#viewport.repaint(start, end),
      onError: (error) => this.#events.emit('error', { error }),
    }
  }

  /** Tells the styles how much of the height ruler and markers take. */
  #fitLane(): void {
    const { ruler, lane } = this.#content
    this.container.style.setProperty('--waveform-ruler', `${ruler + lane}px`)
    this.container.style.setProperty('--waveform-lane', `${lane}px`)
  }

  #repaint(start?: number, end?: number): void {
    this.#viewport.repaint(start, end)
    this.#events.emit('content', null)
  }

  #focus(): number {
    const playhead = this.#playhead.position()
    if (this.#viewport.isOnScreen(playhead)) return playhead
    const { selection } = this
    const middle = selection && (selection.start + selection.end) / 2
    if (middle !== null && this.#viewport.isOnScreen(middle)) return middle
    const { start, end } = this.view()
    return (start + end) / 2
  }

  #playheadChanged(jumped: boolean): void {
    const playing = this.#playhead.playing()
    const at = this.#playhead.position()
    if (jumped && !this.#viewport.isOnScreen(at)) this.scrollTo(at)
    if (jumped || playing !== this.#wasPlaying) this.#follow.comeBack()
    if (playing !== this.#wasPlaying) {
      this.#wasPlaying = playing
      this.#viewport.surface.tellPlaying(playing)
    }
    this.#viewport.surface.tellTime()
  }

  #timed(): void {
    this.#events.emit('time', null)
    if (!this.#playhead.playing() || this.#pointing.active) return
    const { view, stage } = this.#viewport
    const playhead = this.#playhead.position()
    const next = this.#follow.next({ view, stage, rate: this.source.rate, playhead, now: performance.now() })
    if (next !== view) this.#viewport.show(next)
  }
}
