import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { isAbort } from '../../base/errors'
import { ServiceError } from '../errors'

/** One call to the vendor. */
export interface UpstreamCall {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** Sent on as it comes. When it fails, the call is ended before its body is whole, and fails the same way. */
  readonly body?: Readable
  /** Aborted when the client leaves: the connection is closed at once and the call rejects with its AbortError. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
  /** The largest answer, in bytes. */
  readonly maxAnswer: number
  /** Taken out of the answer's headers, should the vendor repeat it there. */
  readonly secret: string
}

/** What the vendor answered: all of it. */
export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly bytes: Buffer<ArrayBuffer>
}

/**
 * Makes one attempt, on a connection of its own (one that was kept alive may be dead, and an infill must not be sent
 * twice), and never follows a redirect, which could carry the key elsewhere. Rejects with `ServiceError` or AbortError.
 */
export async function callUpstream(call: UpstreamCall): Promise<UpstreamAnswer> {
  const timeout = AbortSignal.timeout(call.timeoutMs)
  const stop = AbortSignal.any([call.signal, timeout])
  try {
    return await exchange(call, stop)
  } catch (error) {
    if (call.signal.aborted) throw new DOMException('The client left.', 'AbortError')
    if (timeout.aborted) {
      throw new ServiceError(
        { status: 504, code: 'timed_out', title: 'Timed out' },
        `The speech service did not answer within ${Math.round(call.timeoutMs / 1000)} seconds. It may still finish and bill the request; wait a little before you try again.`,
      )
    }
    if (error instanceof ServiceError || isAbort(error)) throw error
    throw unreachable(error)
  }
}

function exchange(call: UpstreamCall, stop: AbortSignal): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    const { request: open, Agent } = call.url.startsWith('https:') ? https : http
    // A server that refuses early closes a connection that is not to be kept, and its answer can be lost with it.
    const agent = new Agent({ keepAlive: true })
    const request = open(call.url, { method: call.method, headers: call.headers, agent, signal: stop })
    let answered = false
    request.once('response', (response) => {
      answered = true
      resolve(collect(response, call).finally(() => request.destroy()))
    })
    request.on('error', (error) => {
      // Once an answer is on its way, a broken upload no longer matters: the service answered before it was through.
      if (!answered || stop.aborted) reject(error)
    })
    request.once('close', () => agent.destroy())
    if (call.body === undefined) {
      request.end()
      return
    }
    const { body } = call
    body.once('error', (error) => {
      request.destroy()
      reject(error)
    })
    request.once('close', () => {
      body.unpipe(request)
      body.destroy()
    })
    body.pipe(request)
  })
}

async function collect(response: IncomingMessage, { maxAnswer, secret }: UpstreamCall): Promise<UpstreamAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue
      size += chunk.length
      if (size > maxAnswer) throw oversized()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof ServiceError) throw error
    throw new ServiceError(
      { status: 502, code: 'upstream_cut', title: 'Cut off' },
      'The connection to the speech service broke before its answer was through. It may have billed the request; try again.',
      { cause: error },
    )
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value[0] : value)?.replaceAll(secret, '[key]'),
    ]),
  )
  return { status: response.statusCode ?? 0, headers, bytes: Buffer.concat(chunks) }
}

function oversized(): ServiceError {
  return new ServiceError(
    { status: 502, code: 'upstream_too_large', title: 'Too large' },
    'The speech service answered with far more than this text can be. Try again with a shorter text.',
  )
}

function unreachable(cause: unknown): ServiceError {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  return new ServiceError(
    { status: 502, code: 'upstream_unreachable', title: 'Not reachable' },
    `The speech service cannot be reached${code}. Check the connection to the internet, and CARTESIA_BASE_URL if it is set.`,
    { cause },
  )
}
