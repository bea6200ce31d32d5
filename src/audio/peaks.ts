import { assert } from '../base/assert'
import { clamp, type Frames, frames } from '../base/units'
import { type Pcm, pcmFrames } from './pcm'
import { PEAK_BASE, PeakBins } from './peakBins'

/** Beyond every peak. */
const FULL_RANGE = 32768
/** How many bins of one level make one of the next. */
const STEP = 4

/** One zoom step of a pyramid. */
export interface PeakLevel {
  /** Frames in a bin; the last bin may hold fewer. */
  readonly framesPerBin: Frames
  /** For each channel the smallest and largest sample of every bin in turn, 32767 at full scale. */
  readonly channels: readonly Int16Array[]
}

/** Smallest and largest samples of a recording or an insert at every zoom step, finest first. */
export interface PeakPyramid {
  readonly channels: number
  readonly frames: Frames
  readonly levels: readonly PeakLevel[]
  /** How many frames, from the start, are in it so far. Bins behind them hold zeros. */
  readonly filled: Frames
}

/** Grows the pyramid of a known length from its finest bins. */
export class PyramidBuilder {
  readonly #frames: Frames
  readonly #levels: readonly PeakLevel[]
  #bins = 0

  constructor(channels: number, length: Frames) {
    this.#frames = length
    const levels: PeakLevel[] = []
    let size = PEAK_BASE
    do {
      const bins = Math.ceil(length / size)
      const arrays = Array.from({ length: channels }, () => new Int16Array(2 * bins))
      levels.push({ framesPerBin: frames(size), channels: arrays })
      size *= STEP
    } while (size < length * STEP)
    this.#levels = levels
  }

  /** The pyramid so far. A later one shares its arrays with it and differs in `filled`. */
  get pyramid(): PeakPyramid {
    const filled = frames(Math.min(this.#frames, this.#bins * PEAK_BASE))
    return { channels: this.#levels[0]?.channels.length ?? 0, frames: this.#frames, levels: this.#levels, filled }
  }

  /** Adds the next bins of the finest level, one array for each channel as `PeakBins.take` gives them. */
  append(bins: readonly Int16Array[]): void {
    const added = (bins[0]?.length ?? 0) / 2
    const [finest] = this.#levels
    finest?.channels.forEach((peaks, channel) => {
      const part = bins[channel]
      assert(part !== undefined && part.length === 2 * added, 'peaks of different lengths')
      assert(2 * this.#bins + part.length <= peaks.length, 'more peaks than the recording has')
      peaks.set(part, 2 * this.#bins)
    })
    let from = this.#bins
    this.#bins += added
    let to = this.#bins
    for (let i = 1; i < this.#levels.length; i++) {
      from = Math.floor(from / STEP)
      const coarser = this.#levels[i]?.channels ?? []
      coarser.forEach((peaks, channel) => coarsen(this.#levels[i - 1]?.channels[channel], peaks, from, to))
      to = Math.ceil(to / STEP)
    }
  }
}

/** Writes the coarse bins from bin `from` on that hold the fine bins before `fineEnd`. */
function coarsen(fine: Int16Array | undefined, coarse: Int16Array, from: number, fineEnd: number): void {
  for (let bin = from; bin * STEP < fineEnd; bin++) {
    let low = FULL_RANGE
    let high = -FULL_RANGE
    const end = Math.min(fineEnd, (bin + 1) * STEP)
    for (let i = bin * STEP; i < end; i++) {
      low = Math.min(low, fine?.[2 * i] ?? 0)
      high = Math.max(high, fine?.[2 * i + 1] ?? 0)
    }
    coarse[2 * bin] = low
    coarse[2 * bin + 1] = high
  }
}

const drawable = (sample: number): number => (Number.isFinite(sample) ? clamp(sample, -1, 1) : 0)

/** The pyramid of audio in memory, for example of an insert. What is not a number draws as 0. */
export function pyramidOf(pcm: Pcm): PeakPyramid {
  const length = pcmFrames(pcm)
  const builder = new PyramidBuilder(pcm.channels.length, length)
  builder.append(
    pcm.channels.map((samples) => {
      const bins = new PeakBins()
      bins.push(samples.map(drawable), 0, 1, length)
      bins.finish()
      return bins.take()
    }),
  )
  return builder.pyramid
}

/**
 * Smallest and largest sample under each of `columns` equal columns over the frames `[start, end)`, which may be
 * fractions and may lie outside of the audio. Writes `out[2 * c]` and `out[2 * c + 1]`, 32767 at full scale, 0 where there
 * is nothing or nothing yet. Reads the coarsest level whose bins are not wider than a column, so that a column costs at
 * most six bins; below `PEAK_BASE` frames a column shows the bin it lies in.
 */
export function peaksBetween(
  pyramid: PeakPyramid,
  channel: number,
  start: number,
  end: number,
  columns: number,
  out: Int16Array,
): void {
  const width = (end - start) / columns
  const level = levelFor(pyramid, width)
  const peaks = level?.channels[channel]
  const size = level?.framesPerBin ?? PEAK_BASE
  const known = Math.ceil(pyramid.filled / size)
  for (let column = 0; column < columns; column++) {
    const from = start + column * width
    const to = from + width
    let low = 0
    let high = 0
    if (peaks && from < pyramid.filled && to > 0) {
      const first = Math.max(0, Math.floor(from / size))
      const last = Math.min(known, Math.max(first + 1, Math.ceil(to / size)))
      low = peaks[2 * first] ?? 0
      high = peaks[2 * first + 1] ?? 0
      for (let bin = first + 1; bin < last; bin++) {
        low = Math.min(low, peaks[2 * bin] ?? 0)
        high = Math.max(high, peaks[2 * bin + 1] ?? 0)
      }
    }
    out[2 * column] = low
    out[2 * column + 1] = high
  }
}

/** The coarsest level whose bins are not wider than `width` frames, or the finest. */
function levelFor(pyramid: PeakPyramid, width: number): PeakLevel | undefined {
  let chosen = pyramid.levels[0]
  for (const level of pyramid.levels) if (level.framesPerBin <= width) chosen = level
  return chosen
}
