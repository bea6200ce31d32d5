import { describe, expect, it } from 'vitest'
import { filterBands } from '../../audio/spectralFilter'
import { thirdOctaves } from '../../audio/thirdOctave'
import { must } from '../../base/assert'
import { sampleRate } from '../../base/units'
import { syntheticSpeech } from '../../testing/syntheticSpeech'
import { matchTone, speechSpectrum, toneGains } from './toneMatch'

const rate = sampleRate(48_000)
const { recording } = syntheticSpeech({ seed: 9, rate, seconds: 4, roomDb: -60 })
const { centres } = thirdOctaves(rate)
const spectrum = (samples: Float32Array) => must(speechSpectrum([samples], rate), 'speech without a spectrum')

/** Root mean square of the difference of two spectra in the voice, in dB. */
function apart(a: Float64Array, b: Float64Array): number {
  const squares = centres.map((hertz, band) =>
    hertz > 200 && hertz < 4000 ? (10 * Math.log10((a[band] ?? 0) / (b[band] ?? 1))) ** 2 : 0,
  )
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length)
}

describe('the tone match', () => {
  it('brings a dull take nearer, and leaves a matching one as it is', () => {
    const target = spectrum(recording)
    const dull = filterBands(
      recording,
      rate,
      centres.map((hertz) => (hertz > 1000 ? 0.6 : 1)),
    )
    expect(apart(spectrum(matchTone(dull, rate, target)), target)).toBeLessThan(0.75 * apart(spectrum(dull), target))
    expect(apart(spectrum(matchTone(recording, rate, target)), target)).toBeLessThan(0.1)
  })

  it('moves no band by more than 4 dB and a little for the level', () => {
    const target = Float64Array.from(centres, (hertz) => (hertz > 1000 ? 1 : 1e-6))
    const gains = toneGains(new Float64Array(centres.length).fill(1), target)
    expect(Math.max(...gains) / Math.min(...gains)).toBeLessThanOrEqual(10 ** (8.01 / 20))
  })

  it('has nothing to go by in silence', () => {
    expect(speechSpectrum([new Float32Array(48_000)], rate)).toBeNull()
    expect(matchTone(recording, rate, null)).toBe(recording)
  })
})
