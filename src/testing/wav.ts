import type { WavFrame } from '../audio/frame'
import type { ByteSource } from '../audio/source'

/** Bytes one after another. */
export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** A text of characters below 256 as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/** A 32-bit little-endian number, taken modulo 2^32. */
export function u32(value: number): Uint8Array {
  return Uint8Array.of(value, value / 2 ** 8, value / 2 ** 16, value / 2 ** 24)
}

/** A 64-bit little-endian number. */
export function u64(value: number): Uint8Array {
  return joinBytes(u32(value % 2 ** 32), u32(Math.floor(value / 2 ** 32)))
}

/** How a test's chunk differs from a right one. */
export interface ChunkFaults {
  /** The size that the header claims. */
  readonly size?: number
  /** False leaves the pad byte behind an odd body out. */
  readonly pad?: boolean
}

/** A chunk with header and pad byte. */
export function chunk(id: string, body: Uint8Array, { size = body.length, pad = true }: ChunkFaults = {}): Uint8Array {
  return joinBytes(ascii(id), u32(size), body, new Uint8Array(pad ? body.length % 2 : 0))
}

/** The numbers of a `fmt ` chunk; what is not given follows from the rest. */
export interface FormatFields {
  readonly tag?: number
  readonly channels?: number
  readonly rate?: number
  readonly bits?: number
  readonly blockAlign?: number
  readonly byteRate?: number
  /** Bytes behind the first 16. */
  readonly extra?: Uint8Array
}

/** A `fmt ` chunk: 16-bit mono PCM at 48 kHz but for what is given. */
export function formatChunk(fields: FormatFields = {}): Uint8Array {
  const { tag = 1, channels = 1, rate = 48_000, bits = 16, extra = new Uint8Array(0) } = fields
  const blockAlign = fields.blockAlign ?? channels * Math.ceil(bits / 8)
  const body = joinBytes(
    Uint8Array.of(tag, tag >> 8, channels, channels >> 8),
    u32(rate),
    u32(fields.byteRate ?? rate * blockAlign),
    Uint8Array.of(blockAlign, blockAlign >> 8, bits, bits >> 8),
    extra,
  )
  return chunk('fmt ', body)
}

/** What stands behind the first 16 bytes of an extensible format. */
export function extension(tag: number, validBits: number, mask = 0): Uint8Array {
  const guid = Uint8Array.of(tag, tag >> 8, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71)
  return joinBytes(Uint8Array.of(22, 0, validBits, 0), u32(mask), guid)
}

/** A WAV of chunks; `size` is the RIFF size it claims. */
export function riff(
  chunks: readonly Uint8Array[],
  { id = 'RIFF', size }: { id?: string; size?: number } = {},
): Uint8Array {
  const body = joinBytes(ascii('WAVE'), ...chunks)
  return joinBytes(ascii(id), u32(size ?? body.length), body)
}

/** A source of `size` bytes that are zero but for the given pieces, for files too large to make. Counts what is read. */
export class SparseSource implements ByteSource {
  /** Bytes read so far. */
  bytesRead = 0

  constructor(
    readonly size: number,
    readonly pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[],
  ) {}

  read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, this.size) - start))
    this.bytesRead += bytes.length
    for (const piece of this.pieces) {
      const from = Math.max(start, piece.at)
      const to = Math.min(start + bytes.length, piece.at + piece.bytes.length)
      if (from < to) bytes.set(piece.bytes.subarray(from - piece.at, to - piece.at), from - start)
    }
    return Promise.resolve(bytes)
  }
}

/** The bytes of a composed file, with `samples` where its samples go. */
export async function assemble(frame: WavFrame, source: ByteSource, samples: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for (const part of frame.parts) {
    if (part.kind === 'bytes') pieces.push(part.bytes)
    else pieces.push(part.kind === 'samples' ? samples : await source.read(part.start, part.end))
  }
  return joinBytes(...pieces)
}
