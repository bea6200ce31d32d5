import type { HealthBody, StatusBody } from '../infill/contract'
import { call, readJson } from './call'
import { NetError } from './netError'

const timeoutMs = 10_000

/** Which engine answers and what it can do. Throws `NetError`. */
export async function fetchStatus(signal: AbortSignal): Promise<StatusBody> {
  const { bytes } = await call({ path: '/api/status', signal, timeoutMs })
  const body = readJson(bytes)
  if (!isStatus(body)) throw notPickup()
  return body
}

/** Whether takes can be made now, which the server asks the service. Throws `NetError`. */
export async function fetchHealth(signal: AbortSignal): Promise<HealthBody> {
  const { bytes } = await call({ path: '/api/health', signal, timeoutMs })
  const body = readJson(bytes)
  if (!isHealth(body)) throw notPickup()
  return body
}

/** Our own server wrote it: enough is checked to know that it did. */
function isStatus(body: unknown): body is StatusBody {
  return typeof body === 'object' && body !== null && 'ok' in body && body.ok === true && 'capabilities' in body
}

function isHealth(body: unknown): body is HealthBody {
  return typeof body === 'object' && body !== null && 'ok' in body && 'budget' in body
}

const notPickup = () =>
  new NetError('service-failed', 'What answers is not Pickup’s server. Open the address that it printed at its start.')
