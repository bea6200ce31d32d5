import type { SampleRate } from '../base/units'

/**
 * How one sample is written. `s` is a two's complement integer, `u8` an unsigned one about 128, `f` an IEEE float; the
 * number is its bits. Little endian, but for the names in `be`. `alaw` and `mulaw` are the 8-bit codes of ITU-T G.711.
 */
export type Encoding =
  | 'u8'
  | 's16'
  | 's24'
  | 's32'
  | 'f32'
  | 'f64'
  | 's8'
  | 's16be'
  | 's24be'
  | 's32be'
  | 'f32be'
  | 'f64be'
  | 'alaw'
  | 'mulaw'

/** What a recording's samples look like on disk. */
export interface AudioFormat {
  readonly encoding: Encoding
  readonly rate: SampleRate
  /** 1–8. */
  readonly channels: number
  /** Bytes of one frame, all channels: `channels * bytesPerSample(encoding)`. */
  readonly bytesPerFrame: number
  /** Bits of each sample that carry sound, at most 8 times the bytes of a sample. */
  readonly validBits: number
}

/** Whether codes are even steps, floats, or the uneven steps of a telephone codec. */
export type EncodingKind = 'integer' | 'float' | 'companded'

interface Traits {
  readonly bytes: number
  readonly kind: EncodingKind
}

const traits: Readonly<Record<Encoding, Traits>> = {
  u8: { bytes: 1, kind: 'integer' },
  s8: { bytes: 1, kind: 'integer' },
  s16: { bytes: 2, kind: 'integer' },
  s24: { bytes: 3, kind: 'integer' },
  s32: { bytes: 4, kind: 'integer' },
  f32: { bytes: 4, kind: 'float' },
  f64: { bytes: 8, kind: 'float' },
  s16be: { bytes: 2, kind: 'integer' },
  s24be: { bytes: 3, kind: 'integer' },
  s32be: { bytes: 4, kind: 'integer' },
  f32be: { bytes: 4, kind: 'float' },
  f64be: { bytes: 8, kind: 'float' },
  alaw: { bytes: 1, kind: 'companded' },
  mulaw: { bytes: 1, kind: 'companded' },
}

/** Every encoding there is. */
export const ENCODINGS: readonly Encoding[] = [
  'u8',
  's8',
  's16',
  's24',
  's32',
  'f32',
  'f64',
  's16be',
  's24be',
  's32be',
  'f32be',
  'f64be',
  'alaw',
  'mulaw',
]

/** Bytes of one sample of one channel. */
export function bytesPerSample(encoding: Encoding): number {
  return traits[encoding].bytes
}

/** What kind of steps the codes of an encoding are. */
export function kindOf(encoding: Encoding): EncodingKind {
  return traits[encoding].kind
}

/** Whether samples are whole numbers of one step, which a render must dither to. */
export function isInteger(encoding: Encoding): boolean {
  return traits[encoding].kind === 'integer'
}

/** Whether samples can be over full scale, infinite or not a number. */
export function isFloat(encoding: Encoding): boolean {
  return traits[encoding].kind === 'float'
}
