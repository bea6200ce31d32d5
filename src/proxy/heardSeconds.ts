import { tagAlaw, tagExtensible, tagFloat, tagMulaw, tagPcm } from '../audio/riff/formatTags'

/** No codec for speech takes fewer bytes for a second. */
const fewestBytes = 1000

/**
 * The longest that a file of `size` bytes can be taken for, in seconds. A WAV of plain samples goes by its samples: by what
 * plays them, and not by the byte rate beside it, which nobody needs. `start` holds its first bytes. Anything else is taken
 * for the thinnest speech.
 */
export function heardSeconds(start: Buffer, size: number): number {
  return size / (bytesPerSecond(start) ?? fewestBytes)
}

/** Null where the file is no WAV of plain samples, or not clearly. */
function bytesPerSecond(start: Buffer): number | null {
  const container = start.toString('latin1', 0, 4)
  if (!['RIFF', 'RF64', 'BW64'].includes(container) || start.toString('latin1', 8, 12) !== 'WAVE') return null
  let found: Buffer | null = null
  for (let at = 12; at + 8 <= start.length; ) {
    const id = start.toString('latin1', at, at + 4)
    const size = start.readUInt32LE(at + 4)
    if (id === 'data') break
    if (id === 'fmt ') {
      if (found !== null || size < 16 || at + 8 + size > start.length) return null
      found = start.subarray(at + 8, at + 8 + size)
    }
    at += 8 + size + (size % 2)
  }
  return found === null ? null : plainRate(found)
}

/** Bytes of a second of samples by the body of `fmt `. */
function plainRate(format: Buffer): number | null {
  const tag = format.readUInt16LE(0)
  const plain = tag === tagExtensible && format.length >= 26 ? format.readUInt16LE(24) : tag
  if (![tagPcm, tagFloat, tagAlaw, tagMulaw].includes(plain)) return null
  const frame = Math.min(format.readUInt16LE(12), format.readUInt16LE(2) * Math.ceil(format.readUInt16LE(14) / 8))
  const bytes = format.readUInt32LE(4) * frame
  return bytes === 0 ? null : bytes
}
