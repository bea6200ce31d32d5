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
}

/**
 * Asks for one take; one attempt, never a second by itself. Waits a little longer than the server does, so that the
 * server's reason is the one that is told. Throws `NetError`; an aborted `signal` rejects with AbortError.
 */
export async function requestInfill({ fields, files }: InfillFields, signal: AbortSignal): Promise<InfillAnswer> {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  for (const { name, fileName, type, bytes } of files) {
    form.append(name, new Blob([new Uint8Array(bytes)], { type }), fileName)
  }
  const { headers, bytes } = await call({ path: '/api/infill/bytes', body: form, signal, timeoutMs })
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
    ...(spent === null ? {} : { credits: Number(spent) }),
  }
}

function isWave(bytes: Uint8Array): boolean {
  const tag = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))
  return ['RIFF', 'RF64', 'BW64'].includes(tag(0)) && tag(8) === 'WAVE'
}
