import type { Scope } from '../base/scope'
import type { TimelineRange } from '../base/units'
import { listen } from './events'
import { clockTime, spokenTime } from './ruler'
import type { ViewWindow } from './viewMath'

/** One end of the selection. */
export type Edge = 'start' | 'end'

/** Which edges of the selection stand at a pause. */
export interface SnappedEdges {
  readonly start: boolean
  readonly end: boolean
}

/** What the overlay shows, in frames of the timeline. */
export interface OverlayState {
  readonly window: ViewWindow
  readonly rate: number
  readonly length: number
  readonly selection: TimelineRange | null
  readonly snapped: SnappedEdges
  /** Where the pointer is, or null. */
  readonly pointer: number | null
}

/** Width of a handle's hit area in CSS pixels, of which `inside` lie within the selection. */
const handleWidth = 24
const handleInside = 6

/** Seconds that each key moves a handle. */
const keySteps: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -0.01],
  ['ArrowDown', -0.01],
  ['ArrowRight', 0.01],
  ['ArrowUp', 0.01],
  ['PageDown', -1],
  ['PageUp', 1],
])

/** The selection, its two handles and the line under the pointer, laid over the waveform and scrolling with it. */
export class SelectionOverlay {
  readonly handles: Readonly<Record<Edge, HTMLElement>>
  readonly #region: HTMLElement
  readonly #line: HTMLElement
  readonly #time: HTMLElement

  /** Puts the overlay into `parent`, which is positioned and as wide as the window; gone when `scope` ends. */
  constructor(scope: Scope, parent: HTMLElement) {
    const layer = part('overlay')
    Object.assign(layer.style, {
      position: 'absolute',
      inset: '0',
      overflow: 'clip',
      pointerEvents: 'none',
      zIndex: '4',
    })
    this.#region = part('selection')
    this.#line = part('pointer')
    this.#time = part('pointer-time')
    this.#line.append(this.#time)
    this.handles = { start: handle('start'), end: handle('end') }
    for (const element of [this.#region, this.#line, this.handles.start, this.handles.end]) {
      Object.assign(element.style, { position: 'absolute', top: '0', bottom: '0', left: '0' })
      element.hidden = true
      layer.append(element)
    }
    this.#line.setAttribute('aria-hidden', 'true')
    const parts = [part('ruler'), part('marker-lane'), layer]
    parent.append(...parts)
    scope.add(() => {
      for (const element of parts) element.remove()
    })
  }

  /** Calls `move` when a key moves a handle, by seconds, and `focused` when one gets the focus. */
  listenToKeys(
    scope: Scope,
    move: (edge: Edge, seconds: number, event: KeyboardEvent) => void,
    focused: (edge: Edge) => void,
  ): void {
    for (const edge of ['start', 'end'] as const) {
      listen(scope, this.handles[edge], 'keydown', (event) => {
        const step = keySteps.get(event.key)
        if (step === undefined || event.metaKey) return
        event.preventDefault()
        event.stopPropagation()
        move(edge, Math.abs(step) < 1 && event.ctrlKey ? step * 10 : step, event)
      })
      listen(scope, this.handles[edge], 'focus', () => focused(edge))
    }
  }

  /** Draws the state. Cheap: a few styles. */
  update(state: OverlayState): void {
    this.#updatePointer(state)
    const { selection, window } = state
    const hidden = selection === null
    this.#region.hidden = hidden
    this.handles.start.hidden = hidden
    this.handles.end.hidden = hidden
    if (!selection) return
    const from = xIn(window, selection.start)
    const to = xIn(window, selection.end)
    place(this.#region, from)
    this.#region.setAttribute('part', selection.start === selection.end ? 'selection caret' : 'selection')
    this.#region.style.width = `${Math.max(1, to - from)}px`
    place(this.handles.start, from - handleWidth + handleInside)
    place(this.handles.end, to - handleInside)
    this.#describe('start', selection.start, 0, selection.end, state)
    this.#describe('end', selection.end, selection.start, state.length, state)
  }

  #updatePointer({ pointer, window, rate }: OverlayState): void {
    this.#line.hidden = pointer === null
    if (pointer === null) return
    place(this.#line, xIn(window, pointer))
    this.#time.textContent = clockTime(pointer / rate, 3)
  }

  #describe(edge: Edge, at: number, minimum: number, maximum: number, state: OverlayState): void {
    const element = this.handles[edge]
    const seconds = (frame: number) => String(Math.round((frame / state.rate) * 1000) / 1000)
    const snapped = state.snapped[edge]
    element.setAttribute('part', `handle handle-${edge}${snapped ? ' handle-snapped' : ''}`)
    element.setAttribute('aria-valuemin', seconds(minimum))
    element.setAttribute('aria-valuemax', seconds(maximum))
    element.setAttribute('aria-valuenow', seconds(at))
    element.setAttribute('aria-valuetext', `${spokenTime(at / state.rate)}${snapped ? ', at a pause' : ''}`)
  }
}

/** CSS pixels of a frame in the window, held a little beyond its ends. */
function xIn(window: ViewWindow, frame: number): number {
  const x = (frame - window.start) / window.framesPerPixel
  return Math.min(Math.max(x, -100), window.width + 100)
}

function place(element: HTMLElement, x: number): void {
  element.style.transform = `translateX(${x}px)`
}

function part(name: string): HTMLElement {
  const element = document.createElement('div')
  element.setAttribute('part', name)
  return element
}

function handle(edge: Edge): HTMLElement {
  const element = part('handle')
  element.tabIndex = 0
  element.setAttribute('role', 'slider')
  element.setAttribute('aria-label', edge === 'start' ? 'Start handle' : 'End handle')
  element.setAttribute('aria-orientation', 'horizontal')
  Object.assign(element.style, {
    width: `${handleWidth}px`,
    pointerEvents: 'auto',
    touchAction: 'none',
    cursor: 'ew-resize',
  })
  return element
}
