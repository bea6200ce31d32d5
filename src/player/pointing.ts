import type { Scope } from '../base/scope'
import { type TimelineFrame, timelineFrame } from '../base/units'
import type { WaveformContent } from './content'
import { type Emitter, listen } from './events'
import { type GesturePort, Gestures } from './gestures'
import { edgeAt } from './markerEdges'
import type { SelectionLayer } from './selectionLayer'
import type { SnappedEdges } from './selectionOverlay'
import { isFitted, type View, viewWith, zoomedAround } from './viewMath'
import type { Viewport } from './viewport'
import type { WaveformEvents } from './waveformEvents'
import { wheelMove } from './wheel'

/** The parts of a view that pointers act on. */
export interface PointedAt {
  readonly events: Emitter<WaveformEvents>
  readonly content: WaveformContent
  readonly viewport: Viewport
  readonly selection: SelectionLayer
  /** Whether nothing may move by itself. */
  still(): boolean
  /** Shows another part, as near to it as there is, because the user asked for it. */
  show(view: View): void
}

const noSnap: SnappedEdges = { start: false, end: false }

/** What pointers and the wheel do on a waveform: they go to places, select, scroll and zoom. */
export class Pointing {
  readonly #gestures: Gestures

  /** Listens until `scope` ends. */
  constructor(
    scope: Scope,
    readonly view: PointedAt,
  ) {
    const { viewport, selection, events } = view
    const { wrapper } = viewport.surface
    this.#gestures = new Gestures(scope, wrapper, selection.handles, this.#gesturePort())
    listen(scope, viewport.container, 'wheel', (event) => this.#wheel(event), { passive: false })
    listen(scope, wrapper, 'pointermove', (event) => {
      const hides = event.pointerType === 'touch' || this.active
      selection.point(hides ? null : viewport.frameAt(event.clientX))
    })
    listen(scope, wrapper, 'pointerleave', () => selection.point(null))
    listen(scope, wrapper, 'click', ({ detail, clientX }) => {
      if (detail !== 2 && detail !== 3) return
      const at = viewport.frameAt(clientX)
      events.emit(detail === 2 ? 'double-click' : 'triple-click', { at, touch: this.#gestures.touch })
    })
  }

  /** Whether a pointer is held on the waveform. */
  get active(): boolean {
    return this.#gestures.active
  }

  #gesturePort(): GesturePort {
    const { viewport, selection, content, events } = this.view
    return {
      frameAt: (x) => viewport.frameAt(x),
      clientX: (frame) => viewport.clientX(frame),
      bounds: () => viewport.surface.bounds(),
      isRuler: (y) => this.#below(y) < content.ruler + content.lane,
      scrollBy: (pixels) => this.#scrollBy(pixels),
      pinchAt: (x) => this.#pinchAt(x),
      still: () => this.view.still(),
      selection: () => selection.range,
      onClick: (at, event) => this.#clicked(at, event),
      onRest: (at) => events.emit('double-click', { at, touch: true }),
      onSelect: (phase, gesture) => {
        this.#select(gesture.range)
        events.emit(`select-${phase}`, gesture)
      },
      onCancel: (before) => {
        this.#select(before)
        events.emit('select-cancel', { range: before })
      },
    }
  }

  #select(range: SelectionLayer['range']): void {
    this.view.selection.show(range, noSnap)
    this.view.events.emit('content', null)
  }

  /** CSS pixels below the top of the waveform. */
  #below(clientY: number): number {
    return clientY - this.view.viewport.surface.bounds().top
  }

  #clicked(at: TimelineFrame, { clientY, altKey, shiftKey }: PointerEvent): void {
    const { content, viewport, events } = this.view
    const { ruler, lane, edges } = content
    const y = this.#below(clientY)
    const inLane = y >= ruler && y < ruler + lane
    const edge = inLane ? edgeAt(edges, at, viewport.view.framesPerPixel) : null
    if (edge) events.emit('marker', { at: timelineFrame(edge.start) })
    else events.emit('seek', { at, alt: altKey, shift: shiftKey })
  }

  #scrollBy(pixels: number): void {
    const { view } = this.view.viewport
    this.view.show({ ...view, start: view.start + pixels * view.framesPerPixel })
  }

  #pinchAt(clientX: number): (clientX: number, factor: number) => void {
    const { viewport } = this.view
    const { view, surface } = viewport
    const { left } = surface.bounds()
    const held = view.start + (clientX - left) * view.framesPerPixel
    return (x, factor) => this.view.show(viewWith(held, x - left, view.framesPerPixel / factor, viewport.stage))
  }

  #wheel(event: WheelEvent): void {
    const { view, stage, surface } = this.view.viewport
    const move = wheelMove(event, stage.width)
    // Where all is on screen there is nothing to scroll here: the page scrolls.
    if (move.kind === 'scroll' && isFitted(view, stage)) return
    event.preventDefault()
    if (move.kind === 'scroll') return this.#scrollBy(move.pixels)
    const at = view.start + (event.clientX - surface.bounds().left) * view.framesPerPixel
    this.view.show(zoomedAround(view, move.factor, at, stage))
  }
}
