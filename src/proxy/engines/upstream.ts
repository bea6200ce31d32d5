import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { isAbort } from '../../base/errors'
import { ServiceError } from '../errors'

/** One call to the vendor. */
export interface UpstreamCall {
  readonly url: string
  readonly method: string
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

/** The start of what the vendor answers. */
export interface UpstreamHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** What the vendor answered: all of it. */
export interface UpstreamAnswer extends UpstreamHead {
  readonly bytes: Buffer<ArrayBuffer>
}

/** What the vendor answers, while it still comes. */
export interface OpenAnswer extends UpstreamHead {
  /** Ends with a `ServiceError` or an AbortError where the call does. Destroying it closes the connection. */
  readonly body: Readable
}

const secondTryMs = 100

/**
 * Makes a call and waits for the whole answer. One attempt, on a connection of its own (one that was kept alive may be
 * dead, and an infill must not be sent twice); only where nobody listened, so that nothing was sent, a second one.
 * Never follows a redirect, which could carry the key elsewhere. Rejects with `ServiceError` or AbortError, or with
 * what its body failed with.
 */
export async function callUpstream(call: UpstreamCall): Promise<UpstreamAnswer> {
  return attempt(call, async (stop) => {
    const { response, release } = await connect(call, stop)
    try {
      return { ...headOf(response, call.secret), bytes: await collect(response, call.maxAnswer) }
    } finally {
      release()
      call.body?.destroy()
    }
  })
}

/** Makes a call as `callUpstream` does, but gives the answer as soon as it begins. */
export async function openUpstream(call: UpstreamCall): Promise<OpenAnswer> {
  return attempt(call, async (stop) => {
    const { response, release } = await connect(call, stop)
    response.once('close', release)
    return { ...headOf(response, call.secret), body: response }
  })
}

async function attempt<Answer>(call: UpstreamCall, work: (stop: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const timeout = AbortSignal.timeout(call.timeoutMs)
  const stop = AbortSignal.any([call.signal, timeout])
  try {
    return await work(stop).catch(async (error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')) throw error
      await new Promise((resolve) => setTimeout(resolve, secondTryMs))
      stop.throwIfAborted()
      return work(stop)
    })
  } catch (error) {
    call.body?.destroy()
    if (call.signal.aborted) throw new DOMException('The client left.', 'AbortError')
    if (timeout.aborted) throw tooSlow(call.timeoutMs)
    if (error instanceof ServiceError || error instanceof BodyStopped || isAbort(error)) throw error
    throw unreachable(error)
  }
}

/** Thrown by the check of an upload that needs not be sent after all. `callUpstream` rejects with it. */
export class BodyStopped extends Error {
  override readonly name = 'BodyStopped'
}

interface Connection {
  readonly response: IncomingMessage
  readonly release: () => void
}

function connect(call: UpstreamCall, stop: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const secure = call.url.startsWith('https:')
    const { request: open, Agent } = secure ? https : http
    // A server that refuses early closes a connection that is not to be kept, and its answer can be lost with it.
    const agent = new Agent({ keepAlive: true })
    const request = open(call.url, { method: call.method, headers: call.headers, agent, signal: stop })
    const { body } = call
    let connected = false
    let answered = false
    const onBodyError = (error: Error) => {
      request.destroy()
      reject(error)
    }
    request.once('response', (response) => {
      answered = true
      resolve({ response, release: () => request.destroy() })
    })
    request.on('error', (error) => {
      // Once an answer is on its way, a broken upload no longer matters: the service answered before it was through.
      if (answered && !stop.aborted) return
      // Only where nobody listened is it sure that nothing was billed.
      reject(connected && !stop.aborted ? cutOff(error) : error)
    })
    request.once('close', () => {
      body?.off('error', onBodyError).unpipe(request)
      agent.destroy()
    })
    if (body === undefined) request.end()
    else {
      if (body.errored !== null) onBodyError(body.errored)
      body.once('error', onBodyError)
    }
    // Nothing of the body is taken before somebody listens, so that a refused call can be made again.
    const start = () => {
      connected = true
      body?.pipe(request)
    }
    request.once('socket', (socket) => {
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', start)
      else start()
    })
  })
}

function headOf(response: IncomingMessage, secret: string): UpstreamHead {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value[0] : value)?.replaceAll(secret, '[key]'),
    ]),
  )
  return { status: response.statusCode ?? 0, headers }
}

/** All of an answer. Throws `ServiceError` when it breaks off or is larger than `maxAnswer` bytes. */
export async function collect(response: Readable, maxAnswer: number): Promise<Buffer<ArrayBuffer>> {
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
    throw error instanceof ServiceError ? error : cutOff(error)
  }
  return Buffer.concat(chunks)
}

/** The refusal for an answer that broke off. */
export function cutOff(cause: unknown): ServiceError {
  return new ServiceError(
    { status: 502, code: 'upstream_cut', title: 'Cut off' },
    'The connection to the speech service broke before its answer was through. It may have billed the request; try again.',
    { cause },
  )
}

function tooSlow(timeoutMs: number): ServiceError {
  return new ServiceError(
    { status: 504, code: 'timed_out', title: 'Timed out' },
    `The speech service did not answer within ${Math.round(timeoutMs / 1000)} seconds. It may still finish and bill the request; wait a little before you try again.`,
  )
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
