import { type MarkerEdge, markerEdges } from './markerEdges'
import { cacheLimit, SampleCache } from './sampleCache'
import type { SpectrumBand } from './spectrumBand'
import type { Colours } from './theme'
import type { View, ViewWindow } from './viewMath'
import { paintTile, type Tile } from './waveformPaint'
import type { WaveformMarks, WaveformSource } from './waveformSource'

/** Peaks are kept per 256 frames: below that many a pixel, samples are read. */
const peakFrames = 256
/** Milliseconds that a change of source may wait for samples, so that the picture does not flicker. */
const patience = 150

/** CSS pixels that the markers' flags take below the ruler, where there are any. */
const laneHeight = 16

/** What a content tells the view that shows it. */
export interface ContentPort {
  /** `[start, end)` of the timeline, in frames, is to be drawn again. */
  onStale(start: number, end: number): void
  /** Another timeline is there, of another length perhaps. */
  onReplaced(): void
  onError(error: unknown): void
}

interface Replacement {
  readonly source: WaveformSource
  readonly cache: SampleCache
  readonly timer: number
  marks: WaveformMarks
}

/** What a waveform view draws: a timeline, its marks, the samples on screen, the colours. */
export class WaveformContent {
  known = Infinity
  original = false
  amplitude = 1
  spectrum: SpectrumBand | null = null
  #source: WaveformSource
  #marks: WaveformMarks
  #edges: readonly MarkerEdge[]
  #cache: SampleCache
  #next: Replacement | null = null

  constructor(
    source: WaveformSource,
    marks: WaveformMarks,
    public colours: Colours,
    readonly ruler: number,
    readonly port: ContentPort,
  ) {
    this.#source = source
    this.#marks = marks
    this.#edges = markerEdges(marks.markers)
    this.#cache = this.#cacheOf(source)
  }

  get source(): WaveformSource {
    return this.#source
  }

  get marks(): WaveformMarks {
    return this.#marks
  }

  /** The ends of the markers that are shown, in order. */
  get edges(): readonly MarkerEdge[] {
    return this.#edges
  }

  /** CSS pixels below the ruler that the markers take. */
  get lane(): number {
    return this.#edges.length === 0 ? 0 : laneHeight
  }

  /** Shows other marks; true when that is to be drawn now, false when it comes with a new timeline. */
  setMarks(marks: WaveformMarks): boolean {
    if (this.#next) this.#next.marks = marks
    else this.#take(marks)
    return this.#next === null
  }

  /**
   * Takes another timeline in the place of this one, at once or, where samples are on screen, when those of `visible`
   * are there. `width` is that of the screen in CSS pixels.
   */
  replace(source: WaveformSource, marks: WaveformMarks | undefined, view: View, width: number): void {
    const latest = marks ?? this.#next?.marks ?? this.#marks
    this.#forgetNext()
    const cache = this.#cacheOf(source)
    if (!needsSamples(view.framesPerPixel, width, source.channels)) {
      this.#adopt(source, latest, cache)
      return
    }
    const adopt = () => {
      const next = this.#next
      if (next?.cache !== cache) return
      this.#next = null
      clearTimeout(next.timer)
      this.#adopt(source, next.marks, cache)
    }
    this.#next = { source, cache, marks: latest, timer: window.setTimeout(adopt, patience) }
    const start = Math.floor(view.start)
    void cache.load(start - 1, start + Math.ceil(width * view.framesPerPixel) + 3).then(adopt)
  }

  /** Draws a tile of `window`. `width` is that of the screen in CSS pixels. */
  paint(tile: Tile, window: ViewWindow, width: number): void {
    const { framesPerPixel } = window
    const samples = needsSamples(framesPerPixel, width, this.#source.channels) ? this.#cache : null
    if (samples) {
      const start = Math.floor(window.start + tile.left * framesPerPixel) - 1
      void samples.load(start, start + Math.ceil(tile.width * framesPerPixel) + 4)
    }
    const { known, original, amplitude, colours, ruler, lane, spectrum } = this
    paintTile(tile, {
      window,
      samples,
      known,
      original,
      amplitude,
      colours,
      ruler,
      lane,
      spectrum,
      source: this.#source,
      marks: this.#marks,
      edges: this.#edges,
    })
  }

  /** Reads and tells nothing more. */
  dispose(): void {
    this.#forgetNext()
    this.#cache.dispose()
  }

  #adopt(source: WaveformSource, marks: WaveformMarks, cache: SampleCache): void {
    this.#cache.dispose()
    this.#source = source
    this.#take(marks)
    this.#cache = cache
    this.port.onReplaced()
  }

  #take(marks: WaveformMarks): void {
    if (marks.markers !== this.#marks.markers) this.#edges = markerEdges(marks.markers)
    this.#marks = marks
  }

  #forgetNext(): void {
    if (!this.#next) return
    clearTimeout(this.#next.timer)
    this.#next.cache.dispose()
    this.#next = null
  }

  #cacheOf(source: WaveformSource): SampleCache {
    const cache: SampleCache = new SampleCache(
      source,
      (start, end) => {
        if (this.#cache === cache) this.port.onStale(start, end)
      },
      (error) => this.port.onError(error),
    )
    return cache
  }
}

/** Whether a zoom is drawn from samples. About three screens are kept drawn, which must stay well within the cache. */
function needsSamples(framesPerPixel: number, width: number, channels: number): boolean {
  return framesPerPixel < Math.min(peakFrames, cacheLimit / (2 * 3 * Math.max(1, width) * channels))
}
