import { isAbort } from '../base/errors'
import { Scope } from '../base/scope'
import { type SeamMarks, type SeamSound, type SeamSource, type Shown, widestCloseUp } from './seamGeometry'
import { paintSeam } from './seamPaint'
import { type Colours, readColours, watchPixelRatio, watchTheme } from './theme'

/** How a seam is looked at. */
export interface SeamLook {
  readonly shown: Shown
  /** What is shown on each side of the seam, in ms. */
  readonly closeUp: number
}

interface SeamContent {
  readonly rate: number
  readonly marks: SeamMarks
  readonly after: SeamSound
  readonly before: SeamSound
}

/**
 * A close-up of one seam on a canvas. Holds half a second of sound on each side of it, now and before, and nothing more. It
 * follows the size of the canvas and the theme by itself.
 */
export class SeamCanvas {
  readonly #scope = new Scope()
  #colours: Colours
  #content: SeamContent | null = null
  #look: SeamLook
  #playhead: number | null = null
  #source: SeamSource | null = null
  #painting = 0

  constructor(
    readonly canvas: HTMLCanvasElement,
    look: SeamLook,
    readonly onError: (error: unknown) => void,
  ) {
    this.#look = look
    this.#colours = this.#readColours()
    watchTheme(this.#scope, () => {
      this.#colours = this.#readColours()
      this.#changed()
    })
    watchPixelRatio(this.#scope, () => this.#changed())
    const observer = new ResizeObserver(() => this.#changed())
    observer.observe(canvas)
    this.#scope.add(() => observer.disconnect())
    this.#scope.add(() => cancelAnimationFrame(this.#painting))
  }

  /** Shows another seam, or the same after a change; the old picture stays until the samples are there. */
  show(source: SeamSource, marks: SeamMarks): void {
    if (this.#scope.disposed) return
    this.#source = source
    void this.#load(source, marks)
  }

  /** Looks closer, further, or at another sound. */
  setLook(look: SeamLook): void {
    this.#look = look
    this.#changed()
  }

  /** Draws where the sound is, in frames from the seam; null when it is elsewhere. */
  setPlayhead(frame: number | null): void {
    if (frame === this.#playhead) return
    this.#playhead = frame
    this.#changed()
  }

  /** Takes everything down for good. */
  destroy(): void {
    this.#scope.dispose()
    this.#source = null
    this.#content = null
  }

  async #load(source: SeamSource, marks: SeamMarks): Promise<void> {
    const reach = Math.ceil((widestCloseUp * source.rate) / 1000) + 2
    try {
      const [after, before] = await Promise.all([
        source.read('after', -reach, reach),
        source.read('before', -reach, reach),
      ])
      if (this.#source !== source) return
      this.#content = { rate: source.rate, marks, after, before }
      this.#changed()
    } catch (error) {
      if (this.#source === source && !isAbort(error)) this.onError(error)
    }
  }

  #readColours(): Colours {
    return readColours(this.canvas.parentElement ?? this.canvas)
  }

  /** The picture is drawn once a frame at most, however often it changes. */
  #changed(): void {
    if (this.#painting === 0 && !this.#scope.disposed) this.#painting = requestAnimationFrame(() => this.#paint())
  }

  #paint(): void {
    this.#painting = 0
    const { clientWidth: width, clientHeight: height } = this.canvas
    const context = this.canvas.getContext('2d')
    if (!context || !this.#content || width === 0 || height === 0) return
    this.canvas.width = Math.round(width * devicePixelRatio)
    this.canvas.height = Math.round(height * devicePixelRatio)
    paintSeam(context, width, {
      ...this.#content,
      ...this.#look,
      playhead: this.#playhead,
      colours: this.#colours,
    })
  }
}
