import { decodeFrames, encodeFrames } from './codec'
import { type AudioFormat, isInteger, kindOf } from './format'
import { newFormat } from './riff/header'

/**
 * Writes whole frames in another encoding at the same rate and channels. What fits the bits of `to` is exact and never
 * dithered; else integers take `dither`, as in `encodeFrames`. Asserts that `bytes` holds whole frames.
 */
export function transcodeFrames(
  bytes: Uint8Array,
  from: AudioFormat,
  to: AudioFormat,
  dither: (() => number) | null,
): Uint8Array {
  return encodeFrames(decodeFrames(bytes, from), to, fits(from, to) ? null : dither)
}

/** Whether every sample of `from` can be said in `to`, so that turning it into that loses nothing. */
export function fits(from: AudioFormat, to: AudioFormat): boolean {
  const held = decodedBits(from)
  if (kindOf(to.encoding) === 'companded') return from.encoding === to.encoding
  if (isInteger(to.encoding)) return held !== null && held <= Math.min(to.validBits, 24)
  return held !== null ? held <= 24 : from.encoding.startsWith('f32')
}

/** Bits of whole-number samples; G.711 is 16 bits wide when decoded. Null for floats. */
function decodedBits({ encoding, validBits }: AudioFormat): number | null {
  if (kindOf(encoding) === 'float') return null
  return kindOf(encoding) === 'companded' ? 16 : validBits
}

/** The format of whole numbers of 16 bits where that is enough for `from`, else of 24: what a FLAC of it holds. */
export function flacFormat(from: AudioFormat): AudioFormat {
  const held = decodedBits(from)
  if (held !== null && held <= 16) return newFormat('s16', from.rate, from.channels)
  return { ...newFormat('s32', from.rate, from.channels), validBits: 24 }
}
