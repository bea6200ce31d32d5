import { PickupError } from '../base/errors'

/** What a corrected recording can be turned into. */
export type ExportTarget =
  /** Exact for integers of up to 24 bits; floats and 32-bit integers become 24 bits with dither. */
  | { readonly format: 'flac' }
  /** Bits per second: one of `MP3_BIT_RATES`. */
  | { readonly format: 'mp3'; readonly bitRate: number }
  /** A WAV of 16-bit integers with triangular dither, where the source has more. */
  | { readonly format: 'wav16' }
  /** A WAV of 32-bit floats. */
  | { readonly format: 'wavFloat' }

/** The constant bit rates of an MP3 to choose from, in bits per second. Below 32 kHz the format ends at 160 000. */
export const MP3_BIT_RATES: readonly number[] = [96_000, 128_000, 160_000, 192_000, 256_000, 320_000]

/** What an encoded file is. */
export interface Encoded {
  /** Bytes. */
  readonly size: number
  /** Whether no sample was changed: neither by the codec nor by rounding. */
  readonly exact: boolean
}

/** Why a recording cannot be written in a format: `cannot-encode`, a rate, a channel count or a length it has not. */
export type EncodeErrorCode = 'cannot-encode'

/** A recording that the chosen format cannot hold. The message says which can. */
export class EncodeError extends PickupError<EncodeErrorCode> {
  override readonly name = 'EncodeError'
}
