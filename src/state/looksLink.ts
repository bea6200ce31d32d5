import { isAbort, PickupError } from '../base/errors'
import type { Scope } from '../base/scope'
import type { WaveformView } from '../player/waveform'
import { SpectrumSession } from '../workers/spectrumSession'
import type { App } from './app'
import type { WaveformLooks } from './document'
import { setLooks } from './looksFlow'

/** Draws a waveform as the store says it is to look, until `scope` ends. */
export function linkLooks(app: App, view: WaveformView, scope: Scope): void {
  const { store } = app
  const spectrum = new SpectrumSwitch(app, view)
  let shown: WaveformLooks | null = null
  const draw = (looks: WaveformLooks) => {
    if (looks === shown) return
    const before = shown
    shown = looks
    view.setAmplitude(looks.amplitude)
    if (looks.follow !== before?.follow) view.setFollow(looks.follow)
    if (looks.spectrum !== (before?.spectrum ?? false)) void spectrum.set(looks.spectrum)
  }
  draw(store.get().looks)
  scope.add(store.api.subscribe(({ looks }) => draw(looks)))
  scope.add(() => spectrum.dispose())
}

/** Shows the spectrum and takes it away; its code and its worker are there only while it is shown. */
class SpectrumSwitch {
  #session: SpectrumSession | null = null

  constructor(
    readonly app: App,
    readonly view: WaveformView,
  ) {}

  async set(on: boolean): Promise<void> {
    this.dispose()
    if (!on) return this.view.showSpectrum(null)
    const session = new SpectrumSession()
    this.#session = session
    try {
      const { Spectrogram } = await import('../player/spectrogram')
      if (this.#session !== session) return
      this.view.showSpectrum((port) => new Spectrogram((job) => session.measure(job), port))
    } catch (cause) {
      if (isAbort(cause) || this.#session !== session) return
      const message =
        'The spectrum could not be loaded, and is off again. See that Pickup’s server still runs, then switch it on once more.'
      this.app.store.fail(new PickupError('spectrum-missing', message, {}, { cause }))
      setLooks(this.app, { spectrum: false })
    }
  }

  dispose(): void {
    this.#session?.dispose()
    this.#session = null
  }
}
