import { ServiceError } from '../errors'
import type { UpstreamAnswer } from './upstream'

const contentTypes = { wav: 'audio/wav', mp3: 'audio/mpeg', raw: 'application/octet-stream' } as const

/** What `bytes` are by their first bytes, or null. */
export function sniffAudio(bytes: Buffer): 'wav' | 'mp3' | null {
  const tag = bytes.toString('latin1', 0, 4)
  const isWave = ['RIFF', 'RF64', 'BW64'].includes(tag) && bytes.toString('latin1', 8, 12) === 'WAVE'
  if (isWave) return 'wav'
  const isMp3 = tag.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)
  return isMp3 ? 'mp3' : null
}

/**
 * The content type of an answer that is the audio asked for. Throws `ServiceError` on one that is empty, is a page or
 * a message in spite of its status 200, or is not in `container` (null: the client named none, any audio will do).
 */
export function checkAudio(answer: UpstreamAnswer, container: string | null): string {
  const { bytes } = answer
  if (bytes.length === 0) throw refused('upstream_empty', 'Empty answer', 'an empty answer')
  const sniffed = sniffAudio(bytes)
  if (container === 'wav' || container === 'mp3') {
    if (sniffed === container) return contentTypes[container]
    throw refused(
      'upstream_not_audio',
      'Not audio',
      `${describe(answer)} where ${container.toUpperCase()} audio was asked for`,
    )
  }
  if (sniffed !== null && container !== 'raw') return contentTypes[sniffed]
  if (/json|html|text|xml/i.test(answer.headers['content-type'] ?? '') || looksLikeText(bytes)) {
    throw refused('upstream_not_audio', 'Not audio', `${describe(answer)} where audio was asked for`)
  }
  return contentTypes.raw
}

function describe({ headers, bytes }: UpstreamAnswer): string {
  const type = headers['content-type'] ?? ''
  const start = bytes.toString('latin1', 0, 200).trimStart().toLowerCase()
  if (type.includes('html') || start.startsWith('<')) return 'a web page'
  if (type.includes('json') || start.startsWith('{')) return 'a message'
  return 'something else'
}

/** Whether the start of `bytes` is a web page or a JSON object. */
function looksLikeText(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 64).trimStart()
  return /^(<(!doctype|html|head|body|\?xml)|\{\s*"[\w$-]+"\s*:)/i.test(start)
}

function refused(code: string, title: string, what: string): ServiceError {
  return new ServiceError(
    { status: 502, code, title },
    `The speech service sent ${what}. Nothing was used; try again, and look at the service’s status page if it stays.`,
  )
}
