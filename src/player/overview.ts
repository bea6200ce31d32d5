import { Scope } from '../base/scope'
import { clamp } from '../base/units'
import { listen } from './events'
import { clockTime } from './ruler'
import { type Colours, readColours, watchPixelRatio, watchTheme } from './theme'
import type { WaveformView } from './waveform'
import { paintTile } from './waveformPaint'
import type { FixMark } from './waveformSource'

/** Shares of what is on screen that the keys move by. */
const keySteps: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -0.1],
  ['ArrowDown', -0.1],
  ['ArrowRight', 0.1],
  ['ArrowUp', 0.1],
  ['PageUp', -1],
  ['PageDown', 1],
])

/** Pixels that the frame keeps at least, so that it can be seen and taken hold of. */
const narrowestFrame = 6

/** Pixels at the top for the names of markers, where there are any. */
const laneHeight = 15

/**
 * The whole timeline in a narrow strip over a waveform view: fixes, selection, playhead and a frame round what the
 * view shows, which is moved by drag, click or keys. It follows the view by itself.
 */
export class Overview {
  readonly #scope = new Scope()
  readonly #canvas: HTMLCanvasElement
  readonly #frame: HTMLElement
  readonly #selection: HTMLElement
  readonly #playhead: HTMLElement
  #colours: Colours
  #painting = 0
  /** While dragged: frames from the left edge of what is on screen to where the pointer took hold. */
  #held: number | null = null

  constructor(
    readonly container: HTMLElement,
    readonly view: WaveformView,
  ) {
    container.classList.add('waveform-overview')
    container.tabIndex = 0
    container.setAttribute('role', 'slider')
    container.setAttribute('aria-label', 'Overview position')
    container.setAttribute('aria-orientation', 'horizontal')
    this.#canvas = document.createElement('canvas')
    this.#selection = layer('overview-selection')
    this.#frame = layer('overview-frame')
    this.#playhead = layer('overview-playhead')
    const children = [this.#canvas, this.#selection, this.#frame, this.#playhead]
    container.append(...children)
    this.#colours = readColours(container)
    this.#scope.add(() => {
      for (const child of children) child.remove()
      container.classList.remove('waveform-overview')
      for (const name of container.getAttributeNames()) {
        if (name === 'role' || name === 'tabindex' || name.startsWith('aria-')) container.removeAttribute(name)
      }
    })
    this.#scope.add(() => cancelAnimationFrame(this.#painting))
    this.#listen()
    this.#changed()
  }

  /** Reads the theme's colours again. Changes of the system's theme are noticed without it. */
  refreshTheme(): void {
    this.#colours = readColours(this.container)
    this.#changed()
  }

  /** Takes everything down for good. */
  destroy(): void {
    this.#scope.dispose()
  }

  #listen(): void {
    const { container, view } = this
    this.#scope.add(view.on('view', () => this.#moveFrame()))
    this.#scope.add(view.on('content', () => this.#changed()))
    this.#scope.add(view.on('time', () => this.#movePlayhead()))
    watchTheme(this.#scope, () => this.refreshTheme())
    watchPixelRatio(this.#scope, () => this.#changed())
    const observer = new ResizeObserver(() => this.#changed())
    observer.observe(container)
    this.#scope.add(() => observer.disconnect())
    listen(this.#scope, container, 'pointerdown', (event) => this.#take(event))
    listen(this.#scope, container, 'pointermove', (event) => {
      if (this.#held !== null) view.scrollTo(this.#frameAt(event.clientX) - this.#held, 'left')
    })
    const release = () => {
      this.#held = null
    }
    listen(this.#scope, container, 'pointerup', release)
    listen(this.#scope, container, 'pointercancel', release)
    listen(this.#scope, container, 'keydown', (event) => this.#key(event))
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const { start, framesPerPixel } = view.view()
      view.setView({ start: start + (event.deltaX + event.deltaY) * framesPerPixel, framesPerPixel })
    }
    listen(this.#scope, container, 'wheel', wheel, { passive: false })
  }

  /** A press in the frame drags it; a press beside it brings its middle there first. */
  #take(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return
    const at = this.#frameAt(event.clientX)
    const { start, end } = this.view.view()
    const slack = (narrowestFrame / 2) * this.#framesPerPixel()
    if (at < start - slack || at > end + slack) this.view.scrollTo(at)
    this.#held = at - this.view.view().start
    this.container.setPointerCapture(event.pointerId)
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { start, end } = this.view.view()
    const step = keySteps.get(event.key)
    if (step !== undefined) this.view.scrollTo(start + step * (end - start), 'left')
    else if (event.key === 'Home') this.view.scrollTo(0, 'left')
    else if (event.key === 'End') this.view.scrollTo(this.view.source.length, 'left')
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #framesPerPixel(): number {
    return Math.max(1, this.view.source.length) / Math.max(1, this.container.clientWidth)
  }

  #frameAt(clientX: number): number {
    const { left } = this.container.getBoundingClientRect()
    return clamp((clientX - left - this.container.clientLeft) * this.#framesPerPixel(), 0, this.view.source.length)
  }

  /** The picture is drawn once a frame at most, however often it changes. */
  #changed(): void {
    this.#moveFrame()
    this.#movePlayhead()
    this.#moveSelection()
    if (this.#painting === 0) this.#painting = requestAnimationFrame(() => this.#paint())
  }

  #paint(): void {
    this.#painting = 0
    const { clientWidth: width, clientHeight: height } = this.container
    const context = this.#canvas.getContext('2d')
    if (!context || width === 0 || height === 0) return
    this.#canvas.width = Math.round(width * devicePixelRatio)
    this.#canvas.height = Math.round(height * devicePixelRatio)
    const { source, marks, edges, known, original } = this.view
    paintTile(
      { context, left: 0, width, height },
      {
        window: { start: 0, width, framesPerPixel: this.#framesPerPixel() },
        source: mixed(source),
        // What only the near view has room for is left out: pauses, what is sent, and the numbers of fixes.
        marks: { pauses: [], fixes: marks.fixes.map(withoutLabel), markers: marks.markers },
        edges,
        known,
        original,
        amplitude: 1,
        colours: this.#colours,
        ruler: 0,
        spectrum: null,
        lane: edges.length === 0 ? 0 : laneHeight,
        samples: null,
      },
    )
  }

  #moveFrame(): void {
    const { start, end } = this.view.view()
    const { rate, length } = this.view.source
    const scale = this.#framesPerPixel()
    const width = Math.max(narrowestFrame, (end - start) / scale)
    const room = this.container.clientWidth - width
    const left = clamp((start + end) / 2 / scale - width / 2, 0, Math.max(0, room))
    this.#frame.style.transform = `translateX(${left}px)`
    this.#frame.style.width = `${width}px`
    const [from, to, all] = [start, end, length].map((frame) => clockTime(frame / rate, 0))
    const text = `${from} to ${to} of ${all}`
    const { container } = this
    if (container.ariaValueText === text) return
    container.ariaValueMin = '0'
    container.ariaValueMax = String(Math.max(0, Math.round((length - (end - start)) / rate)))
    container.ariaValueNow = String(Math.round(start / rate))
    container.ariaValueText = text
  }

  #moveSelection(): void {
    const { selection } = this.view
    this.#selection.hidden = selection === null
    if (!selection) return
    const scale = this.#framesPerPixel()
    this.#selection.style.transform = `translateX(${selection.start / scale}px)`
    this.#selection.style.width = `${(selection.end - selection.start) / scale}px`
  }

  #movePlayhead(): void {
    const x = this.view.playhead / this.#framesPerPixel()
    this.#playhead.style.transform = `translateX(${x - 1}px)`
  }
}

function layer(name: string): HTMLElement {
  const element = document.createElement('div')
  element.className = name
  return element
}

/** There is no room for words. */
function withoutLabel({ start, end, enabled, original }: FixMark): FixMark {
  return { start, end, enabled, ...(original && { original }) }
}

/** All channels in one lane: the lowest and highest of any. */
function mixed(source: WaveformView['source']): WaveformView['source'] {
  if (source.channels === 1) return source
  return {
    rate: source.rate,
    length: source.length,
    channels: 1,
    samples: (range) => source.samples(range),
    peaks(_, start, end, columns, out) {
      const one = new Int16Array(2 * columns)
      source.peaks(0, start, end, columns, out)
      for (let channel = 1; channel < source.channels; channel++) {
        source.peaks(channel, start, end, columns, one)
        for (let i = 0; i < 2 * columns; i += 2) {
          out[i] = Math.min(out[i] ?? 0, one[i] ?? 0)
          out[i + 1] = Math.max(out[i + 1] ?? 0, one[i + 1] ?? 0)
        }
      }
    },
  }
}
