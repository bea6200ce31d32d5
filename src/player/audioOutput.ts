import { messageOf, PickupError } from '../base/errors'
import { Scope } from '../base/scope'
import { clamp, type SampleRate } from '../base/units'

/** Why playback could not start or go on. */
export type PlaybackErrorCode = 'rate-unsupported' | 'sound-blocked' | 'read-failed'

/** Playback could not start or go on; the message says what to do. */
export class PlaybackError extends PickupError<PlaybackErrorCode> {
  override readonly name = 'PlaybackError'
}

/** One strand of sound with its own level: everything that a play or a seek started, ended together. */
export interface Strand {
  /** Sounds `channels` from frame `at` of the output's clock on, sample for sample. Calls `onEnd` when it is over. */
  schedule(channels: readonly Float32Array<ArrayBuffer>[], at: number, onEnd: () => void): void
  /** Moves the level from `from` to `to` in a straight line between two frames of the output's clock. */
  fade(from: number, to: number, startFrame: number, endFrame: number): void
  /** Silences and frees everything scheduled, now or at a frame of the output's clock. */
  end(atFrame?: number): void
}

/** What playback needs of the sound hardware. The clock counts frames at `rate`. */
export interface AudioOutput {
  readonly rate: SampleRate
  /** Whether sound is let through and the clock goes on. */
  readonly running: boolean
  /** Frames since the output was made; the next that can sound is at or after this one. Not an integer. */
  readonly clock: number
  /** The frame of the clock that can be heard now, behind `clock` by what the hardware holds back; moves smoothly. */
  readonly heardClock: number
  /** Frames after `clock` at which a schedule made now is sure to be in time. */
  readonly lead: number
  /** Lets sound through. Rejects with `sound-blocked` when the browser wants a click first. */
  resume(): Promise<void>
  strand(): Strand
  /** Calls back after `seconds` of wall time; the returned function cancels. */
  after(seconds: number, callback: () => void): () => void
  close(): void
}

/** The shortest lead in seconds, and the frames the browser computes at a time. */
const shortestLead = 0.005
const quantum = 128

/** Seconds of latency beyond which a timestamp is not believed. */
const longestLatency = 1

/** How long the browser may take to let sound through, in seconds. */
const resumePatience = 2

/** The browser's sound at `rate`. Throws `rate-unsupported` where it does not play that rate. */
export function browserOutput(rate: SampleRate): AudioOutput {
  const context = openContext(rate)
  const owned = new Scope()
  const strands = new Set<Strand>()
  owned.add(() => void context.close().catch(() => {}))
  owned.add(() => {
    for (const strand of strands) strand.end()
  })
  return {
    rate,
    after,
    get running() {
      return context.state === 'running'
    },
    get clock() {
      return context.currentTime * rate
    },
    get heardClock() {
      return heardTime(context) * rate
    },
    get lead() {
      return Math.ceil(Math.max(shortestLead * rate, (context.baseLatency || 0) * rate + quantum))
    },
    async resume() {
      if (context.state === 'running') return
      let cancel: (() => void) | undefined
      const late = new Promise<never>((_, reject) => {
        cancel = after(resumePatience, () => reject(blocked()))
      })
      await Promise.race([context.resume(), late]).finally(() => cancel?.())
    },
    strand() {
      const strand = contextStrand(context, () => strands.delete(strand))
      strands.add(strand)
      return strand
    },
    close: () => owned.dispose(),
  }
}

function after(seconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, seconds * 1000)
  return () => clearTimeout(timer)
}

/**
 * Seconds of the context's clock that can be heard now. The clock itself goes in steps of the hardware's buffer; the
 * output timestamp says when one of its moments was heard, and wall time leads on from there.
 */
function heardTime(context: AudioContext): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp()
  const now = context.currentTime
  if (contextTime <= 0 || context.state !== 'running') return now - (context.outputLatency || context.baseLatency || 0)
  return clamp(contextTime + (performance.now() - performanceTime) / 1000, now - longestLatency, now)
}

function openContext(rate: SampleRate): AudioContext {
  try {
    return new AudioContext({ sampleRate: rate, latencyHint: 'interactive' })
  } catch (error) {
    throw new PlaybackError(
      'rate-unsupported',
      `This browser cannot play audio at ${rate} Hz. You can still edit and export; to listen, try another browser or convert the file to 48000 Hz.`,
      { rate, reason: messageOf(error) },
      { cause: error },
    )
  }
}

function blocked(): PlaybackError {
  return new PlaybackError(
    'sound-blocked',
    'The browser is holding back the sound. Click the page and press Play again; if it stays silent, check that an output device is connected.',
  )
}

/** A strand on any context, an offline one too. `onFree` is called once, when nothing of it is left. */
export function contextStrand(context: BaseAudioContext, onFree: () => void): Strand {
  const scope = new Scope()
  scope.add(onFree)
  const level = context.createGain()
  level.connect(context.destination)
  scope.add(() => level.disconnect())
  const playing = new Set<AudioBufferSourceNode>()
  scope.add(() => {
    for (const node of playing) {
      node.stop()
      node.disconnect()
    }
    playing.clear()
  })
  return {
    schedule(channels, at, onEnd) {
      const [first] = channels
      if (scope.disposed || first === undefined || first.length === 0) return
      const buffer = context.createBuffer(channels.length, first.length, context.sampleRate)
      channels.forEach((samples, channel) => buffer.copyToChannel(samples, channel))
      const node = context.createBufferSource()
      node.buffer = buffer
      node.connect(level)
      playing.add(node)
      node.addEventListener('ended', () => {
        node.disconnect()
        if (playing.delete(node)) onEnd()
      })
      node.start(at / context.sampleRate)
    },
    fade(from, to, startFrame, endFrame) {
      level.gain.setValueAtTime(from, startFrame / context.sampleRate)
      level.gain.linearRampToValueAtTime(to, endFrame / context.sampleRate)
    },
    end(atFrame) {
      const at = atFrame === undefined ? undefined : atFrame / context.sampleRate
      if (at === undefined || at <= context.currentTime) return scope.dispose()
      for (const node of playing) node.stop(at)
      const timer = setTimeout(() => scope.dispose(), (at - context.currentTime) * 1000 + 20)
      scope.add(() => clearTimeout(timer))
    },
  }
}
