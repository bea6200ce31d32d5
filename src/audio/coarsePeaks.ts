import { clamp, type Frames, frames } from '../base/units'
import { type AudioFormat, bytesPerSample } from './format'
import { PeakBins } from './peakBins'
import { unpackSamples } from './unpack'

/** What short looks into a recording tell of its loudness, for drawing before the recording was read. */
export interface CoarsePeaks {
  readonly frames: Frames
  /** For each channel the smallest and largest sample of equal spans of the recording in turn, 32767 at full scale. */
  readonly channels: readonly Int16Array<ArrayBuffer>[]
}

/** Spans that are told apart at most. A power of two. */
const SPANS = 512
/** Bytes of one look: more would cost more than finding them does. */
const LOOK = 16_384

/** Where to look: whole frames of the samples, in bytes from the first one. */
export interface Look {
  readonly span: number
  readonly start: number
  readonly end: number
}

/** The looks into `length` frames, in an order in which the first ones, however many, are spread evenly. */
export function* looksInto(format: AudioFormat, length: Frames): Generator<Look> {
  const { bytesPerFrame } = format
  const size = Math.min(length, Math.floor(LOOK / bytesPerFrame))
  for (let i = 0; i < SPANS; i++) {
    const span = reversed(i)
    const first = Math.min(length - size, Math.floor((length * span) / SPANS))
    yield { span, start: first * bytesPerFrame, end: (first + size) * bytesPerFrame }
  }
}

/** Puts looks together, in any order. */
export class CoarsePeaksBuilder {
  readonly #format: AudioFormat
  readonly #frames: Frames
  readonly #channels: readonly Int16Array<ArrayBuffer>[]
  readonly #seen = new Uint8Array(SPANS)

  /** For a recording of `length` frames. */
  constructor(format: AudioFormat, length: Frames) {
    this.#format = format
    this.#frames = length
    this.#channels = Array.from({ length: format.channels }, () => new Int16Array(2 * SPANS))
  }

  /** Adds what was found at a look. `bytes` start at the start of their buffer. */
  add({ span }: Look, bytes: Uint8Array): void {
    const { channels, encoding } = this.#format
    const samples = new Float32Array(bytes.length / bytesPerSample(encoding))
    unpackSamples(bytes, this.#format, samples, () => undefined)
    this.#channels.forEach((peaks, channel) => {
      const bins = new PeakBins()
      bins.push(samples, channel, channels, samples.length / channels)
      bins.finish()
      peaks.set(widest(bins.take()), 2 * span)
    })
    this.#seen[span] = 1
  }

  /** The looks so far. A span that was not looked at is like the last one before it that was. Null before the first look. */
  finish(): CoarsePeaks | null {
    if (!this.#seen.includes(1)) return null
    for (let span = 1; span < SPANS; span++) {
      if (this.#seen[span] === 1) continue
      for (const peaks of this.#channels) peaks.copyWithin(2 * span, 2 * span - 2, 2 * span)
    }
    return { frames: frames(this.#frames), channels: this.#channels }
  }
}

/**
 * Draws coarse peaks where exact ones are still missing: like `peaksBetween`, but leaves columns alone that begin before
 * frame `filled` or outside of the recording.
 */
export function coarsePeaksBehind(
  peaks: CoarsePeaks,
  filled: number,
  { channel, start, end, columns }: { channel: number; start: number; end: number; columns: number },
  out: Int16Array,
): void {
  const list = peaks.channels[channel]
  if (!list) return
  const width = (end - start) / columns
  const spans = list.length / 2
  const perFrame = spans / peaks.frames
  for (let column = 0; column < columns; column++) {
    const from = start + column * width
    if (from < filled || from < 0 || from >= peaks.frames) continue
    const first = Math.floor(from * perFrame)
    const last = clamp(Math.ceil((from + width) * perFrame), first + 1, spans)
    out.set(widest(list.subarray(2 * first, 2 * last)), 2 * column)
  }
}

/** The smallest and the largest of bins. */
function widest(bins: Int16Array): [number, number] {
  let low = bins[0] ?? 0
  let high = bins[1] ?? 0
  for (let at = 2; at < bins.length; at += 2) {
    low = Math.min(low, bins[at] ?? 0)
    high = Math.max(high, bins[at + 1] ?? 0)
  }
  return [low, high]
}

/** The bits of a span's number the other way round. */
function reversed(index: number): number {
  let out = 0
  for (let bit = 1, rest = index; bit < SPANS; bit *= 2, rest = Math.floor(rest / 2)) out = 2 * out + (rest % 2)
  return out
}
