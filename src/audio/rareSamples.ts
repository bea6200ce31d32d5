import { assertNever } from '../base/assert'
import type { Encoding } from './format'
import { g711Samples } from './g711'

/** The encodings of WAV, for which a typed array over the bytes will do. */
type UsualEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

/** The encodings that must be read byte by byte or by a table. */
export type RareEncoding = Exclude<Encoding, UsualEncoding>

const usual: ReadonlySet<Encoding> = new Set<UsualEncoding>(['u8', 's16', 's24', 's32', 'f32', 'f64'])

/** Whether samples must be read by `unpackRare`. */
export function isRare(encoding: Encoding): encoding is RareEncoding {
  return !usual.has(encoding)
}

/**
 * Decodes interleaved samples into `out` one after another, full scale at ±1, without allocating per sample.
 * Integers are exact but for 32-bit ones, which are rounded to a 32-bit float. Floats come as they are: over full scale,
 * infinite or NaN; 64-bit ones past the range of 32 bits become infinite. `bytes` holds whole samples at any alignment and
 * `out` has room for them. Returns how many samples were written.
 */
export function unpackRare(bytes: Uint8Array, encoding: RareEncoding, out: Float32Array): number {
  switch (encoding) {
    case 's8':
      for (let i = 0; i < bytes.length; i++) out[i] = (((bytes[i] ?? 0) << 24) >> 24) * 2 ** -7
      return bytes.length
    case 'alaw':
    case 'mulaw':
      return unpackTable(bytes, g711Samples(encoding), out)
    case 's16be':
      return unpackS16(bytes, out)
    case 's24be':
      return unpackS24(bytes, out)
    case 's32be':
    case 'f32be':
    case 'f64be':
      return unpackWide(bytes, encoding, out)
    default:
      return assertNever(encoding)
  }
}

function unpackTable(bytes: Uint8Array, table: Float32Array, out: Float32Array): number {
  for (let i = 0; i < bytes.length; i++) out[i] = table[bytes[i] ?? 0] ?? 0
  return bytes.length
}

function unpackS16(bytes: Uint8Array, out: Float32Array): number {
  const count = bytes.length / 2
  for (let i = 0, at = 0; i < count; i++, at += 2) {
    out[i] = (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16)) * 2 ** -31
  }
  return count
}

function unpackS24(bytes: Uint8Array, out: Float32Array): number {
  const count = bytes.length / 3
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    out[i] = (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8)) * 2 ** -31
  }
  return count
}

function unpackWide(bytes: Uint8Array, encoding: 's32be' | 'f32be' | 'f64be', out: Float32Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = encoding === 'f64be' ? 8 : 4
  const count = bytes.length / size
  if (encoding === 's32be') for (let i = 0; i < count; i++) out[i] = view.getInt32(4 * i) * 2 ** -31
  else if (encoding === 'f32be') for (let i = 0; i < count; i++) out[i] = view.getFloat32(4 * i)
  else for (let i = 0; i < count; i++) out[i] = view.getFloat64(8 * i)
  return count
}
