import { PickupError } from '../base/errors'

/** What a recording was before it was decoded, kept for choosing what to export it as. */
export interface DecodedInfo {
  /** The name of the file that was dropped. */
  readonly sourceName: string
  /** `mp3`, `aac`, `flac`, `opus`, `vorbis`, or another short name. */
  readonly codec: string
  /** Whether the decoded samples are exactly those that were encoded. */
  readonly lossless: boolean
  /** Bits of a sample of a lossless recording, null for a lossy one, which is decoded to 32-bit floats. */
  readonly depth: number | null
}

/** What decoding came to. */
export type DecodeOutcome =
  | {
      readonly kind: 'decoded'
      readonly info: DecodedInfo
      /** Frames of the WAV that was written. */
      readonly frames: number
      /** Bytes of it. */
      readonly bytes: number
      /** What was odd about the recording, in sentences for the user. */
      readonly notes: readonly string[]
    }
  /** Nothing was written, or it was removed again: the samples take much room, and the user is asked first. */
  | {
      readonly kind: 'large'
      /** Bytes that the decoded recording takes, as well as is known. */
      readonly bytes: number
      /** Bytes free for Pickup, null where the browser does not say. */
      readonly free: number | null
      /** Length as well as is known. */
      readonly seconds: number
    }

/**
 * Why a file could not be decoded.
 * - `cannot-decode`: the browser has no decoder for it. `damaged-audio`: nothing in it could be decoded.
 * - `no-audio-track`: a video or other file without sound.
 */
export type DecodeErrorCode = 'cannot-decode' | 'damaged-audio' | 'no-audio-track'

/** A file that cannot be decoded. The message names a tool that can. */
export class DecodeError extends PickupError<DecodeErrorCode> {
  override readonly name = 'DecodeError'
}

/** The way out for audio that the browser cannot decode. */
export const decodeElsewhere =
  'Convert it to a PCM WAV and open that, for example with: ffmpeg -i in -c:a pcm_s24le out.wav'
