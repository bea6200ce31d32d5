import type { Pcm } from '../audio/pcm'
import { isAbort } from '../base/errors'
import { Scope } from '../base/scope'
import { type Frames, type SampleRate, type TimelineRange, timelineRange } from '../base/units'
import type { AudioOutput, Strand } from './audioOutput'
import { blockSeconds, forSpeakers, repeated } from './block'

/** A timeline that can be played: rendered span by span, never whole. */
export interface PlaybackSource {
  readonly rate: SampleRate
  /** 1–8. */
  readonly channels: number
  readonly length: Frames
  /** The samples of a span that lies within `[0, length)`. */
  render(range: TimelineRange): Promise<Pcm>
}

/** What is to be heard: from a frame up to `end`, or up to the end of `loop` and round it for ever. */
export interface Route {
  readonly from: number
  readonly end: number
  /** Not empty where there is one, and `from` lies before its end. */
  readonly loop: TimelineRange | null
}

/** The route from `from` in a timeline of `length` frames, its ends held within the timeline. */
export function routeOf(length: number, from: number, until: number | null, loop: TimelineRange | null): Route {
  const end = Math.min(length, Math.max(0, until ?? length))
  const start = Math.min(Math.max(0, from), length)
  const round = loop && timelineRange(Math.min(loop.start, length), Math.min(loop.end, length))
  if (!round || round.end === round.start) return { from: start, end, loop: null }
  return { from: start < round.end ? start : round.start, end: round.end, loop: round }
}

/** Where `frames` of playing lead from `at` along the route. */
export function advance(route: Route, at: number, frames: number): number {
  const reached = Math.max(0, at + frames)
  if (reached < route.end) return reached
  if (!route.loop) return route.end
  return route.loop.start + ((reached - route.loop.end) % (route.loop.end - route.loop.start))
}

/** What a run tells its owner. Nothing is told after `end` or `retire`; an error or the end is the last thing told. */
export interface RunListener {
  /** The first block is scheduled and sounds from this frame of the clock on. */
  onPlaced(clock: number): void
  onEnded(): void
  onError(error: unknown): void
}

interface Placed {
  readonly clock: number
  readonly length: number
  /** The span of the timeline the block was made of, once or several times over, and what was left off at its start. */
  readonly start: number
  readonly span: number
  readonly skipped: number
  /** The frame of the timeline that follows. */
  readonly next: number
}

/** Seconds that are kept scheduled, and seconds between looks whether it is still so. */
const aheadSeconds = 2.5
const lookSeconds = 0.4
const startFadeSeconds = 0.003

/** Seconds over which one run takes over from another. */
export const switchSeconds = 0.01

/** One uninterrupted playing along a route: renders ahead, schedules gapless, knows where it is. */
export class PlaybackRun {
  readonly #scope = new Scope()
  readonly #strand: Strand
  #placed: readonly Placed[] = []
  #blocks = 0
  #elapsed = 0
  #next: number
  #nextClock = 0
  #done = false
  #cancelLook = () => {}

  /**
   * `origin` is the frame of the clock, an integer, at which the route's start would sound; a run that is to take over from another one skips
   * what has passed since. Without it the run begins with its first frame as soon as that is rendered.
   */
  constructor(
    readonly output: AudioOutput,
    readonly source: PlaybackSource,
    readonly route: Route,
    readonly origin: number | null,
    readonly listener: RunListener,
  ) {
    this.#strand = output.strand()
    this.#scope.add(() => this.#cancelLook())
    this.#next = route.from
  }

  /** Starts rendering and scheduling. */
  start(): void {
    void this.#pump()
  }

  /** Whether the first block is scheduled. */
  get sounding(): boolean {
    return this.#blocks > 0
  }

  /** The frame of the timeline that sounds at a frame of the output's clock. */
  position(clock: number): number {
    const [first] = this.#placed
    if (!first || clock < first.clock) {
      return this.origin === null
        ? this.route.from
        : advance(this.route, this.route.from, Math.floor(clock - this.origin))
    }
    const block = this.#placed.findLast((placed) => placed.clock <= clock) ?? first
    const played = Math.floor(clock - block.clock)
    if (played >= block.length) return block.next
    return block.start + ((block.skipped + played) % block.span)
  }

  /** Fades out over `seconds` from a frame of the clock on and frees everything when that is done. */
  retire(clock: number, seconds: number): void {
    if (this.#scope.disposed) return
    this.#scope.dispose()
    const end = clock + Math.round(seconds * this.output.rate)
    this.#strand.fade(1, 0, clock, end)
    this.#strand.end(end)
  }

  /** Falls silent at once and frees everything. */
  end(): void {
    this.#scope.dispose()
    this.#strand.end()
  }

  async #pump(): Promise<void> {
    try {
      while (!this.#scope.disposed && !this.#done) {
        const ahead = this.#nextClock - this.output.clock
        if (this.#blocks > 0 && ahead > aheadSeconds * this.output.rate) await this.#look()
        else await this.#renderNext()
      }
    } catch (error) {
      if (!this.#scope.disposed && !isAbort(error)) this.listener.onError(error)
    }
  }

  #look(): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelLook = this.output.after(lookSeconds, resolve)
    })
  }

  async #renderNext(): Promise<void> {
    const { route, source, output } = this
    if (this.origin !== null && this.#blocks === 0) {
      this.#elapsed = Math.ceil(output.clock) + output.lead - this.origin
      this.#next = advance(route, route.from, this.#elapsed)
    }
    const start = this.#next
    const wanted = Math.max(1, Math.round(blockSeconds(this.#blocks + (this.origin === null ? 0 : 1)) * output.rate))
    const end = Math.min(start + wanted, route.end)
    if (end <= start) {
      this.#done = true
      if (this.#blocks === 0) this.listener.onEnded()
      return
    }
    const pcm = await source.render(timelineRange(start, end))
    if (this.#scope.disposed) return
    const once = forSpeakers(pcm)
    const wholeLoop = route.loop !== null && start === route.loop.start && end === route.loop.end
    const turns = wholeLoop ? Math.ceil(wanted / (end - start)) : 1
    this.#place(turns > 1 ? repeated(once, turns) : once, start, end - start)
  }

  /** Schedules a block right behind the one before, or as soon as possible when that is over already. */
  #place(channels: readonly Float32Array<ArrayBuffer>[], start: number, span: number): void {
    const { output, route } = this
    const length = channels[0]?.length ?? 0
    const soon = Math.ceil(output.clock) + output.lead
    const isFirst = this.#blocks === 0
    const clock = isFirst || this.#nextClock < output.clock ? soon : this.#nextClock
    const skipped = isFirst && this.origin !== null ? soon - this.origin - this.#elapsed : 0
    if (skipped >= length) return
    const sounding = skipped > 0 ? channels.map((samples) => samples.slice(skipped)) : channels
    this.#next = advance(route, start, span)
    this.#nextClock = clock + length - skipped
    this.#blocks++
    this.#done = !route.loop && this.#next >= route.end
    const isLast = this.#done
    if (isFirst) {
      const seconds = this.origin === null ? startFadeSeconds : switchSeconds
      this.#strand.fade(0, 1, clock, clock + Math.round(seconds * output.rate))
      this.listener.onPlaced(clock)
    }
    this.#strand.schedule(sounding, clock, () => {
      if (isLast && !this.#scope.disposed) this.listener.onEnded()
    })
    const heard = output.heardClock
    const kept = this.#placed.filter((placed) => placed.clock + placed.length > heard)
    this.#placed = [...kept, { clock, length: length - skipped, start, span, skipped, next: this.#next }]
  }
}
