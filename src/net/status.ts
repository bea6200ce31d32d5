import type { StatusBody } from '../infill/contract'
import { call, readJson } from './call'
import { NetError } from './netError'

const timeoutMs = 10_000

/** Which engine answers and what it can do. Throws `NetError`. */
export async function fetchStatus(signal: AbortSignal): Promise<StatusBody> {
  const { bytes } = await call({ path: '/api/status', signal, timeoutMs })
  const body = readJson(bytes)
  if (!isStatus(body)) {
    throw new NetError(
      'service-failed',
      'What answers is not Pickup’s server. Open the address that it printed at its start.',
    )
  }
  return body
}

/** Our own server wrote it: enough is checked to know that it did. */
function isStatus(body: unknown): body is StatusBody {
  return typeof body === 'object' && body !== null && 'ok' in body && body.ok === true && 'capabilities' in body
}
