import type { Scope } from '../base/scope'
import { type TimelineFrame, type TimelineRange, timelineRange } from '../base/units'
import { EdgeScroll } from './edgeScroll'
import { listen } from './events'
import { Fling } from './fling'
import { Pinch } from './pinch'
import type { Edge } from './selectionOverlay'

/** A selection while it is drawn. */
export interface SelectGesture {
  readonly range: TimelineRange
  /** The edge that follows the pointer, or both for a new selection. */
  readonly moved: Edge | 'both'
  /** Whether Alt is held, which suspends snapping. */
  readonly alt: boolean
  /** Whether a finger draws it. */
  readonly touch: boolean
}

/** What gestures ask of the view they are made on, and tell it. */
export interface GesturePort {
  /** The frame boundary nearest to a place on screen, within the timeline. */
  frameAt(clientX: number): TimelineFrame
  /** The place on screen of a frame boundary, in client pixels, on screen or not. */
  clientX(frame: number): number
  /** Left and right edge of what is on screen, in client pixels. */
  bounds(): { readonly left: number; readonly right: number }
  /** Whether a place on screen belongs to the ruler, which is dragged to scroll. */
  isRuler(clientY: number): boolean
  scrollBy(pixels: number): void
  /** Begins a pinch at a place: gives what brings the frame that was there to another place, zoomed in by a factor since. */
  pinchAt(clientX: number): (clientX: number, factor: number) => void
  /** Whether nothing may move by itself. */
  still(): boolean
  selection(): TimelineRange | null
  onClick(at: TimelineFrame, event: PointerEvent): void
  /** A finger rests at a frame. */
  onRest(at: TimelineFrame): void
  onSelect(phase: 'start' | 'change' | 'end', gesture: SelectGesture): void
  /** The gesture was given up: what was selected before holds again. */
  onCancel(before: TimelineRange | null): void
}

/** Pixels a pointer moves before it is a drag, and milliseconds a finger rests before it selects instead of scrolling. */
const threshold = 4
const longPress = 350

interface Drag {
  readonly pointer: number
  readonly touch: boolean
  readonly startX: number
  /** The end that stays, and how far from the pointer the one that moves was taken hold of. */
  readonly anchor: TimelineFrame
  readonly grab: number
  readonly edge: Edge | 'both'
  readonly before: TimelineRange | null
  /** What it becomes when it moves. */
  readonly draws: 'selection' | 'picture'
  lastX: number
  lastY: number
  alt: boolean
  /**
   * `waiting`: it may still be a click. `resting`: a finger, which scrolls when it moves; once it is `rested`, it selects then.
   */
  phase: 'waiting' | 'resting' | 'rested' | 'selecting' | 'scrolling'
}

interface HeldPinch {
  readonly pinch: Pinch
  readonly show: (clientX: number, factor: number) => void
}

/**
 * Turns pointers on the waveform into clicks, selections, scrolling and pinches. The mouse selects, and scrolls with its middle
 * button or on the ruler; a finger scrolls, and selects when it rests first; two fingers zoom.
 */
export class Gestures {
  readonly #fling: Fling
  readonly #edges: EdgeScroll
  #drag: Drag | null = null
  #pinch: HeldPinch | null = null
  #rest = 0
  #touch = false

  /** Listens on `surface` (the scrolling content) and on the handles, until `scope` ends. */
  constructor(
    scope: Scope,
    readonly surface: HTMLElement,
    handles: Readonly<Record<Edge, HTMLElement>>,
    readonly port: GesturePort,
  ) {
    this.#fling = new Fling((pixels) => port.scrollBy(pixels))
    this.#edges = new EdgeScroll(
      () => port.bounds(),
      (pixels) => {
        port.scrollBy(pixels)
        if (this.#drag) port.onSelect('change', this.#gesture(this.#drag))
      },
    )
    listen(scope, surface, 'pointerdown', (event) => this.#down(event, 'both'))
    for (const edge of ['start', 'end'] as const) {
      listen(scope, handles[edge], 'pointerdown', (event) => {
        event.stopPropagation()
        this.#down(event, edge)
      })
    }
    listen(scope, surface, 'pointermove', (event) => this.#move(event))
    listen(scope, surface, 'pointerup', (event) => this.#up(event))
    listen(scope, surface, 'pointercancel', (event) => this.#cancelled(event))
    listen(scope, window, 'keydown', (event) => this.#key(event), { capture: true })
    // The middle button would make the browser scroll by itself, and a resting finger open a menu.
    listen(scope, surface, 'mousedown', (event) => event.button === 1 && event.preventDefault())
    listen(scope, surface, 'contextmenu', (event) => this.#drag?.touch && event.preventDefault())
    // While fingers select or zoom, the browser must not scroll as well.
    const hold = (event: TouchEvent) => {
      const ours =
        this.#pinch !== null ||
        event.touches.length > 1 ||
        this.#drag?.phase === 'selecting' ||
        this.#drag?.phase === 'rested'
      if (ours && event.cancelable) event.preventDefault()
    }
    listen(scope, surface, 'touchmove', hold, { passive: false })
    scope.add(() => {
      this.#fling.stop()
      this.#finish()
    })
  }

  /** Whether a pointer is held on the waveform. */
  get active(): boolean {
    return this.#drag !== null || this.#pinch !== null
  }

  /** Whether the pointer that was used last is a finger. */
  get touch(): boolean {
    return this.#touch
  }

  #down(event: PointerEvent, edge: Edge | 'both'): void {
    this.#fling.stop()
    if (!event.isPrimary) return this.#second(event)
    if (event.button > 1 || this.active || (event.button === 1 && edge !== 'both')) return
    const before = this.port.selection()
    const { clientX: x, clientY: y } = event
    const at = this.port.frameAt(x)
    const anchor = edge === 'both' || !before ? at : edge === 'start' ? before.end : before.start
    const touch = event.pointerType === 'touch'
    this.#touch = touch
    const rests = touch && edge === 'both'
    this.#drag = {
      pointer: event.pointerId,
      touch,
      startX: x,
      anchor,
      grab: edge === 'both' || !before ? 0 : this.port.clientX(before[edge]) - x,
      edge,
      before,
      draws: rests || event.button === 1 || (edge === 'both' && this.port.isRuler(y)) ? 'picture' : 'selection',
      lastX: x,
      lastY: y,
      alt: event.altKey,
      phase: rests ? 'resting' : 'waiting',
    }
    if (rests) this.#rest = window.setTimeout(() => this.#rested(), longPress)
    else this.surface.setPointerCapture(event.pointerId)
  }

  /** Another finger: unless one selects already, the two of them zoom. */
  #second(event: PointerEvent): void {
    const drag = this.#drag
    const isFree = drag?.phase === 'resting' || drag?.phase === 'scrolling'
    if (event.pointerType !== 'touch' || !drag?.touch || !isFree) return
    const first = { pointer: drag.pointer, x: drag.lastX, y: drag.lastY }
    this.#finish()
    const pinch = new Pinch(first, { pointer: event.pointerId, x: event.clientX, y: event.clientY })
    this.#pinch = { pinch, show: this.port.pinchAt(pinch.now.x) }
  }

  #rested(): void {
    const drag = this.#drag
    if (!drag || drag.phase !== 'resting') return
    this.surface.setPointerCapture(drag.pointer)
    drag.phase = 'rested'
    this.port.onRest(drag.anchor)
  }

  #move(event: PointerEvent): void {
    if (this.#pinch?.pinch.has(event.pointerId)) return this.#pinched(this.#pinch, event)
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.pointer) return
    drag.lastX = event.clientX
    drag.lastY = event.clientY
    drag.alt = event.altKey
    const far = Math.abs(event.clientX - drag.startX) >= threshold
    const scrolls = drag.draws === 'picture' && drag.phase !== 'rested'
    if (far && drag.phase !== 'selecting' && drag.phase !== 'scrolling') {
      if (scrolls) this.#scroll(drag)
      else this.#select(drag)
    }
    if (drag.phase === 'scrolling') this.#fling.pull(event.clientX, event.timeStamp)
    if (drag.phase === 'selecting') {
      this.port.onSelect('change', this.#gesture(drag))
      this.#edges.at(event.clientX)
    }
  }

  #pinched({ pinch, show }: HeldPinch, event: PointerEvent): void {
    pinch.move({ pointer: event.pointerId, x: event.clientX, y: event.clientY })
    show(pinch.now.x, pinch.now.factor)
  }

  #select(drag: Drag): void {
    drag.phase = 'selecting'
    this.port.onSelect('start', this.#gesture(drag))
  }

  #scroll(drag: Drag): void {
    window.clearTimeout(this.#rest)
    drag.phase = 'scrolling'
    this.surface.style.cursor = 'grabbing'
    // From where it was taken hold of, so that the picture stays under the pointer.
    this.#fling.pull(drag.startX, performance.now())
  }

  #up(event: PointerEvent): void {
    if (this.#pinch?.pinch.has(event.pointerId)) return this.#unpinch(event)
    const drag = this.#drag
    if (!drag || event.pointerId !== drag.pointer) return
    drag.lastX = event.clientX
    drag.alt = event.altKey
    this.#finish()
    if (drag.phase === 'scrolling') this.#fling.release(event.timeStamp, !drag.touch || this.port.still())
    else if (drag.phase === 'selecting') this.port.onSelect('end', this.#gesture(drag))
    else if (drag.phase !== 'rested' && drag.edge === 'both' && event.button === 0)
      this.port.onClick(this.port.frameAt(event.clientX), event)
  }

  /** One of two fingers is lifted: the other one goes on scrolling. */
  #unpinch(event: PointerEvent): void {
    const held = this.#pinch
    this.#pinch = null
    if (!held) return
    const { pointer, x, y } = held.pinch.other(event.pointerId)
    const anchor = this.port.frameAt(x)
    const rest = { anchor, grab: 0, before: this.port.selection(), alt: false } as const
    const drag: Drag = {
      ...rest,
      pointer,
      touch: true,
      startX: x,
      edge: 'both',
      draws: 'picture',
      lastX: x,
      lastY: y,
      phase: 'scrolling',
    }
    this.#drag = drag
    this.#scroll(drag)
  }

  #key(event: KeyboardEvent): void {
    if (this.#drag?.phase !== 'selecting' || event.key !== 'Escape') return
    event.stopPropagation()
    this.#cancel()
  }

  #cancelled(event: PointerEvent): void {
    if (this.#pinch?.pinch.has(event.pointerId)) this.#pinch = null
    if (this.#drag?.pointer === event.pointerId) this.#cancel()
  }

  #cancel(): void {
    const drag = this.#drag
    this.#finish()
    if (drag?.phase === 'selecting') this.port.onCancel(drag.before)
  }

  #finish(): void {
    const drag = this.#drag
    this.#drag = null
    this.surface.style.cursor = ''
    window.clearTimeout(this.#rest)
    this.#edges.stop()
    if (drag && this.surface.hasPointerCapture(drag.pointer)) this.surface.releasePointerCapture(drag.pointer)
  }

  #gesture(drag: Drag): SelectGesture {
    const at = this.port.frameAt(drag.lastX + drag.grab)
    const range = timelineRange(Math.min(at, drag.anchor), Math.max(at, drag.anchor))
    const moved = drag.edge === 'both' ? 'both' : at < drag.anchor ? 'start' : 'end'
    return { range, moved, alt: drag.alt, touch: drag.touch }
  }
}
