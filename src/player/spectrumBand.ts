import { Scope } from '../base/scope'
import type { Columns } from './columns'
import { listen } from './events'
import type { Spectrogram, SpectrogramPort, SpectrumLook, SpectrumPhase } from './spectrogram'
import type { LevelRange } from './spectrumTile'

/** What share of the height below the ruler the waveform keeps while the spectrum is shown. */
export const waveShare = 0.45

/** Milliseconds of measuring before it is said. */
const patience = 300

/** What a band asks of and tells its view. */
export interface SpectrumBandPort extends Pick<SpectrogramPort, 'onStale' | 'onError'> {
  /** What is on screen. */
  look(): SpectrumLook
}

/** The spectrum below the waveform: its picture, the frequencies beside it, and what there is to say about it. */
export class SpectrumBand {
  readonly #scope = new Scope()
  readonly #spectrogram: Spectrogram
  readonly #layer: HTMLElement
  readonly #note: HTMLElement
  #looking = 0
  #saying: ReturnType<typeof setTimeout> | undefined

  constructor(
    container: HTMLElement,
    readonly port: SpectrumBandPort,
    make: (port: SpectrogramPort) => Spectrogram,
  ) {
    const { onStale, onError } = port
    this.#spectrogram = make({ onStale, onError, onPhase: (phase) => this.#tell(phase) })
    const layer = document.createElement('div')
    this.#layer = layer
    layer.className = 'spectrum-layer'
    layer.role = 'group'
    layer.ariaLabel = 'Spectrum'
    layer.ariaBusy = 'true'
    layer.style.setProperty('--wave-share', String(waveShare))
    this.#note = document.createElement('p')
    this.#note.hidden = true
    layer.append(...this.#spectrogram.ticks(port.look().source.rate).map(tickElement), this.#note)
    container.append(layer)
    this.#scope.add(() => layer.remove())
    this.#scope.add(() => clearTimeout(this.#saying))
    this.#scope.add(() => cancelAnimationFrame(this.#looking))
    this.#scope.add(() => this.#spectrogram.dispose())
    listen(this.#scope, window, 'resize', () => this.look())
    this.look()
  }

  /** Something else is on screen; it is looked at once a frame at most. */
  look(): void {
    if (this.#looking !== 0 || this.#scope.disposed) return
    this.#looking = requestAnimationFrame(() => {
      this.#looking = 0
      this.#spectrogram.look(this.port.look())
    })
  }

  /** Draws the columns of a canvas between two heights, in device pixels. */
  paint(
    context: CanvasRenderingContext2D,
    columns: Columns,
    band: { readonly top: number; readonly height: number; readonly range: LevelRange },
  ): void {
    this.#spectrogram.paint(context, columns, band)
  }

  /** Takes everything down for good. */
  dispose(): void {
    this.#scope.dispose()
  }

  #tell(phase: SpectrumPhase): void {
    clearTimeout(this.#saying)
    this.#layer.ariaBusy = String(phase.kind === 'measuring')
    const note = noteOf(phase)
    if (note === null) this.#note.hidden = true
    else if (phase.kind === 'wide' || !this.#note.hidden) this.#say(note)
    else this.#saying = setTimeout(() => this.#say(note), patience)
  }

  #say(note: string): void {
    this.#note.textContent = note
    this.#note.hidden = false
  }
}

function noteOf(phase: SpectrumPhase): string | null {
  if (phase.kind === 'wide') return 'Zoom in to a minute or less to see the spectrum.'
  if (phase.kind === 'measuring') return `Measuring the spectrum: ${Math.round((100 * phase.done) / phase.total)} %`
  return null
}

function tickElement({ place, label }: { readonly place: number; readonly label: string }): HTMLElement {
  const element = document.createElement('span')
  element.textContent = label
  element.ariaHidden = 'true'
  element.style.bottom = `${100 * place}%`
  return element
}
