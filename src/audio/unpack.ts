import { assertNever } from '../base/assert'
import { type AudioFormat, bytesPerSample } from './format'
import { unpackRare } from './rareSamples'

/** Louder samples of float files are held to this for drawing and measuring (+36 dBFS). */
export const LOUDEST = 64

/** Called for each sample that is NaN or infinite, with its place among the interleaved samples of the block. */
export type OnNonFinite = (sample: number) => void

/**
 * Decodes interleaved samples for drawing and measuring into `out`, full scale at ±1, without allocating.
 * Integers are exact but for 32-bit ones, which are rounded to a 32-bit float. Floats are held to ±`LOUDEST`; one that
 * is NaN or infinite becomes 0 and is reported. `bytes` holds whole samples and starts at a multiple of
 * their size in its buffer (for `s24` of 4); `out` has room for them. Returns how many samples were written.
 */
export function unpackSamples(
  bytes: Uint8Array,
  format: AudioFormat,
  out: Float32Array,
  onNonFinite: OnNonFinite,
): number {
  const { encoding } = format
  const { buffer, byteOffset } = bytes
  const count = bytes.length / bytesPerSample(encoding)
  switch (encoding) {
    case 'u8':
      for (let i = 0; i < count; i++) out[i] = ((bytes[i] ?? 0) - 128) * 2 ** -7
      break
    case 's16':
      unpackS16(new Int16Array(buffer, byteOffset, count), out)
      break
    case 's24':
      unpackS24(bytes, out)
      break
    case 's32':
      unpackS32(new Int32Array(buffer, byteOffset, count), out)
      break
    case 'f32':
      unpackF32(new Float32Array(buffer, byteOffset, count), out, onNonFinite)
      break
    case 'f64':
      unpackF64(new Float64Array(buffer, byteOffset, count), out, onNonFinite)
      break
    case 'f32be':
    case 'f64be':
      unpackBigEndianFloats(bytes, bytesPerSample(encoding), out, onNonFinite)
      break
    case 's8':
    case 's16be':
    case 's24be':
    case 's32be':
    case 'alaw':
    case 'mulaw':
      unpackRare(bytes, encoding, out)
      break
    default:
      assertNever(encoding)
  }
  return count
}

/** What the byte offset of a block must be a multiple of. */
function alignmentOf(format: AudioFormat): number {
  return format.encoding === 's24' ? 4 : bytesPerSample(format.encoding)
}

/** Unpacks blocks wherever they stand, into an array that they share. */
export class Unpacker {
  readonly #format: AudioFormat
  readonly #out: Float32Array
  readonly #aligned: Uint8Array

  /** Blocks of whole frames, of no more samples than `out` has room for. */
  constructor(format: AudioFormat, out: Float32Array) {
    this.#format = format
    this.#out = out
    this.#aligned = new Uint8Array(out.length * bytesPerSample(format.encoding))
  }

  /** As `unpackSamples`, at any alignment. */
  unpack(bytes: Uint8Array, onNonFinite: OnNonFinite): number {
    if (bytes.byteOffset % alignmentOf(this.#format) === 0) {
      return unpackSamples(bytes, this.#format, this.#out, onNonFinite)
    }
    this.#aligned.set(bytes)
    return unpackSamples(this.#aligned.subarray(0, bytes.length), this.#format, this.#out, onNonFinite)
  }
}

function unpackS16(input: Int16Array, out: Float32Array): void {
  for (let i = 0; i < input.length; i++) out[i] = (input[i] ?? 0) * 2 ** -15
}

/** Four samples from three words at a time, which is six times as fast as byte by byte. */
function unpackS24(input: Uint8Array, out: Float32Array): void {
  const words = new Int32Array(input.buffer, input.byteOffset, 3 * Math.floor(input.length / 12))
  let i = 0
  for (let at = 0; at < words.length; at += 3, i += 4) {
    const first = words[at] ?? 0
    const second = words[at + 1] ?? 0
    const third = words[at + 2] ?? 0
    out[i] = (first << 8) * 2 ** -31
    out[i + 1] = (((first >>> 24) << 8) | (second << 16)) * 2 ** -31
    out[i + 2] = (((second >>> 16) << 8) | (third << 24)) * 2 ** -31
    out[i + 3] = (third & -256) * 2 ** -31
  }
  for (let at = 3 * i; at < input.length; i++, at += 3) {
    out[i] = (((input[at] ?? 0) << 8) | ((input[at + 1] ?? 0) << 16) | ((input[at + 2] ?? 0) << 24)) * 2 ** -31
  }
}

function unpackS32(input: Int32Array, out: Float32Array): void {
  for (let i = 0; i < input.length; i++) out[i] = (input[i] ?? 0) * 2 ** -31
}

function unpackF32(input: Float32Array, out: Float32Array, onNonFinite: OnNonFinite): void {
  for (let i = 0; i < input.length; i++) {
    const sample = input[i] ?? 0
    out[i] = sample >= -LOUDEST && sample <= LOUDEST ? sample : held(sample, i, onNonFinite)
  }
}

function unpackF64(input: Float64Array, out: Float32Array, onNonFinite: OnNonFinite): void {
  for (let i = 0; i < input.length; i++) {
    const sample = input[i] ?? 0
    out[i] = sample >= -LOUDEST && sample <= LOUDEST ? sample : held(sample, i, onNonFinite)
  }
}

function unpackBigEndianFloats(input: Uint8Array, size: number, out: Float32Array, onNonFinite: OnNonFinite): void {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength)
  for (let i = 0, at = 0; at < input.length; i++, at += size) {
    const sample = size === 4 ? view.getFloat32(at) : view.getFloat64(at)
    out[i] = sample >= -LOUDEST && sample <= LOUDEST ? sample : held(sample, i, onNonFinite)
  }
}

function held(sample: number, at: number, onNonFinite: OnNonFinite): number {
  if (Number.isFinite(sample)) return Math.sign(sample) * LOUDEST
  onNonFinite(at)
  return 0
}
