import { Tape } from '../audio/tape'
import type { Scope } from '../base/scope'
import type { MicrophoneError } from '../player/microphone'
import type { App } from './app'
import type { SpanAtHand } from './spanAtHand'
import { longestTakeSeconds } from './takeFromAudio'

/** A microphone with what was recorded from it. */
export interface OpenMicrophone {
  readonly tape: Tape
  /** Where the take that is being recorded goes; null while none is. */
  span: SpanAtHand | null
  /** Ends the counting in, if it is under way. */
  stopCounting: () => void
  close(): void
}

/** What happens by itself while a microphone is open. */
export interface MicrophoneEvents {
  /** The tape holds as much as a take may have. */
  readonly onFull: () => void
  readonly onLost: (error: MicrophoneError) => void
}

/** Opens the microphone and hears it from now on; it is closed with `owner` at the latest. Throws as `App.openMicrophone` does. */
export async function hearMicrophone(
  { openMicrophone }: Pick<App, 'openMicrophone'>,
  owner: Scope,
  events: MicrophoneEvents,
  signal: AbortSignal,
): Promise<OpenMicrophone> {
  let tape: Tape | null = null
  const onBlock = (samples: Float32Array) => {
    if (!tape) return
    const wasFull = tape.full
    tape.add(samples)
    if (tape.full && !wasFull) events.onFull()
  }
  const microphone = await openMicrophone({ onBlock, onLost: events.onLost }, signal)
  tape = new Tape(microphone.rate, longestTakeSeconds * microphone.rate)
  const opened: OpenMicrophone = {
    tape,
    span: null,
    stopCounting: () => undefined,
    close: () => scope.dispose(),
  }
  const scope = owner.child()
  scope.add(() => microphone.close())
  scope.add(() => opened.stopCounting())
  return opened
}
