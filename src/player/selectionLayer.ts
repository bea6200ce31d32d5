import type { Scope } from '../base/scope'
import { clamp, type TimelineFrame, type TimelineRange, timelineFrame } from '../base/units'
import { type Edge, SelectionOverlay, type SnappedEdges } from './selectionOverlay'
import type { Viewport } from './viewport'
import type { WaveformSource } from './waveformSource'

/** What the layer asks of and tells its view. */
export interface SelectionPort {
  source(): WaveformSource
  /** A key moved an edge. */
  onMoved(edge: Edge, at: TimelineFrame, alt: boolean): void
  /** An edge got the focus, or was moved, where it cannot be seen. */
  onUnseen(at: number): void
}

/** The selection that is shown, and its handles, which keys move. */
export class SelectionLayer {
  readonly #overlay: SelectionOverlay
  #range: TimelineRange | null = null
  #snapped: SnappedEdges = { start: false, end: false }
  #pointer: number | null = null

  constructor(
    scope: Scope,
    readonly viewport: Viewport,
    readonly port: SelectionPort,
  ) {
    this.#overlay = new SelectionOverlay(scope, viewport.surface.wrapper)
    this.#overlay.listenToKeys(
      scope,
      (edge, seconds, event) => this.#move(edge, seconds, event.altKey),
      (edge) => this.#reveal(edge),
    )
  }

  /** The handles, for the gestures. */
  get handles(): Readonly<Record<Edge, HTMLElement>> {
    return this.#overlay.handles
  }

  /** The selection that is shown. */
  get range(): TimelineRange | null {
    return this.#range
  }

  /** Shows a selection, or none, and which of its edges stand at a pause. */
  show(range: TimelineRange | null, snapped: SnappedEdges): void {
    this.#range = range
    this.#snapped = snapped
    this.place()
  }

  /** Shows the line under the pointer, or none. */
  point(at: number | null): void {
    if (at === this.#pointer) return
    this.#pointer = at
    this.place()
  }

  /** Puts everything where it belongs in the present layout. */
  place(): void {
    const { rate, length } = this.port.source()
    this.#overlay.update({
      window: this.viewport.surface.layout.window,
      rate,
      length,
      selection: this.#range,
      snapped: this.#snapped,
      pointer: this.#pointer,
    })
  }

  #move(edge: Edge, seconds: number, alt: boolean): void {
    const range = this.#range
    if (!range) return
    const { rate, length } = this.port.source()
    const low = edge === 'start' ? 0 : range.start
    const high = edge === 'start' ? range.end : length
    const at = timelineFrame(clamp(range[edge] + Math.round(seconds * rate), low, high))
    this.show({ ...range, [edge]: at }, this.#snapped)
    this.#reveal(edge)
    this.port.onMoved(edge, at, alt)
  }

  #reveal(edge: Edge): void {
    const at = this.#range?.[edge]
    if (at !== undefined && !this.viewport.isOnScreen(at)) this.port.onUnseen(at)
  }
}
