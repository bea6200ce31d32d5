import type { Scope } from '../base/scope'
import { type TimelineFrame, type TimelineRange, timelineRange } from '../base/units'
import { listen } from './events'
import type { Edge } from './selectionOverlay'

/** A selection while it is drawn. */
export interface SelectGesture {
  readonly range: TimelineRange
  /** The edge that follows the pointer, or both for a new selection. */
  readonly moved: Edge | 'both'
  /** Whether Alt is held, which suspends snapping. */
  readonly alt: boolean
}

/** What gestures ask of the view they are made on, and tell it. */
export interface GesturePort {
  /** The frame boundary nearest to a place on screen, within the timeline. */
  frameAt(clientX: number): TimelineFrame
  /** The place on screen of a frame boundary, in client pixels, on screen or not. */
  clientX(frame: number): number
  /** Left and right edge of what is on screen, in client pixels. */
  bounds(): { readonly left: number; readonly right: number }
  scrollBy(pixels: number): void
  selection(): TimelineRange | null
  onClick(at: TimelineFrame, event: PointerEvent): void
  onSelect(phase: 'start' | 'change' | 'end', gesture: SelectGesture): void
  /** The gesture was given up: what was selected before holds again. */
  onCancel(before: TimelineRange | null): void
}

/** Pixels a pointer moves before it is a drag, and milliseconds a finger rests before it selects instead of scrolling. */
const threshold = 4
const longPress = 350

/** Pixels from the edges within which a drag scrolls on. */
const edgeZone = 12

/** The most pixels that are scrolled in one frame while a drag is held at the edge. */
const fastestScroll = 48

interface Drag {
  readonly pointer: number
  readonly startX: number
  /** The end that stays, and how far from the pointer the one that moves was taken hold of. */
  readonly anchor: TimelineFrame
  readonly grab: number
  readonly edge: Edge | 'both'
  readonly before: TimelineRange | null
  lastX: number
  alt: boolean
  phase: 'waiting' | 'resting' | 'selecting'
}

/** Turns pointers on the waveform into clicks and selections; a finger scrolls unless it rests first. */
export class Gestures {
  #drag: Drag | null = null
  #rest = 0
  #scrolling = 0

  /** Listens on `surface` (the scrolling content) and on the handles, until `scope` ends. */
  constructor(
    scope: Scope,
    readonly surface: HTMLElement,
    handles: Readonly<Record<Edge, HTMLElement>>,
    readonly port: GesturePort,
  ) {
    listen(scope, surface, 'pointerdown', (event) => this.#down(event, 'both'))
    for (const edge of ['start', 'end'] as const) {
      listen(scope, handles[edge], 'pointerdown', (event) => {
        event.stopPropagation()
        this.#down(event, edge)
      })
    }
    listen(scope, surface, 'pointermove', (event) => this.#move(event))
    listen(scope, surface, 'pointerup', (event) => this.#up(event))
    listen(scope, surface, 'pointercancel', () => this.#cancel())
    listen(scope, window, 'keydown', (event) => this.#key(event), { capture: true })
    // While a finger selects, the browser must not scroll as well.
    const hold = (event: TouchEvent) => {
      if (this.#drag?.phase === 'selecting' && event.cancelable) event.preventDefault()
    }
    listen(scope, surface, 'touchmove', hold, { passive: false })
    scope.add(() => this.#finish())
  }

  /** Whether a pointer is held on the waveform. */
  get active(): boolean {
    return this.#drag !== null
  }

  #down(event: PointerEvent, edge: Edge | 'both'): void {
    if (event.button !== 0 || !event.isPrimary || this.#drag) return
    const before = this.port.selection()
    const x = event.clientX
    const at = this.port.frameAt(x)
    const anchor = edge === 'both' || !before ? at : edge === 'start' ? before.end : before.start
    const touch = event.pointerType === 'touch' && edge === 'both'
    const grab = edge === 'both' || !before ? 0 : this.port.clientX(before[edge]) - x
    this.#drag = {
      pointer: event.pointerId,
      startX: x,
      anchor,
      grab,
      edge,
      before,
      lastX: x,
      alt: event.altKey,
      phase: touch ? 'resting' : 'waiting',
    }
    if (touch) this.#rest = window.setTimeout(() => this.#rested(), longPress)
    else this.surface.setPointerCapture(event.pointerId)
  }

  #rested(): void {
    const drag = this.#drag
    if (!drag || drag.phase !== 'resting') return
    this.surface.setPointerCapture(drag.pointer)
    this.#begin(drag)
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.pointer) return
    drag.lastX = event.clientX
    drag.alt = event.altKey
    const far = Math.abs(event.clientX - drag.startX) >= threshold
    if (drag.phase === 'resting' && far) this.#finish()
    else if (drag.phase === 'waiting' && far) this.#begin(drag)
    if (drag.phase === 'selecting') {
      this.port.onSelect('change', this.#gesture(drag))
      this.#scrollAtEdge()
    }
  }

  #begin(drag: Drag): void {
    drag.phase = 'selecting'
    this.port.onSelect('start', this.#gesture(drag))
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.pointer) return
    drag.lastX = event.clientX
    drag.alt = event.altKey
    this.#finish()
    if (drag.phase === 'selecting') this.port.onSelect('end', this.#gesture(drag))
    else if (drag.edge === 'both') this.port.onClick(this.port.frameAt(event.clientX), event)
  }

  #key(event: KeyboardEvent): void {
    const drag = this.#drag
    if (drag?.phase !== 'selecting' || event.key !== 'Escape') return
    event.stopPropagation()
    this.#cancel()
  }

  #cancel(): void {
    const drag = this.#drag
    this.#finish()
    if (drag?.phase === 'selecting') this.port.onCancel(drag.before)
  }

  #finish(): void {
    const drag = this.#drag
    this.#drag = null
    window.clearTimeout(this.#rest)
    cancelAnimationFrame(this.#scrolling)
    this.#scrolling = 0
    if (drag && this.surface.hasPointerCapture(drag.pointer)) this.surface.releasePointerCapture(drag.pointer)
  }

  #gesture(drag: Drag): SelectGesture {
    const at = this.port.frameAt(drag.lastX + drag.grab)
    const range = timelineRange(Math.min(at, drag.anchor), Math.max(at, drag.anchor))
    const moved = drag.edge === 'both' ? 'both' : at < drag.anchor ? 'start' : 'end'
    return { range, moved, alt: drag.alt }
  }

  /** Scrolls on while the pointer is held at the left or right edge or beyond, faster the further it is. */
  #scrollAtEdge(): void {
    if (this.#scrolling !== 0) return
    const step = () => {
      this.#scrolling = 0
      const drag = this.#drag
      if (drag?.phase !== 'selecting') return
      const { left, right } = this.port.bounds()
      const beyond = Math.min(0, drag.lastX - left - edgeZone) + Math.max(0, drag.lastX - right + edgeZone)
      if (beyond === 0) return
      this.port.scrollBy(Math.max(-fastestScroll, Math.min(fastestScroll, beyond / 3)))
      this.port.onSelect('change', this.#gesture(drag))
      this.#scrolling = requestAnimationFrame(step)
    }
    this.#scrolling = requestAnimationFrame(step)
  }
}
