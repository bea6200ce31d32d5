import { latin1, latin1Bytes } from '../riff/littleEndian'

/** What follows `riff` in the first chunk's id (Sony Wave64, "Wave64 file format", 2003). */
export const riffTail = '\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00'

/** What follows the four characters of every other id. */
const chunkTail = '\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a'

/** The id of a chunk by its GUID: four characters for the usual ones, else all sixteen. */
export function chunkId(guid: Uint8Array): string {
  const text = latin1(guid)
  return text.slice(4) === chunkTail ? text.slice(0, 4) : text
}

/** The GUID of a usual chunk. */
export function chunkGuid(id: string): Uint8Array {
  return latin1Bytes(id + chunkTail)
}
