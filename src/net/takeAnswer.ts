import { type EngineName, HEADER } from '../infill/contract'
import type { Answer } from './call'
import { NetError } from './netError'

/** Sound that the service made, for a take. */
export interface TakeAnswer {
  /** A WAV file as far as its first bytes tell; `decodeTake` looks closer. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly engine: EngineName
  /** The service's name for the request. */
  readonly requestId?: string
  /** What it cost. */
  readonly credits?: number
  /** Whether it is the answer to an earlier, equal request, which was not billed again. */
  readonly repeated?: boolean
}

/** How a request for a take is made. */
export interface TakeOptions {
  /**
   * Which take of the same request is wanted, up to 64 letters, digits, dots, `-` and `_`: the same one again is
   * answered without being billed. Without it every request is a new take.
   */
  readonly take?: string
}

/** How long a take may be waited for: a little longer than the server does, so that the server's reason is the one that is told. */
export const takeTimeoutMs = 125_000

/** Reads what came for a take. Throws `NetError` for what is no WAV. */
export function takeAnswerOf({ headers, bytes }: Answer): TakeAnswer {
  if (bytes.length === 0) {
    throw new NetError('empty-answer', 'The speech service sent an empty answer. Try again.')
  }
  if (!isWave(bytes)) {
    const what = bytes[0] === '<'.charCodeAt(0) ? 'a web page' : 'something that is not audio'
    throw new NetError('not-audio', `The speech service sent ${what}, so nothing of it was used. Try again.`)
  }
  const requestId = headers.get(HEADER.requestId)
  const spent = headers.get(HEADER.credits)
  return {
    bytes,
    engine: headers.get(HEADER.engine) === 'cartesia' ? 'cartesia' : 'embedded',
    ...(requestId === null ? {} : { requestId }),
    ...(headers.get(HEADER.repeated) === '1' ? { repeated: true } : {}),
    ...(spent === null ? {} : { credits: Number(spent) }),
  }
}

function isWave(bytes: Uint8Array): boolean {
  const tag = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  return ['RIFF', 'RF64', 'BW64'].includes(tag(0)) && tag(8) === 'WAVE'
}

/** A name nobody used before. Works without https too, where `crypto.randomUUID` does not. */
export function newTake(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-')
}
