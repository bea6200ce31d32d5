import type { VoiceBody, VoicesBody } from '../infill/contract'
import { call, readJson } from './call'
import { NetError } from './netError'

const timeoutMs = 30_000
const pageSize = 100

/** The voices to choose from, the user's own first, up to 100 of each. Throws `NetError`. */
export async function fetchVoices(signal: AbortSignal): Promise<readonly VoiceBody[]> {
  const [own, all] = await Promise.all([fetchPage('&is_owner=true', signal), fetchPage('', signal)])
  const known = new Set(own.map(({ id }) => id))
  return [...own, ...all.filter(({ id }) => !known.has(id))]
}

async function fetchPage(filter: string, signal: AbortSignal): Promise<readonly VoiceBody[]> {
  const { bytes } = await call({ path: `/api/voices?limit=${pageSize}${filter}`, signal, timeoutMs })
  const body = readJson(bytes)
  if (!isVoices(body)) {
    throw new NetError('service-failed', 'The list of voices could not be read. Reload the page, or restart Pickup.')
  }
  return body.data
}

/** Our own server wrote and checked it: enough is checked to know that it did. */
function isVoices(body: unknown): body is VoicesBody {
  return typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data)
}
