import type { EncodedPacketSink, InputAudioTrack } from 'mediabunny'
import { readDiscardPadding } from '../audio/discardPadding'
import { decoderDelay, type LameTag, readLameTag } from '../audio/lameTag'
import type { EncodedContainer } from '../audio/riff/sniff'
import type { ByteSource } from '../audio/source'

/** Which of the decoded frames are the recording. */
export interface Ends {
  /** Frames that come before it. */
  readonly skip: number
  /** Its length, null where everything behind the skipped is it. */
  readonly frames: number | null
  /** Frames to leave out at the end of everything, where only those are known. */
  readonly drop: number
  /** Length that the header promises, null where it says none. */
  readonly promised: number | null
  /** Frames that may be missing of it without anything being wrong. */
  readonly slack: number
}

const everything: Ends = { skip: 0, frames: null, drop: 0, promised: null, slack: 0 }

/**
 * Finds out where in the decoded sound the recording begins and ends, as exactly as its container says: an MP3 by its LAME
 * tag, an MP4 by its edit list, Ogg by its last granule position, Opus in WebM by its discard padding. FLAC has nothing to
 * leave out; ADTS, MP3 without a tag and other codecs in WebM say nothing, and everything is kept.
 */
export async function findEnds(
  container: EncodedContainer,
  source: ByteSource,
  track: InputAudioTrack,
  sink: EncodedPacketSink,
): Promise<Ends> {
  const rate = await track.getSampleRate()
  if (container === 'mp3' && (await track.getCodec()) === 'mp3') {
    const tag = await readLameTag(source)
    const { samplesPerFrame } = mpegFrame(rate)
    return tag === null ? everything : mp3Ends(tag, samplesPerFrame)
  }
  if (container === 'flac') {
    const description = descriptionOf(await track.getDecoderConfig())
    return { ...everything, promised: (description === null ? null : readStreamInfo(description)?.frames) || null }
  }
  if (container === 'webm') {
    const nanoseconds = (await track.getCodec()) === 'opus' ? await readDiscardPadding(source) : 0
    return { ...everything, drop: Math.round((nanoseconds * rate) / 1e9) }
  }
  if (container !== 'mp4' && container !== 'ogg') return everything
  const first = await sink.getFirstPacket()
  const last = await sink.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true })
  if (first === null || last === null) return everything
  const skip = Math.max(0, Math.round(-first.timestamp * rate))
  const end = Math.round((last.timestamp + last.duration) * rate)
  const start = container === 'ogg' ? 0 : Math.max(0, Math.round(first.timestamp * rate))
  return { ...everything, skip, frames: end > start ? end - start : null }
}

function mp3Ends({ delay, padding, mpegFrames }: LameTag, samplesPerFrame: number): Ends {
  const skip = delay + decoderDelay
  if (mpegFrames === null) return { ...everything, skip, drop: Math.max(0, padding - decoderDelay) }
  const frames = Math.max(1, mpegFrames * samplesPerFrame - delay - padding)
  return { skip, frames, drop: 0, promised: frames, slack: decoderDelay }
}

/** Samples in a layer 3 frame: MPEG-1 has rates from 32 kHz on, MPEG-2 and 2.5 those below. */
function mpegFrame(rate: number): { readonly samplesPerFrame: number } {
  return { samplesPerFrame: rate >= 32_000 ? 1152 : 576 }
}

/** What the container tells the decoder beside the packets, null where there is nothing. */
export function descriptionOf(config: AudioDecoderConfig | null): Uint8Array | null {
  const description = config?.description
  if (description === undefined) return null
  if (!ArrayBuffer.isView(description)) return new Uint8Array(description)
  return new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
}

/** Bits of a sample and frames by a FLAC's STREAMINFO (RFC 9639 8.2), which stands at the end of `description`. */
export function readStreamInfo(description: Uint8Array): { readonly depth: number; readonly frames: number } | null {
  const info = description.subarray(-34)
  if (info.length < 34) return null
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength)
  const word = view.getUint32(10)
  return { depth: ((word >>> 4) & 31) + 1, frames: (word & 15) * 2 ** 32 + view.getUint32(14) }
}

/**
 * A FLAC's description with block sizes that decoders take: some writers of a single block leave 0 for the smallest, and
 * say fewer than 16 for the largest, which is the least that RFC 9639 8.2 allows.
 */
export function mendedDescription(description: Uint8Array): Uint8Array {
  const mended = description.slice()
  if (mended.length < 34) return mended
  const view = new DataView(mended.buffer, mended.length - 34)
  const largest = Math.max(16, view.getUint16(2))
  if (view.getUint16(0) < 16) view.setUint16(0, largest)
  view.setUint16(2, largest)
  return mended
}
