import { credits, FIELD, HEADER, INFILL_RATES, LANGUAGES, MAX_TRANSCRIPT, MODELS } from '../../infill/contract'
import type { Config } from '../config'
import type { Engine, VoicesQuery } from '../engine'
import { ServiceError } from '../errors'
import { checkForm, fieldOf } from '../infillForm'
import { readUpload } from '../upload'
import { checkAudio } from './audioAnswer'
import { callUpstream } from './upstream'
import { safeId, vendorError } from './vendorError'
import { readVendorVoices } from './vendorVoices'

/** The version of the vendor's API that the proxy speaks, whatever its own clients say. */
export const cartesiaVersion = '2026-03-01'

const maxAudio = 64 * 1024 * 1024
const maxList = 4 * 1024 * 1024

/** The vendor's service. The upload is streamed on untouched; only the key and the version are the proxy's own. */
export function createCartesiaEngine(config: Config & { readonly apiKey: string }, version: string): Engine {
  const { apiKey, baseUrl, timeoutMs } = config
  const ownHeaders = {
    authorization: `Bearer ${apiKey}`,
    'cartesia-version': cartesiaVersion,
    'user-agent': `pickup/${version}`,
  }
  return {
    name: 'cartesia',
    label: 'Cartesia',
    capabilities: {
      needsVoice: true,
      languages: LANGUAGES.map(({ code }) => code),
      models: MODELS,
      sampleRates: INFILL_RATES,
      maxContextSeconds: 30,
      maxCharacters: MAX_TRANSCRIPT,
      billed: true,
    },

    async infill(upload, signal) {
      const { stream, form } = readUpload(upload, { keepFiles: false, check: checkForm })
      const answer = await callUpstream({
        url: `${baseUrl}/infill/bytes`,
        method: 'POST',
        headers: {
          ...ownHeaders,
          'content-type': upload.contentType,
          ...(upload.contentLength === null ? {} : { 'content-length': String(upload.contentLength) }),
        },
        body: stream,
        signal,
        timeoutMs,
        maxAnswer: maxAudio,
        secret: apiKey,
      })
      if (answer.status !== 200) throw vendorError(answer, apiKey)
      const sent = form()
      const contentType = checkAudio(answer, fieldOf(sent, FIELD.container))
      const requestId = safeId(answer.headers[HEADER.requestId])
      return {
        bytes: answer.bytes,
        contentType,
        credits: credits(fieldOf(sent, FIELD.transcript) ?? ''),
        ...(requestId === undefined ? {} : { requestId }),
      }
    },

    async voices(query, signal) {
      const answer = await callUpstream({
        url: `${baseUrl}/voices?${searchOf(query)}`,
        method: 'GET',
        headers: { ...ownHeaders, accept: 'application/json' },
        signal,
        timeoutMs: Math.min(timeoutMs, 30_000),
        maxAnswer: maxList,
        secret: apiKey,
      })
      if (answer.status !== 200) throw vendorError(answer, apiKey)
      const voices = readVendorVoices(parseJson(answer.bytes.toString('utf8').replaceAll(apiKey, '[key]')))
      if (voices === null) {
        throw new ServiceError(
          { status: 502, code: 'upstream_not_voices', title: 'Not a list' },
          'The speech service sent something that is no list of voices. Try again, and check CARTESIA_BASE_URL if it is set.',
        )
      }
      return voices
    },

    close: () => Promise.resolve(),
  }
}

function searchOf(query: VoicesQuery): string {
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
