import type { ByteSource } from './source'

/** How far from the end of a file its last cluster is looked for, in bytes. */
const reach = 4 * 2 ** 20

const clusterId = 0x1f43b675
const blockGroupId = 0xa0
const discardPaddingId = 0x75a2
/** Clusters, and what may follow them at the top of a segment: cues, tags, seek head, chapters, attachments, info. */
const topIds: ReadonlySet<number> = new Set([0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1043a770, 0x1941a469, 0x1549a966])

interface Element {
  readonly id: number
  readonly start: number
  /** The first byte behind it, clamped to the bytes; the end of them for an element of unknown size. */
  readonly end: number
}

/**
 * Nanoseconds that the last block of a WebM or Matroska file asks to be cut from the end of the sound (`DiscardPadding`,
 * RFC 9559 5.1.3.5.7); 0 where it does not ask, or where the last cluster is too far from the end to be found.
 */
export async function readDiscardPadding(source: ByteSource): Promise<number> {
  const bytes = await source.read(Math.max(0, source.size - reach), source.size)
  let at = lastCluster(bytes)
  if (at === null) return 0
  const cluster = elementAt(bytes, at)
  if (cluster === null) return 0
  let padding = 0
  at = cluster.start
  while (at < cluster.end) {
    const element = elementAt(bytes, at)
    if (element === null || topIds.has(element.id)) break
    if (element.id === blockGroupId) padding = paddingIn(bytes, element)
    else if (element.id === 0xa3) padding = 0
    at = element.end
  }
  return Math.max(0, padding)
}

function lastCluster(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = bytes.length - 5; at >= 0; at--) {
    if (bytes[at] === clusterId >>> 24 && view.getUint32(at) === clusterId) return at
  }
  return null
}

function paddingIn(bytes: Uint8Array, group: Element): number {
  let at = group.start
  while (at < group.end) {
    const element = elementAt(bytes, at)
    if (element === null) return 0
    if (element.id === discardPaddingId && element.end - element.start <= 8) {
      return Number(BigInt.asIntN(64, signedBits(bytes.subarray(element.start, element.end))))
    }
    at = element.end
  }
  return 0
}

/** A big-endian two's complement number of 1 to 8 bytes. */
function signedBits(bytes: Uint8Array): bigint {
  let value = (bytes[0] ?? 0) >= 0x80 ? -1n : 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** The EBML element at `at` (RFC 8794), or null where none can be. */
function elementAt(bytes: Uint8Array, at: number): Element | null {
  const idLength = Math.clz32(bytes[at] ?? 0) - 23
  if (idLength > 4 || at + idLength >= bytes.length) return null
  let id = 0
  for (let i = 0; i < idLength; i++) id = id * 256 + (bytes[at + i] ?? 0)
  const sizeAt = at + idLength
  const sizeLength = Math.clz32(bytes[sizeAt] ?? 0) - 23
  if (sizeLength > 8 || sizeAt + sizeLength > bytes.length) return null
  let size = (bytes[sizeAt] ?? 0) & (0xff >> sizeLength)
  let open = size === 0xff >> sizeLength
  for (let i = 1; i < sizeLength; i++) {
    const byte = bytes[sizeAt + i] ?? 0
    open &&= byte === 0xff
    size = size * 256 + byte
  }
  const start = sizeAt + sizeLength
  return { id, start, end: open ? bytes.length : Math.min(start + size, bytes.length) }
}
