import type { Pcm } from '../audio/pcm'
import type { Frames, SampleRate, TimelineRange } from '../base/units'
import type { Band } from './bandPaint'
import type { MarkerMark } from './markerEdges'

/** A timeline that can be drawn: peaks for every zoom, samples for the finest ones. */
export interface WaveformSource {
  readonly rate: SampleRate
  /** 1–8. */
  readonly channels: number
  readonly length: Frames
  /**
   * Writes the lowest and highest value of `columns` equal parts of `[start, end)`, real numbers within the timeline,
   * as min, max, min, max … into `out`; full scale is ±32767.
   */
  peaks(channel: number, start: number, end: number, columns: number, out: Int16Array): void
  /** The samples of a span that lies within the timeline. */
  samples(range: TimelineRange): Promise<Pcm>
}

/** The original that is drawn in the place of a fix while it is heard. */
export interface OriginalMark {
  /** Where it ends there, in frames of the timeline; up to the end of the fix, nothing is heard. */
  readonly end: number
  /** Whether it goes on: then there is no place for the rest. */
  readonly cut: boolean
  /** What is said of it where there is room, the most first. */
  readonly notes: readonly string[]
}

/** A fix as it is drawn: where it sounds on the timeline, whether it is on, and a word or number for it. */
export interface FixMark {
  readonly start: number
  readonly end: number
  readonly enabled: boolean
  readonly label?: string
  /** The original that is drawn in its place, while it is heard. */
  readonly original?: OriginalMark
}

/** What is drawn around the waveform, in frames of the timeline. Pauses, fixes and bands are sorted and disjoint. */
export interface WaveformMarks {
  readonly pauses: readonly { readonly start: number; readonly end: number }[]
  readonly fixes: readonly FixMark[]
  readonly markers: readonly MarkerMark[]
  readonly bands?: readonly Band[]
}
