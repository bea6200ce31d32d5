import { HEADER } from '../infill/contract'
import type { InfillFields } from '../infill/request'
import { call } from './call'
import { newTake, type TakeAnswer, type TakeOptions, takeAnswerOf, takeTimeoutMs } from './takeAnswer'

/** How an infill is asked for. */
export interface InfillOptions extends TakeOptions {
  /** Told when the whole request is on its way to the server. */
  readonly onSent?: () => void
}

/**
 * Asks for one take, the middle only; one attempt, never a second by itself. Throws `NetError`; an aborted `signal`
 * rejects with AbortError.
 */
export async function requestInfill(
  { fields, files }: InfillFields,
  signal: AbortSignal,
  { take = newTake(), onSent }: InfillOptions = {},
): Promise<TakeAnswer> {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  for (const { name, fileName, type, bytes } of files) {
    form.append(name, new Blob([new Uint8Array(bytes)], { type }), fileName)
  }
  const headers = { [HEADER.take]: take }
  const told = onSent ? { onSent } : {}
  const path = '/api/infill/bytes'
  return takeAnswerOf(await call({ path, body: form, headers, signal, timeoutMs: takeTimeoutMs, ...told }))
}
