import type { EncodedPacket } from 'mediabunny'
import { clamp } from '../base/units'
import { canHold, type DecodedBlock, DecodedWriter } from './decodedWriter'
import { DecodeError, type DecodeOutcome, decodeElsewhere } from './decodeTypes'
import { cannotHold, decoderConfig, flacTail, isLarge, type OpenedTrack } from './openTrack'
import { PacketDecoder } from './packetDecoder'
import type { SyncFile } from './syncFile'

/** Frames that a packet holds at most, whatever its container says: those of the largest FLAC block (RFC 9639 8.2). */
const longestPacket = 65_535

/** Said by a recording that turns out longer than its header says. */
class TooLarge extends Error {}

/**
 * Decodes a recording from start to end into a WAV in `file`, in the memory of a few packets. `onProgress` is told the share
 * done, 0 to 1. A large outcome leaves a file that is to be removed. Throws `DecodeError`, a QuotaExceededError, and the
 * reason of `signal`.
 */
export async function runDecode(
  opened: OpenedTrack,
  file: SyncFile,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<DecodeOutcome> {
  const { request, info, ends, estimate } = opened
  const writer = new DecodedWriter(file, info.depth, ends.skip)
  const notes: string[] = []
  let damaged = 0
  const checkSize = (): void => {
    if (writer.bytes > 1.05 * estimate.bytes + 1e6 && isLarge(writer.bytes, request)) throw new TooLarge()
  }
  const onDamage = (seconds: number): void => {
    damaged++
    if (writer.format !== null) writer.silence(clamp(Math.round(seconds * writer.format.rate), 0, longestPacket))
    checkSize()
  }
  const onBlock = (block: DecodedBlock): void => {
    const { sampleRate: rate, numberOfChannels: channels } = block
    if (!canHold(rate, channels)) throw cannotHold('a file', rate, channels)
    if (!writer.fits(block)) throw new DecodeError('damaged-audio', 'The rate or the channels change in the middle.')
    writer.write(block)
    checkSize()
  }
  const seen = { share: 0 }
  try {
    await decodePackets(opened, { signal, onBlock, onDamage, onShare: (share) => onProgress((seen.share = share)) })
  } catch (error) {
    if (error instanceof TooLarge) {
      const whole = 1 / Math.max(0.01, seen.share)
      return { kind: 'large', bytes: writer.bytes * whole, free: request.free, seconds: estimate.seconds * whole }
    }
    if (!(error instanceof DecodeError) || writer.frames === 0) throw error
    notes.push(`From ${seconds(writer)} on, the file could not be decoded. What comes before that was opened.`)
  }
  signal.throwIfAborted()
  if (writer.frames === 0) throw new DecodeError('damaged-audio', `There is no sound in this file. ${decodeElsewhere}`)
  const { frames, bytes } = writer.finish(ends.frames ?? writer.frames - ends.drop)
  if (damaged > 0) {
    const pieces = damaged === 1 ? 'One piece' : `${damaged} pieces`
    notes.push(`${pieces} of the file could not be decoded and became silence.`)
  }
  const missing = (ends.promised ?? 0) - frames
  if (writer.format !== null && missing > ends.slack) {
    const length = (missing / writer.format.rate).toFixed(2)
    notes.push(`The recording is cut or damaged: ${length} s that its header promises are missing.`)
  }
  onProgress(1)
  return { kind: 'decoded', info, frames, bytes, notes }
}

function seconds({ frames, format }: DecodedWriter): string {
  return `${(frames / (format?.rate ?? 1)).toFixed(1)} s`
}

interface PacketHooks {
  readonly signal: AbortSignal
  onBlock(block: DecodedBlock): void
  onDamage(seconds: number): void
  onShare(share: number): void
}

async function decodePackets(opened: OpenedTrack, hooks: PacketHooks): Promise<void> {
  const { request, estimate, info } = opened
  if (info.codec.startsWith('pcm-')) return decodePcm(opened, hooks)
  const decoder = new PacketDecoder(await decoderConfig(opened), hooks)
  let read = 0
  let last = 0
  try {
    for await (const packet of packetsOf(opened)) {
      hooks.signal.throwIfAborted()
      await decoder.decode(packet)
      read += packet.byteLength
      const byTime = estimate.seconds > 0 ? packet.timestamp / estimate.seconds : 0
      const share = Math.min(0.99, Math.max(byTime, read / request.blob.size))
      if (share - last < 0.005) continue
      last = share
      hooks.onShare(share)
      await new Promise((resolve) => setTimeout(resolve))
    }
    await decoder.finish()
  } finally {
    decoder.close()
  }
}

/** The packets in order; a file that cannot be read any further ends there as damaged audio. */
async function* packetsOf({ sink, container }: OpenedTrack): AsyncGenerator<EncodedPacket> {
  let held: EncodedPacket | null = null
  try {
    for await (const packet of sink.packets()) {
      if (held !== null) yield held
      held = packet
    }
  } catch (cause) {
    if (cause instanceof DOMException) throw cause
    throw new DecodeError('damaged-audio', 'The file cannot be read any further.', {}, { cause })
  }
  if (held === null) return
  yield container === 'flac' ? held.clone({ data: held.data.slice(0, -flacTail) }) : held
}

/** Plain samples in a container that is not ours to edit in place. */
async function decodePcm({ track, estimate }: OpenedTrack, hooks: PacketHooks): Promise<void> {
  const { AudioSampleSink } = await import('mediabunny')
  for await (const sample of new AudioSampleSink(track).samples()) {
    try {
      hooks.signal.throwIfAborted()
      hooks.onBlock(sample)
      if (estimate.seconds > 0) hooks.onShare(Math.min(0.99, sample.timestamp / estimate.seconds))
    } finally {
      sample.close()
    }
  }
}
