import type { ServiceAnswer } from '../engine'
import { ServiceError } from '../errors'
import { checkAudio } from './audioAnswer'
import { parseJson } from './parseJson'
import { callUpstream } from './upstream'
import { vendorError } from './vendorError'
import { previewAddress } from './vendorVoices'

const maxVoice = 8 * 1024 * 1024
const maxPreview = 16 * 1024 * 1024

/** How the vendor is asked. */
export interface PreviewAsked {
  readonly baseUrl: string
  /** The key, which no answer may hold. */
  readonly secret: string
  /** The head of a request for what is of the type `accept`, with the key in it. */
  readonly headers: (accept: string) => Record<string, string>
  /** For each of two requests. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * The preview of the voice `id`, from the address the vendor itself gives, and only from the vendor's own hosts: the key goes along.
 * Rejects with `ServiceError`, `no_preview` where there is none, or with AbortError.
 */
export async function fetchPreview(id: string, asked: PreviewAsked): Promise<ServiceAnswer> {
  const { baseUrl, secret, headers, timeoutMs, signal } = asked
  const base = { method: 'GET', signal, timeoutMs, secret }
  const voice = await callUpstream({
    ...base,
    url: `${baseUrl}/voices/${id}?expand%5B%5D=preview_file_url`,
    headers: headers('application/json'),
    maxAnswer: maxVoice,
  })
  if (voice.status !== 200) throw vendorError(voice, secret)
  const address = previewAddress(parseJson(voice.bytes))
  if (address === null) throw noPreview('The service has no preview of this voice.')
  const url = trusted(address, baseUrl)
  if (url === null) throw noPreview('The service keeps this preview where Pickup does not send the key.')
  const answer = await callUpstream({ ...base, url, headers: headers('audio/*'), maxAnswer: maxPreview })
  if (answer.status !== 200) throw vendorError(answer, secret)
  return { body: answer.bytes, contentType: checkAudio(answer, null), credits: null }
}

/** `address` where the key may go: the base address's own origin, or the vendor's hosts over https. Else null. */
function trusted(address: string, baseUrl: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return null
  const own = url.origin === new URL(baseUrl).origin
  const vendor = url.protocol === 'https:' && url.port === '' && /(^|\.)cartesia\.ai$/.test(url.hostname)
  return own || vendor ? url.href : null
}

function noPreview(message: string): ServiceError {
  return new ServiceError({ status: 404, code: 'no_preview', title: 'No preview' }, message)
}
