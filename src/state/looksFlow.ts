import { clamp } from '../base/units'
import type { App } from './app'
import type { WaveformLooks } from './document'

/** The tallest that the waveform is drawn, times full scale. */
export const tallest = 64

/** Changes how the waveform is drawn. */
export function setLooks(app: App, change: Partial<WaveformLooks>): void {
  app.store.patch({ looks: { ...app.store.get().looks, ...change } })
}

/** Draws the waveform `factor` times as tall as now, between full scale and `tallest` times that, and says how tall. */
export function stretch(app: App, factor: number): void {
  const amplitude = clamp(app.store.get().looks.amplitude * factor, 1, tallest)
  setLooks(app, { amplitude })
  const words = amplitude === 1 ? 'Waveform at full scale.' : `Waveform ${amplitude} times as tall.`
  app.store.tell(words, ({ looks, session }) => session.kind === 'open' && looks.amplitude === amplitude)
}
