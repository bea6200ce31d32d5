import { messageOf, PickupError } from '../base/errors'
import { Scope } from '../base/scope'
import { type SampleRate, sampleRate } from '../base/units'
import captureUrl from './capture.worklet.ts?worker&url'

/** Why nothing can be heard from a microphone. */
export type MicrophoneErrorCode = 'no-microphone' | 'microphone-refused' | 'microphone-busy' | 'microphone-lost'

/** The microphone cannot be used; the message says what to do. */
export class MicrophoneError extends PickupError<MicrophoneErrorCode> {
  override readonly name = 'MicrophoneError'
}

/** What is done with the sound of a microphone. */
export interface MicrophoneUse {
  /** Given each block of one channel as it comes, some 5 ms of it; the block is the caller's. */
  readonly onBlock: (samples: Float32Array) => void
  /** Told when the microphone has gone: unplugged, or taken back by the browser. */
  readonly onLost: (error: MicrophoneError) => void
}

/** A microphone that is listening until it is closed. */
export interface Microphone {
  readonly rate: SampleRate
  close(): void
}

/** What browsers do to make calls clearer would be heard as a different room: all of it is off. */
const untouched: MediaTrackConstraints = {
  channelCount: { ideal: 1 },
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
}

/**
 * Opens the microphone, at the rate of the hardware, and asks for leave the first time. Throws `MicrophoneError`; rejects
 * with the signal's reason when it aborts meanwhile, and closes what was opened.
 */
export async function openMicrophone(use: MicrophoneUse, signal: AbortSignal): Promise<Microphone> {
  const scope = new Scope()
  try {
    const stream = await askForSound()
    scope.add(() => stopTracks(stream))
    signal.throwIfAborted()
    const context = new AudioContext({ latencyHint: 'interactive' })
    scope.add(() => void context.close().catch(() => {}))
    await context.audioWorklet.addModule(captureUrl)
    signal.throwIfAborted()
    listenTo(context, stream, use, scope)
    await context.resume()
    signal.throwIfAborted()
    return { rate: sampleRate(context.sampleRate), close: () => scope.dispose() }
  } catch (error) {
    scope.dispose()
    throw error
  }
}

async function askForSound(): Promise<MediaStream> {
  // Not there on a page that is neither secure nor on this machine.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices
  if (!devices) {
    const message =
      'The browser gives a microphone only to pages from this machine or over https. Open Pickup there, then record.'
    throw new MicrophoneError('no-microphone', message)
  }
  try {
    return await devices.getUserMedia({ audio: untouched })
  } catch (error) {
    throw explained(error)
  }
}

function listenTo(context: AudioContext, stream: MediaStream, use: MicrophoneUse, scope: Scope): void {
  const source = context.createMediaStreamSource(stream)
  const capture = new AudioWorkletNode(context, 'capture', {
    numberOfOutputs: 0,
    // The mean of the channels, whichever of them the microphone is wired to.
    channelCount: 1,
    channelCountMode: 'explicit',
  })
  capture.port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => use.onBlock(data))
  capture.port.start()
  source.connect(capture)
  scope.add(() => {
    capture.port.close()
    source.disconnect()
  })
  const [track] = stream.getAudioTracks()
  const lost = () => use.onLost(new MicrophoneError('microphone-lost', lostMessage))
  track?.addEventListener('ended', lost)
  scope.add(() => track?.removeEventListener('ended', lost))
}

const lostMessage = 'The microphone has gone. Connect it again, then record once more.'

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function explained(cause: unknown): MicrophoneError {
  const name = cause instanceof DOMException ? cause.name : ''
  const known = refusals[name]
  if (known) return new MicrophoneError(known.code, known.message, {}, { cause })
  const message = 'The microphone could not be opened. Check that it works in another program, then try again.'
  return new MicrophoneError('microphone-busy', message, { reason: messageOf(cause) }, { cause })
}

const refusals: Readonly<Record<string, { readonly code: MicrophoneErrorCode; readonly message: string }>> = {
  NotAllowedError: {
    code: 'microphone-refused',
    message:
      'The browser may not use the microphone here. Allow it in the browser’s settings for this page, then try again.',
  },
  NotFoundError: {
    code: 'no-microphone',
    message: 'No microphone was found. Connect one, or drop a file of the take instead.',
  },
  NotReadableError: {
    code: 'microphone-busy',
    message: 'Another program holds the microphone. Close it there, then try again.',
  },
}
