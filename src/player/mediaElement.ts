/** What a waveform has to know of the player, in the seconds of the stretch that is laid out. */
export interface MediaClock {
  /** Where the playhead stands, held within the stretch. */
  currentTime(): number
  duration(): number
  playing(): boolean
}

/**
 * Stands in for an HTMLMediaElement in front of a player of our own, with as much of its contract as wavesurfer.js
 * uses. It has always loaded, carries no source, and reports the player's position and state without steering it.
 */
export class PlayerMedia extends EventTarget {
  /** HAVE_ENOUGH_DATA. */
  readonly readyState = 4
  readonly src = ''
  readonly currentSrc = ''
  readonly error = null
  readonly seeking = false
  readonly ended = false
  volume = 1
  muted = false
  playbackRate = 1
  preservesPitch = true
  controls = false
  autoplay = false
  readonly #clock: MediaClock

  constructor(clock: MediaClock) {
    super()
    this.#clock = clock
  }

  get currentTime(): number {
    return this.#clock.currentTime()
  }

  /** Does nothing, as `play`. */
  set currentTime(_: number) {}

  get duration(): number {
    return this.#clock.duration()
  }

  get paused(): boolean {
    return !this.#clock.playing()
  }

  /** Does nothing: playing is started elsewhere, and wavesurfer only follows it. */
  play(): Promise<void> {
    return Promise.resolve()
  }

  /** Does nothing, as `play`. */
  pause(): void {}

  /** Nothing is ever loaded by address. */
  canPlayType(): '' {
    return ''
  }

  load(): void {}

  remove(): void {}

  removeAttribute(): void {}

  /** Tells wavesurfer that playing began (its frame ticks start) or stopped (they end). */
  tellPlaying(playing: boolean): void {
    this.dispatchEvent(new Event(playing ? 'play' : 'pause'))
  }

  /** Tells wavesurfer that the playhead or the stretch moved, so that it draws the cursor anew. */
  tellTime(): void {
    this.dispatchEvent(new Event('timeupdate'))
  }

  /** This object as the type wavesurfer's options ask for, which names far more than it uses. */
  asElement(): HTMLMediaElement {
    // The one place where this stands in for the real thing.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this as unknown as HTMLMediaElement
  }
}
