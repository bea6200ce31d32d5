import {
  marginOf,
  type SpectrumGrid,
  type SpectrumJob,
  spectrumGrid,
  spectrumPlace,
  spectrumTop,
} from '../audio/spectrum'
import { isAbort } from '../base/errors'
import { type SampleRate, timelineRange } from '../base/units'
import { type Columns, frameOf, xOf } from './columns'
import { type LevelRange, paintTilePart, SpectrumTile, tileColumns } from './spectrumTile'
import type { WaveformSource } from './waveformSource'

/** Measures a stretch, as `SpectrumMeter` does. */
export type MeasureSpectrum = (job: SpectrumJob) => Promise<Uint8Array<ArrayBuffer>>

/** How far the spectrum of what is on screen is. `wide`: too much is on screen for it. */
export type SpectrumPhase =
  | { readonly kind: 'measuring'; readonly done: number; readonly total: number }
  | { readonly kind: 'wide' }
  | { readonly kind: 'done' }

/** What a spectrogram tells the view that shows it. */
export interface SpectrogramPort {
  /** `[start, end)` of the timeline, in frames, is to be drawn again. */
  onStale(start: number, end: number): void
  onPhase(phase: SpectrumPhase): void
  onError(error: unknown): void
}

/** What is on screen. */
export interface SpectrumLook {
  readonly source: WaveformSource
  readonly start: number
  readonly end: number
  /** Frames of one device pixel. */
  readonly step: number
}

/** The most seconds on screen for which the spectrum is measured. */
export const widestSpectrum = 60

/** How many tiles are kept, the ones looked at last: about 25 MB. Three screens of the widest displays. */
const keptTiles = 128

/** The spectrum of what is on screen, measured tile by tile: nothing else is read, and what was measured is kept for a while. */
export class Spectrogram {
  /** In the order in which they were looked at. */
  readonly #tiles = new Map<string, SpectrumTile>()
  #grid: SpectrumGrid = { hop: 8, size: 256 }
  #look: SpectrumLook | null = null
  #wanted: number[] = []
  #total = 0
  #measuring = false
  #disposed = false

  constructor(
    readonly measure: MeasureSpectrum,
    readonly port: SpectrogramPort,
  ) {}

  /** Another part, or another timeline, is on screen: what is missing of it is measured, from the left. */
  look(look: SpectrumLook): void {
    const { source, start, end } = look
    this.#look = look
    this.#wanted = []
    if (this.#isWide()) return this.#tell()
    const grid = spectrumGrid(look.step, source.rate)
    if (grid.hop !== this.#grid.hop || grid.size !== this.#grid.size) this.#grid = grid
    const span = this.#span()
    const first = Math.floor(start / span)
    const count = Math.max(1, Math.ceil(end / span) - first)
    const seen = Array.from({ length: count }, (_, index) => first + index)
    for (const index of seen) this.#keep(index)
    this.#wanted = seen.filter((index) => !this.#isFresh(index))
    this.#total = this.#wanted.length
    this.#tell()
    if (!this.#measuring) void this.#measureAll()
  }

  /** Where frequencies stand, from 0 at the bottom to 1 at the top, and what they are called. */
  ticks(rate: SampleRate): readonly { readonly place: number; readonly label: string }[] {
    return [1, 2, 4, 8]
      .filter((kilohertz) => 1000 * kilohertz < 0.9 * spectrumTop(rate))
      .map((kilohertz) => ({ place: spectrumPlace(1000 * kilohertz, rate), label: `${kilohertz} kHz` }))
  }

  /** Draws what is known of the columns into a band of the canvas, `top` and `height` in device pixels. */
  paint(
    context: CanvasRenderingContext2D,
    columns: Columns,
    band: { readonly top: number; readonly height: number; readonly range: LevelRange },
  ): void {
    const span = this.#span()
    const end = frameOf(columns, columns.count)
    for (let index = Math.floor(Math.max(0, columns.start) / span); index * span < end; index++) {
      const tile = this.#tiles.get(this.#key(index))
      if (tile) paintTilePart(context, tile, { ...band, from: xOf(columns, index * span), width: span / columns.step })
    }
  }

  /** Measures and tells nothing more. */
  dispose(): void {
    this.#disposed = true
    this.#wanted = []
    this.#tiles.clear()
  }

  #span(): number {
    return tileColumns * this.#grid.hop
  }

  #key(index: number): string {
    return `${this.#grid.hop} ${index}`
  }

  /** What is looked at is kept longest. */
  #keep(index: number): void {
    const tile = this.#tiles.get(this.#key(index))
    if (!tile || !this.#tiles.delete(this.#key(index))) return
    this.#tiles.set(this.#key(index), tile)
  }

  #isFresh(index: number): boolean {
    return this.#tiles.get(this.#key(index))?.source === this.#look?.source
  }

  #tell(): void {
    const left = this.#wanted.length
    if (this.#isWide()) this.port.onPhase({ kind: 'wide' })
    else if (left === 0) this.port.onPhase({ kind: 'done' })
    else this.port.onPhase({ kind: 'measuring', done: this.#total - left, total: this.#total })
  }

  /** One tile after another, always of what is on screen by then. */
  async #measureAll(): Promise<void> {
    this.#measuring = true
    while (this.#wanted.length > 0 && !this.#disposed) {
      const [index = 0] = this.#wanted
      try {
        await this.#measureTile(index)
      } catch (error) {
        this.#wanted = []
        if (!this.#disposed && !isAbort(error)) this.port.onError(error)
      }
    }
    this.#measuring = false
    if (!this.#disposed) this.#tell()
  }

  #isWide(): boolean {
    const look = this.#look
    return look !== null && look.end - look.start > widestSpectrum * look.source.rate
  }

  async #measureTile(index: number): Promise<void> {
    const look = this.#look
    if (!look) return
    const [grid, key, span] = [this.#grid, this.#key(index), this.#span()]
    const channels = await paddedSamples(look.source, index * span, span, marginOf(grid))
    const { rate } = look.source
    const levels = await this.measure({ rate, channels, grid, columns: tileColumns })
    if (this.#disposed) return
    this.#tiles.delete(key)
    this.#tiles.set(key, new SpectrumTile(look.source, levels))
    for (const old of this.#tiles.keys()) {
      if (this.#tiles.size <= keptTiles) break
      this.#tiles.delete(old)
    }
    const isWanted = grid === this.#grid && look.source === this.#look?.source
    if (!isWanted) return
    this.#wanted = this.#wanted.filter((other) => other !== index)
    this.port.onStale(index * span, (index + 1) * span)
    this.#tell()
  }
}

/** The samples of a stretch and of the margins beside it, zeros where there are none. */
async function paddedSamples(source: WaveformSource, start: number, length: number, margin: number) {
  const from = Math.max(0, start - margin)
  const to = Math.min(source.length, start + length + margin)
  const pcm = from < to ? await source.samples(timelineRange(from, to)) : null
  return Array.from({ length: source.channels }, (_, channel) => {
    const padded = new Float32Array(length + 2 * margin)
    const samples = pcm?.channels[channel]
    if (samples) padded.set(samples, from - start + margin)
    return padded
  })
}
