import { type EngineName, HEADER } from '../infill/contract'
import type { InfillFields } from '../infill/request'
import { call } from './call'
import { NetError } from './netError'

const timeoutMs = 125_000

/** What came back for one infill: the middle only. */
export interface InfillAnswer {
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

/** How a request is made. */
export interface InfillOptions {
  /**
   * Which take of the same request is wanted, up to 64 letters, digits, dots, `-` and `_`: the same one again is
   * answered without being billed. Without it every request is a new take.
   */
  readonly take?: string
}

/**
 * Asks for one take; one attempt, never a second by itself. Waits a little longer than the server does, so that the
 * server's reason is the one that is told. Throws `NetError`; an aborted `signal` rejects with AbortError.
 */
export async function requestInfill(
  { fields, files }: InfillFields,
  signal: AbortSignal,
  { take = newTake() }: InfillOptions = {},
): Promise<InfillAnswer> {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  for (const { name, fileName, type, bytes } of files) {
    form.append(name, new Blob([new Uint8Array(bytes)], { type }), fileName)
  }
  const { headers, bytes } = await call({
    path: '/api/infill/bytes',
    body: form,
    headers: { [HEADER.take]: take },
    signal,
    timeoutMs,
  })
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
function newTake(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-')
}
