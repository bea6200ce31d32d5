import type { EncodedPacketSink, InputAudioTrack } from 'mediabunny'
import { bytesPerSample } from '../audio/format'
import { identify } from '../audio/layout'
import type { EncodedContainer } from '../audio/riff/sniff'
import type { ByteSource } from '../audio/source'
import { assert } from '../base/assert'
import { canHold, encodingOf } from './decodedWriter'
import { descriptionOf, type Ends, findEnds, mendedDescription, readStreamInfo } from './decodePlan'
import { type DecodedInfo, DecodeError, type DecodeOutcome, decodeElsewhere } from './decodeTypes'

/** What the decoding worker is asked. */
export interface DecodeRequest {
  readonly blob: Blob
  readonly name: string
  /** Where the WAV goes in the origin's private files. */
  readonly path: string
  /** Bytes that the WAV may take; null to ask when it becomes large. */
  readonly allowBytes: number | null
  /** Bytes free, null where the browser does not say. */
  readonly free: number | null
}

/** A recording that is ready to be decoded. */
export interface OpenedTrack {
  readonly request: DecodeRequest
  readonly info: DecodedInfo
  readonly container: EncodedContainer
  readonly ends: Ends
  readonly estimate: { readonly bytes: number; readonly seconds: number }
  readonly track: InputAudioTrack
  readonly sink: EncodedPacketSink
  dispose(): void
}

/** Above this many bytes the user is asked before anything is written. */
const askAbove = 2e9
/** A file that grows more than this is one to ask about, from `askGrowing` bytes on. */
const suspiciousGrowth = 300
const askGrowing = 100e6
/** Bytes left free on the disk. */
const spare = 50e6
/** Files up to this size are gone through packet by packet when their header promises too much. */
const walkUpTo = 200e6

/** A source over a blob, in a worker. */
function sourceOf(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
}

/**
 * Reads the headers of a compressed recording and finds out how long and how large it will be. Throws `RecordingError` for
 * what is not audio and `DecodeError` for what cannot be decoded here.
 */
export async function openTrack(request: DecodeRequest): Promise<OpenedTrack> {
  const source = sourceOf(request.blob)
  const found = await identify(source)
  assert(found.kind === 'encoded', `${request.name} holds plain samples`)
  const { ADTS, BlobSource, EncodedPacketSink, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WEBM } = await import(
    'mediabunny'
  )
  const formats = [MP3, MP4, QTFF, OGG, FLAC, ADTS, WEBM, MATROSKA]
  const input = new Input({ source: new BlobSource(demuxed(request.blob, found.container)), formats })
  try {
    const track = await firstTrack(input.getPrimaryAudioTrack(), found.name)
    const codec = (await track.getCodec()) ?? 'unknown'
    if (!(await track.canDecode())) throw cannotDecode(found.name, codec)
    const [rate, channels] = [await track.getSampleRate(), await track.getNumberOfChannels()]
    if (!canHold(rate, channels)) throw cannotHold(found.name, rate, channels)
    const sink = new EncodedPacketSink(track)
    const depth = await depthOf(track, codec)
    const info = { sourceName: request.name, codec, lossless: depth !== null, depth }
    const ends = await findEnds(found.container, source, track, sink)
    const estimate = await estimateOf({ request, track, sink, ends, depth })
    return { request, info, container: found.container, ends, estimate, track, sink, dispose: () => input.dispose() }
  } catch (error) {
    input.dispose()
    throw error
  }
}

async function firstTrack(track: Promise<InputAudioTrack | null>, name: string): Promise<InputAudioTrack> {
  let found: InputAudioTrack | null
  try {
    found = await track
  } catch (cause) {
    throw new DecodeError('damaged-audio', `This is ${name}, but it cannot be read. ${decodeElsewhere}`, {}, { cause })
  }
  if (found === null) {
    throw new DecodeError('no-audio-track', `This is ${name} without any sound that can be read. ${decodeElsewhere}`)
  }
  return found
}

/** The error for a codec that the browser lacks; `name` is the file's kind with its article. */
export function cannotDecode(name: string, codec: string): DecodeError {
  const what = codec === 'unknown' ? 'a codec that is not known here' : codec.toUpperCase()
  return new DecodeError(
    'cannot-decode',
    `This is ${name} with ${what}, which this browser cannot decode. ${decodeElsewhere}`,
    {
      codec,
    },
  )
}

/** The error for sound that `canHold` refuses; `name` is the file's kind with its article. */
export function cannotHold(name: string, rate: number, channels: number): DecodeError {
  return new DecodeError(
    'cannot-decode',
    `This is ${name} with ${channels} channels at ${rate} Hz. Convert it to a WAV of 1 to 8 channels at 1000 to 768000 Hz, ` +
      'for example with: ffmpeg -i in -ac 2 -ar 48000 -c:a pcm_s24le out.wav',
    { rate, channels },
  )
}

/** Bits of the samples of a lossless codec; null for a lossy one. */
async function depthOf(track: InputAudioTrack, codec: string): Promise<number | null> {
  const pcm = /^pcm-[su](8|16|24|32)/.exec(codec)
  if (pcm !== null) return Number(pcm[1])
  if (codec !== 'flac') return null
  const description = descriptionOf(await track.getDecoderConfig())
  return (description === null ? null : readStreamInfo(description)?.depth) ?? 24
}

/** What the browser's decoder is set up with. Throws `cannot-decode` where the container does not say enough. */
export async function decoderConfig({ track, info }: OpenedTrack): Promise<AudioDecoderConfig> {
  const config = await track.getDecoderConfig()
  if (config === null) throw cannotDecode('a file', info.codec)
  const description = info.codec === 'flac' ? descriptionOf(config) : null
  return description === null ? config : { ...config, description: mendedDescription(description) }
}

/** Bytes behind the end of a FLAC, without which a last block of fewer than 16 bytes would not be found. */
export const flacTail = 16

/** The bytes that are given to the demuxer. */
function demuxed(blob: Blob, container: EncodedContainer): Blob {
  return container === 'flac' ? new Blob([blob, new Uint8Array(flacTail)]) : blob
}

interface Estimated {
  readonly request: DecodeRequest
  readonly track: InputAudioTrack
  readonly sink: EncodedPacketSink
  readonly ends: Ends
  readonly depth: number | null
}

/** Length and bytes by the header; where that is too much to believe, by going through the packets of a smaller file. */
async function estimateOf({ request, track, sink, ends, depth }: Estimated): Promise<OpenedTrack['estimate']> {
  const rate = await track.getSampleRate()
  const bytesPerSecond = rate * (await track.getNumberOfChannels()) * bytesPerSample(encodingOf(depth))
  const said = ends.frames === null ? await track.getDurationFromMetadata() : ends.frames / rate
  const estimate = (seconds: number): OpenedTrack['estimate'] => ({
    seconds,
    bytes: Math.ceil(seconds * bytesPerSecond),
  })
  const first = estimate(said ?? 0)
  const doubtful = said === null || isLarge(first.bytes, request)
  if (!doubtful || request.blob.size > walkUpTo) return first
  let end = 0
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    end = Math.max(end, packet.timestamp + packet.duration)
  }
  return estimate(end)
}

/** Whether the user must be asked before a WAV of `bytes` is written. */
export function isLarge(bytes: number, { blob, allowBytes, free }: DecodeRequest): boolean {
  if (free !== null && bytes + spare > free) return true
  if (allowBytes !== null) return bytes > allowBytes
  return bytes > askAbove || (bytes > askGrowing && bytes > suspiciousGrowth * blob.size)
}

/** The answer for a recording that is too large to be decoded unasked, null for any other. */
export function largeOutcome({ estimate, request }: OpenedTrack): DecodeOutcome | null {
  if (!isLarge(estimate.bytes, request)) return null
  return { kind: 'large', bytes: estimate.bytes, free: request.free, seconds: estimate.seconds }
}
