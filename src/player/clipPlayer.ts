import { PickupError } from '../base/errors'

/** Why a clip could not be heard. */
export type ClipErrorCode = 'clip-unplayable' | 'sound-blocked'

/** Plays a whole audio file, in any format the browser knows, to its end. Rejects when `signal` aborts, and with a `PickupError` when it cannot be played. */
export async function playClip(clip: Blob, signal: AbortSignal, onSound: () => void): Promise<void> {
  signal.throwIfAborted()
  const address = URL.createObjectURL(clip)
  const sound = new Audio(address)
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      sound.addEventListener('playing', onSound, { once: true })
      sound.addEventListener('ended', () => resolve(), { once: true })
      sound.addEventListener('error', () => reject(unplayable()), { once: true })
      sound.play().catch((cause: unknown) => reject(isBlocked(cause) ? blocked() : unplayable()))
    })
  } finally {
    sound.pause()
    sound.removeAttribute('src')
    URL.revokeObjectURL(address)
  }
}

const isBlocked = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'NotAllowedError'

const unplayable = () =>
  new PickupError<ClipErrorCode>('clip-unplayable', 'This preview cannot be played in this browser. Try another voice.')

const blocked = () =>
  new PickupError<ClipErrorCode>('sound-blocked', 'The browser holds the sound back. Click once more to hear it.')
