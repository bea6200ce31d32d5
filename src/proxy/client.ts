import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'

/** A request as the server got it. */
export type Incoming = Readable & ConnectionFacts

/** What of a request tells who sent it. */
export interface ConnectionFacts {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** Who sends a request, as far as the connection tells. */
export interface Client {
  /** For limits and budgets: an IPv4 address, or the half of an IPv6 address that names a network. */
  readonly id: string
  /** Whether the connection comes from this machine and was not passed on by a proxy. */
  readonly isLocal: boolean
  /** Whether the client itself speaks https. */
  readonly isSecure: boolean
}

/** Reads the client off a request; without one (a test, without a server) it counts as local. */
export function clientOf(incoming: ConnectionFacts | undefined, behindProxy: boolean): Client {
  if (incoming === undefined) return { id: 'local', isLocal: true, isSecure: false }
  const peer = plain(incoming.socket.remoteAddress ?? '')
  const forwarded = header(incoming.headers['x-forwarded-for'])
  const passedOn = forwarded !== '' || incoming.headers['forwarded'] !== undefined
  // The proxy in front added the last address itself; those before it are what the client claims.
  const claimed = plain(forwarded.split(',').at(-1)?.trim() ?? '')
  const address = behindProxy && isIP(claimed) !== 0 ? claimed : peer
  return {
    id: isIP(address) === 6 ? networkOf(address) : address,
    isLocal: !passedOn && (peer.startsWith('127.') || peer === '::1'),
    isSecure: behindProxy && header(incoming.headers['x-forwarded-proto']).split(',').at(-1)?.trim() === 'https',
  }
}

function header(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value?.join(',') ?? '')
}

/** An IPv4 address that came over an IPv6 socket, as itself. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}

/** The first 64 bits: one customer has all the rest. */
function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - front.length - back.length
  const groups = [...front, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
