import { describe, expect, it } from 'vitest'
import { spectrumRows } from '../audio/spectrum'
import { frames, sampleRate, type TimelineRange } from '../base/units'
import { type MeasureSpectrum, Spectrogram, type SpectrumPhase } from './spectrogram'
import { tileColumns } from './spectrumTile'
import type { WaveformSource } from './waveformSource'

const rate = sampleRate(48_000)
const length = 3600 * rate
/** A tile of what `look` shows: ten seconds on 1000 device pixels are 480 frames each, so columns have 256. */
const span = 256 * tileColumns

function setUp(measure?: MeasureSpectrum) {
  const read: TimelineRange[] = []
  const phases: SpectrumPhase[] = []
  const stale: number[] = []
  const errors: unknown[] = []
  let measured = 0
  const newSource = (): WaveformSource => ({
    rate,
    channels: 1,
    length: frames(length),
    peaks: () => {},
    samples: (range) => {
      read.push(range)
      return Promise.resolve({ rate, channels: [new Float32Array(range.end - range.start)] })
    },
  })
  const spectrogram = new Spectrogram(
    measure ??
      (({ columns }) => {
        measured++
        return Promise.resolve(new Uint8Array(columns * spectrumRows))
      }),
    {
      onStale: (start) => stale.push(start),
      onPhase: (phase) => phases.push(phase),
      onError: (error) => errors.push(error),
    },
  )
  const source = newSource()
  const look = (start: number, of = source, seconds = 10) =>
    spectrogram.look({ source: of, start, end: start + seconds * rate, step: (seconds * rate) / 1000 })
  return { spectrogram, look, newSource, read, phases, stale, errors, measured: () => measured }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the spectrogram', () => {
  it('reads what is on screen and the margins beside it, and nothing else', async () => {
    const { look, read, stale, phases } = setUp()
    const start = 100 * span + 17
    look(start)
    await settled()
    expect(stale).toEqual([100, 101, 102, 103, 104, 105, 106, 107].map((index) => index * span))
    expect(Math.min(...read.map((range) => range.start))).toBe(100 * span - 512)
    expect(Math.max(...read.map((range) => range.end))).toBe(108 * span + 512)
    expect(phases[0]).toEqual({ kind: 'measuring', done: 0, total: 8 })
    expect(phases.at(-1)).toEqual({ kind: 'done' })
  })

  it('measures nothing twice, and all again for another timeline', async () => {
    const { look, newSource, measured } = setUp()
    look(0)
    look(10)
    await settled()
    expect(measured()).toBe(8)
    look(480)
    look(0)
    await settled()
    expect(measured()).toBe(8)
    look(0, newSource())
    await settled()
    expect(measured()).toBe(16)
  })

  it('leaves what is no longer looked at, and begins with what is', async () => {
    const gate: (() => void)[] = []
    const { look, stale } = setUp(async ({ columns }) => {
      await new Promise<void>((resolve) => gate.push(resolve))
      return new Uint8Array(columns * spectrumRows)
    })
    look(0)
    await settled()
    look(1000 * span)
    for (let turn = 0; turn < 20; turn++) {
      gate.shift()?.()
      await settled()
    }
    expect(stale[0]).toBe(0)
    expect(stale[1]).toBe(1000 * span)
    expect(stale.length).toBe(9)
  })

  it('keeps a bounded number of tiles, those looked at last', async () => {
    const { look, measured } = setUp()
    for (let screen = 0; screen < 20; screen++) {
      look(screen * 8 * span)
      await settled()
    }
    const before = measured()
    look(19 * 8 * span)
    await settled()
    expect(measured()).toBe(before)
    look(0)
    await settled()
    expect(measured()).toBeGreaterThan(before)
  })

  it('says so when too much is on screen, and reads nothing then', async () => {
    const { look, read, phases } = setUp()
    look(0, undefined, 61)
    await settled()
    expect(phases).toEqual([{ kind: 'wide' }])
    expect(read).toEqual([])
  })

  it('goes on saying so when what was asked for before is measured', async () => {
    const { look, phases } = setUp()
    look(0)
    look(0, undefined, 61)
    await settled()
    expect(phases.at(-1)).toEqual({ kind: 'wide' })
  })

  it('tells a failure once and can be asked again', async () => {
    let fails = true
    const { look, errors, stale, phases } = setUp(({ columns }) =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve(new Uint8Array(columns * spectrumRows)),
    )
    look(0)
    await settled()
    expect(errors.map(String)).toEqual(['Error: gone'])
    expect(phases.at(-1)).toEqual({ kind: 'done' })
    fails = false
    look(0)
    await settled()
    expect(stale.length).toBe(8)
  })

  it('reads and tells nothing more once it is gone', async () => {
    const { spectrogram, look, stale, phases } = setUp()
    look(0)
    const told = phases.length
    spectrogram.dispose()
    await settled()
    expect(stale).toEqual([])
    expect(phases.length).toBe(told)
  })
})
