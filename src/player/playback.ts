import { isAbort, messageOf, PickupError } from '../base/errors'
import { type TimelineFrame, timelineFrame } from '../base/units'
import { type AudioOutput, PlaybackError } from './audioOutput'
import { PlaybackRun, type PlaybackSource, type Route, routeOf, switchSeconds } from './playbackRun'
import { mapOptions, optionsFrom, type PlayOptions } from './playOptions'

export type { PlaybackSource } from './playbackRun'

/** `starting`: asked to play, nothing to be heard yet. `idle`: not played since it was made or stopped. */
export type PlaybackState = 'idle' | 'starting' | 'playing' | 'paused'

/** What happened to the playing. Positions are frames of the timeline that is heard. */
export type PlaybackEvent =
  | { readonly kind: 'state'; readonly state: PlaybackState }
  | { readonly kind: 'seek'; readonly at: TimelineFrame }
  /** Another timeline is played, in which the place that is heard is `at`. */
  | { readonly kind: 'source'; readonly at: TimelineFrame }
  | { readonly kind: 'ended'; readonly at: TimelineFrame }
  /** Playing has stopped; `error.message` says why and what to do. */
  | { readonly kind: 'error'; readonly error: PickupError }

const pauseFadeSeconds = 0.005

/** Plays a timeline through the browser's sound at the timeline's own rate, gapless and exact to the frame. */
export class Playback {
  readonly #listeners = new Set<(event: PlaybackEvent) => void>()
  #source: PlaybackSource
  #output: AudioOutput | null = null
  #state: PlaybackState = 'idle'
  #position = 0
  #startedAt = 0
  #options: PlayOptions = {}
  #run: PlaybackRun | null = null
  /** Takes over from `#run` as soon as its first block is there. */
  #successor: PlaybackRun | null = null

  constructor(
    source: PlaybackSource,
    readonly createOutput: (rate: PlaybackSource['rate']) => AudioOutput,
  ) {
    this.#source = source
  }

  /** What the playing is doing. */
  get state(): PlaybackState {
    return this.#state
  }

  /** Whether time goes on, or is about to. */
  get active(): boolean {
    return this.#state === 'playing' || this.#state === 'starting'
  }

  /** Calls `listener` on every event until the returned function is called. */
  subscribe(listener: (event: PlaybackEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens the sound ahead of the first play, which then starts sooner. Call it from a click or key, never throws. */
  warm(): void {
    try {
      this.#openOutput()
    } catch {
      // The same failure is told when playing is asked for.
    }
  }

  /** Plays from a frame of the timeline; whatever was playing stops. From the very end it begins again at 0. */
  play(from: TimelineFrame, options: PlayOptions = {}): void {
    const restart = from >= this.#source.length && options.until === undefined && options.loop === undefined
    this.#startedAt = restart ? 0 : from
    this.#begin(this.#startedAt, options)
  }

  /** Stops the sound and keeps the position: the place that was heard last. */
  pause(): void {
    if (!this.active) return
    this.#position = this.heard()
    this.#retire()
    this.#setState('paused')
  }

  /** Stops the sound and goes back to where playing was last started. */
  stop(): void {
    this.#retire()
    this.#position = Math.min(this.#startedAt, this.#source.length)
    this.#setState('idle')
    this.#tell({ kind: 'seek', at: timelineFrame(this.#position) })
  }

  /**
   * Moves to a frame; playing goes on from there, within its loop if the frame lies before its end. A span that is played up to
   * `until` ends with a jump out of it.
   */
  seek(at: TimelineFrame): void {
    const to = Math.min(at, this.#source.length)
    const { until } = this.#options
    if (until !== undefined && (to < this.#startedAt || to >= until)) this.pause()
    if (this.active) this.#begin(to, optionsFrom(to, this.#options))
    else this.#position = to
    this.#tell({ kind: 'seek', at: timelineFrame(to) })
  }

  /**
   * Plays another timeline from now on. `map` gives the place in the new timeline of a place in the old one; it is
   * asked for the position and for the ends of what is being played. Sound goes on with a short crossfade.
   */
  setSource(source: PlaybackSource, map: (at: TimelineFrame) => TimelineFrame = (at) => at): void {
    const within = (at: number): TimelineFrame => timelineFrame(Math.min(map(timelineFrame(at)), source.length))
    // One reading of the clock, which goes on by itself: with two, what passes between them would be heard again.
    const clock = this.#output?.clock ?? 0
    const position = within(this.#positionAt(clock))
    const otherRate = source.rate !== this.#source.rate
    this.#options = mapOptions(this.#options, position, within)
    this.#startedAt = within(Math.min(this.#startedAt, this.#source.length))
    this.#source = source
    this.#position = position
    if (otherRate) this.#closeOutput()
    if (this.active) this.#goOn(position, clock)
    this.#tell({ kind: 'source', at: position })
  }

  /** Plays on in another timeline, from `position` at `clock` of the sound. */
  #goOn(position: TimelineFrame, clock: number): void {
    if (this.#state === 'starting' || !this.#output) return this.#begin(position, this.#options)
    this.#successor?.end()
    this.#successor = this.#newRun(this.#output, position, Math.floor(clock))
    this.#successor.start()
  }

  /** The frame of the timeline that is on its way to the loudspeaker now, exact by the sound's own clock. */
  position(): TimelineFrame {
    return this.#positionAt(this.#output?.clock ?? 0)
  }

  /** The frame of the timeline that can be heard now: `position` less what the hardware still holds back. */
  heard(): TimelineFrame {
    return this.#positionAt(this.#output?.heardClock ?? 0)
  }

  /** Ends playing for good and frees the sound. */
  dispose(): void {
    this.#listeners.clear()
    this.#retire()
    this.#state = 'idle'
    this.#closeOutput()
  }

  #positionAt(clock: number): TimelineFrame {
    const run = this.#successor ?? this.#run
    return timelineFrame(run && this.active ? run.position(clock) : this.#position)
  }

  #begin(from: number, options: PlayOptions): void {
    this.#retire()
    this.#options = options
    this.#position = from
    try {
      const output = this.#openOutput()
      const run = this.#newRun(output, from, null)
      this.#run = run
      this.#setState('starting')
      output.resume().then(
        () => this.#settle(run),
        (error: unknown) => this.#fail(run, error),
      )
      run.start()
    } catch (error) {
      this.#fail(null, error)
    }
  }

  #newRun(output: AudioOutput, from: number, origin: number | null): PlaybackRun {
    const { until, loop } = this.#options
    const route: Route = routeOf(this.#source.length, from, until ?? null, loop ?? null)
    const run: PlaybackRun = new PlaybackRun(output, this.#source, route, origin, {
      onPlaced: (clock) => this.#placed(run, clock),
      onEnded: () => this.#ended(run),
      onError: (error) => this.#fail(run, error),
    })
    return run
  }

  #placed(run: PlaybackRun, clock: number): void {
    if (run === this.#successor) {
      this.#run?.retire(clock, switchSeconds)
      this.#run = run
      this.#successor = null
    }
    this.#settle(run)
  }

  /** Playing has begun once sound is let through and the first block is scheduled. */
  #settle(run: PlaybackRun): void {
    if (run === this.#run && run.sounding && run.output.running && this.#state === 'starting') this.#setState('playing')
  }

  #ended(run: PlaybackRun): void {
    // The old timeline may run out while the new one is still being rendered.
    if (run !== this.#successor && (run !== this.#run || this.#successor)) return
    this.#position = run.route.end
    this.#retire()
    this.#setState('paused')
    this.#tell({ kind: 'ended', at: timelineFrame(this.#position) })
  }

  #fail(run: PlaybackRun | null, error: unknown): void {
    if (run !== null && run !== this.#successor && (run !== this.#run || this.#successor)) return
    if (isAbort(error)) return
    this.#position = this.position()
    this.#run?.end()
    this.#successor?.end()
    this.#run = null
    this.#successor = null
    this.#setState('paused')
    this.#tell({ kind: 'error', error: toShow(error) })
  }

  #retire(): void {
    const clock = Math.ceil(this.#output?.clock ?? 0)
    this.#successor?.end()
    this.#run?.retire(clock, pauseFadeSeconds)
    this.#run = null
    this.#successor = null
  }

  #openOutput(): AudioOutput {
    this.#output ??= this.createOutput(this.#source.rate)
    return this.#output
  }

  #closeOutput(): void {
    this.#run?.end()
    this.#successor?.end()
    this.#run = null
    this.#successor = null
    this.#output?.close()
    this.#output = null
  }

  #setState(state: PlaybackState): void {
    if (state === this.#state) return
    this.#state = state
    this.#tell({ kind: 'state', state })
  }

  #tell(event: PlaybackEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

function toShow(error: unknown): PickupError {
  if (error instanceof PickupError) return error
  return new PlaybackError(
    'read-failed',
    'The recording could not be read while playing. Check that the file is still where it was, then press Play again or drop the file in anew.',
    { reason: messageOf(error) },
    { cause: error },
  )
}
