import { encodeCodes, encodeFrames } from '../audio/codec'
import type { AudioFormat, Encoding } from '../audio/format'
import { longWavHeader, newFormat } from '../audio/riff/header'
import { assert } from '../base/assert'
import { sampleRate } from '../base/units'
import { type SyncFile, writeAt } from './syncFile'

/** A block of decoded sound: the part of `AudioData` that is used here. */
export interface DecodedBlock {
  readonly format: string | null
  readonly sampleRate: number
  readonly numberOfFrames: number
  readonly numberOfChannels: number
  copyTo(destination: ArrayBuffer, options: { readonly planeIndex: number; readonly format?: 'f32-planar' }): void
}

/** Bytes written at a time: a block of a few kilobytes costs nearly as much. */
const roomBytes = 2 ** 20

/** Bytes between two flushes, so that the last one does not wait for a whole recording. */
const flushEvery = 256 * 2 ** 20

/**
 * Writes decoded sound to a WAV as it comes: integers of `depth` bits exactly, or 32-bit floats where `depth` is null. The
 * first block decides rate and channels, which `canHold` must allow. Memory is that of one block and 1 MiB.
 */
export class DecodedWriter {
  readonly #file: SyncFile
  readonly #depth: number | null
  #skip: number
  #format: AudioFormat | null = null
  #start = 0
  /** Where the next bytes go in the file, and how many wait in `#room` for being written there. */
  #at = 0
  #held = 0
  #flushed = 0
  readonly #room = new Uint8Array(roomBytes)
  /** Frames written so far, without those skipped. */
  frames = 0

  /** `skip`: frames at the start that are not sound. */
  constructor(file: SyncFile, depth: number | null, skip: number) {
    this.#file = file
    this.#depth = depth
    this.#skip = skip
    file.truncate(0)
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#at + this.#held
  }

  /** What is written, null before the first block. */
  get format(): AudioFormat | null {
    return this.#format
  }

  /** Whether a block has the rate and channels of the first one. */
  fits(block: DecodedBlock): boolean {
    const format = this.#format
    return format === null || (format.rate === block.sampleRate && format.channels === block.numberOfChannels)
  }

  /** Appends a block. Throws a QuotaExceededError when there is no room. */
  write(block: DecodedBlock): void {
    const { numberOfFrames, numberOfChannels } = block
    const format = this.#format ?? this.#begin(block)
    assert(this.fits(block), `${block.sampleRate} Hz × ${numberOfChannels} in a WAV of another shape`)
    const drop = Math.min(this.#skip, numberOfFrames)
    this.#skip -= drop
    const codes = this.#depth === null ? null : codesOf(block)
    const bytes =
      codes === null
        ? encodeFrames(
            floatsOf(block).map((samples) => samples.subarray(drop)),
            format,
            null,
          )
        : encodeCodes(
            codes.map((samples) => samples.subarray(drop)),
            format,
          )
    this.#append(bytes, format)
  }

  /** Appends silence, for a piece that could not be decoded. Does nothing before the first block. */
  silence(frames: number): void {
    if (this.#format === null) return
    const channels = Array.from({ length: this.#format.channels }, () => new Float32Array(frames))
    this.#append(encodeFrames(channels, this.#format, null), this.#format)
  }

  /** Cuts the sound to at most `frames`, writes the header, and returns once all is on disk. Asserts some sound. */
  finish(frames: number): { readonly frames: number; readonly bytes: number } {
    const format = this.#format
    assert(format !== null && this.frames > 0, 'a WAV without sound')
    this.#writeOut()
    const kept = Math.max(1, Math.min(this.frames, frames))
    const end = this.#start + kept * format.bytesPerFrame
    this.#file.truncate(end)
    if ((end - this.#start) % 2 === 1) writeAt(this.#file, new Uint8Array(1), end)
    writeAt(this.#file, longWavHeader(format, kept), 0)
    this.#file.flush()
    return { frames: kept, bytes: end + ((end - this.#start) % 2) }
  }

  #begin(block: DecodedBlock): AudioFormat {
    const encoding = encodingOf(this.#depth)
    const format = newFormat(encoding, sampleRate(block.sampleRate), block.numberOfChannels)
    const depth = this.#depth ?? format.validBits
    this.#format = { ...format, validBits: Math.max(8, Math.min(depth, format.validBits)) }
    this.#start = longWavHeader(this.#format, 0).length
    this.#at = this.#start
    return this.#format
  }

  #append(bytes: Uint8Array, format: AudioFormat): void {
    if (this.#held + bytes.length > this.#room.length) this.#writeOut()
    if (bytes.length > this.#room.length) {
      writeAt(this.#file, bytes, this.#at)
      this.#at += bytes.length
    } else {
      this.#room.set(bytes, this.#held)
      this.#held += bytes.length
    }
    this.frames += bytes.length / format.bytesPerFrame
  }

  #writeOut(): void {
    writeAt(this.#file, this.#room.subarray(0, this.#held), this.#at)
    this.#at += this.#held
    this.#held = 0
    if (this.#at - this.#flushed < flushEvery) return
    this.#file.flush()
    this.#flushed = this.#at
  }
}

/** Whether sound of so many Hz and channels can be written, and opened again: as every recording here, it has 1 to 8 channels. */
export function canHold(rate: number, channels: number): boolean {
  return Number.isInteger(rate) && rate >= 1000 && rate <= 768_000 && channels >= 1 && channels <= 8
}

/** What a recording of a depth is written as; null is a lossy one. */
export function encodingOf(depth: number | null): Encoding {
  if (depth === null) return 'f32'
  if (depth <= 16) return 's16'
  return depth <= 24 ? 's24' : 's32'
}

/** The channels as whole numbers at the top of 32 bits, null where the block holds floats. */
function codesOf(block: DecodedBlock): Int32Array[] | null {
  const kind = block.format?.replace('-planar', '')
  if (kind !== 'u8' && kind !== 's16' && kind !== 's32') return null
  const size = kind === 'u8' ? 1 : kind === 's16' ? 2 : 4
  const planar = block.format !== kind
  const { numberOfFrames: length, numberOfChannels: channels } = block
  const planes = Array.from({ length: planar ? channels : 1 }, (_, planeIndex) => {
    const buffer = new ArrayBuffer(size * length * (planar ? 1 : channels))
    block.copyTo(buffer, { planeIndex })
    if (kind === 'u8') return Int32Array.from(new Uint8Array(buffer), (code) => (code - 128) << 24)
    return kind === 's16' ? Int32Array.from(new Int16Array(buffer), (code) => code << 16) : new Int32Array(buffer)
  })
  const [all] = planes
  if (planar || all === undefined || channels === 1) return planes
  return Array.from({ length: channels }, (_, channel) => {
    const codes = new Int32Array(length)
    for (let i = 0, at = channel; i < length; i++, at += channels) codes[i] = all[at] ?? 0
    return codes
  })
}

function floatsOf(block: DecodedBlock): Float32Array[] {
  return Array.from({ length: block.numberOfChannels }, (_, planeIndex) => {
    const samples = new Float32Array(block.numberOfFrames)
    block.copyTo(samples.buffer, { planeIndex, format: 'f32-planar' })
    return samples
  })
}
