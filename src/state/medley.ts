import { type Pcm, pcmFrames, silentPcm } from '../audio/pcm'
import { must } from '../base/assert'
import {
  type Frames,
  frames,
  rangeLength,
  type SampleRate,
  type TimelineFrame,
  type TimelineRange,
  timelineFrame,
  timelineRange,
} from '../base/units'
import type { PlaybackSource } from '../player/playback'

/** One thing that is heard in a medley: a span of a timeline of its own. */
export interface MedleyPart {
  readonly source: PlaybackSource
  readonly range: TimelineRange
  /** The place on the timeline that is shown of a place on that timeline. */
  readonly shown: (at: TimelineFrame) => TimelineFrame
}

/** Spans of several timelines one after another, with a moment of silence after each, as one timeline to be played. */
export class Medley implements PlaybackSource {
  readonly rate: SampleRate
  readonly channels: number
  readonly length: Frames
  readonly #starts: readonly number[]

  /** Asserts at least one part. All parts have one rate and channel count. `gap` is the silence after each, in frames. */
  constructor(
    readonly parts: readonly MedleyPart[],
    gap: Frames,
  ) {
    const { rate, channels } = must(parts[0], 'a part of a medley').source
    this.rate = rate
    this.channels = channels
    let length = 0
    this.#starts = parts.map(({ range }) => {
      const start = length
      length += rangeLength(range) + gap
      return start
    })
    this.length = frames(length)
  }

  /** Which part is heard at a frame of the medley, or was heard last: its index. */
  partAt(at: number): number {
    return Math.max(
      0,
      this.#starts.findLastIndex((start) => start <= at),
    )
  }

  /** The place on the timeline that is shown of a frame of the medley; in the silence after a part, where the part ends. */
  shownAt(at: number): TimelineFrame {
    const index = this.partAt(at)
    const { range, shown } = must(this.parts[index], 'a part')
    return shown(timelineFrame(Math.min(range.end, range.start + at - (this.#starts[index] ?? 0))))
  }

  async render(range: TimelineRange): Promise<Pcm> {
    const rendered = silentPcm(this.rate, this.channels, rangeLength(range))
    for (const [index, part] of this.parts.entries()) {
      const offset = (this.#starts[index] ?? 0) - part.range.start
      const start = Math.max(part.range.start, range.start - offset)
      const end = Math.min(part.range.end, range.end - offset)
      if (start >= end) continue
      const pcm = await part.source.render(timelineRange(start, end))
      const at = start + offset - range.start
      pcm.channels.forEach((samples, channel) =>
        rendered.channels[channel]?.set(samples.subarray(0, pcmFrames(rendered) - at), at),
      )
    }
    return rendered
  }
}
