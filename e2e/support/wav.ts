/** A chunk as it stands in a file, without its header and pad byte. */
export interface WavChunk {
  readonly id: string
  readonly body: Uint8Array
}

/** A WAV taken apart by its chunk headers alone: written for the tests, so that no code of Pickup reads its own exports. */
export interface WavFile {
  readonly container: string
  readonly rate: number
  readonly channels: number
  readonly bits: number
  /** Bytes of one frame. */
  readonly frameBytes: number
  readonly frames: number
  readonly chunks: readonly WavChunk[]
  /** The samples. */
  readonly data: Uint8Array
}

/** Takes a WAV apart. Throws when a size, a pad byte or an order in it is wrong. */
export function readWav(bytes: Uint8Array): WavFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const container = text(bytes, 0)
  if (!['RIFF', 'RF64'].includes(container) || text(bytes, 8) !== 'WAVE') throw new Error('not a WAV')
  const wide = container === 'RF64'
  const chunks: WavChunk[] = []
  let at = 12
  while (at < bytes.length) {
    const id = text(bytes, at)
    const written = view.getUint32(at + 4, true)
    const size = wide && id === 'data' ? Number(view.getBigUint64(28, true)) : written
    const end = at + 8 + size
    if (end > bytes.length) throw new Error(`chunk “${id}” reaches ${end - bytes.length} bytes past the end`)
    if (size % 2 === 1 && bytes[end] !== 0) throw new Error(`chunk “${id}” lacks its pad byte`)
    chunks.push({ id, body: bytes.subarray(at + 8, end) })
    at = end + (size % 2)
  }
  const riffSize = wide ? Number(view.getBigUint64(20, true)) : view.getUint32(4, true)
  if (riffSize + 8 !== bytes.length) throw new Error(`the file says ${riffSize + 8} bytes and has ${bytes.length}`)
  const format = bodyOf(chunks, 'fmt ')
  const data = bodyOf(chunks, 'data')
  const fields = new DataView(format.buffer, format.byteOffset, format.byteLength)
  const frameBytes = fields.getUint16(12, true)
  if (data.length % frameBytes !== 0) throw new Error('the data ends inside a frame')
  return {
    container,
    channels: fields.getUint16(2, true),
    rate: fields.getUint32(4, true),
    bits: fields.getUint16(14, true),
    frameBytes,
    frames: data.length / frameBytes,
    chunks,
    data,
  }
}

/** The one place where two recordings differ, in frames: `removed` frames of the first from `start` on became `inserted`. */
export interface Difference {
  readonly start: number
  readonly removed: number
  readonly inserted: number
}

/** Finds where the samples of two files differ, by their longest common beginning and end. */
export function differenceOf(before: WavFile, after: WavFile): Difference {
  const { frameBytes } = before
  const shorter = Math.min(before.data.length, after.data.length)
  let head = 0
  while (head < shorter && before.data[head] === after.data[head]) head++
  const start = Math.floor(head / frameBytes)
  let tail = 0
  while (tail < shorter - start * frameBytes && before.data.at(-1 - tail) === after.data.at(-1 - tail)) tail++
  const kept = start + Math.floor(tail / frameBytes)
  return { start, removed: before.frames - kept, inserted: after.frames - kept }
}

/** Frames `[from, to)` of the first channel of a file of 16 or 24 bits, full scale at 1. */
export function samplesOf({ data, bits, frameBytes }: WavFile, from: number, to: number): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const low = (at: number) =>
    bits === 16 ? view.getInt16(at, true) : (view.getInt16(at + 1, true) << 8) | view.getUint8(at)
  return Array.from({ length: to - from }, (_, index) => low((from + index) * frameBytes) / 2 ** (bits - 1))
}

/** Root of the mean square, full scale at 1. */
export function rmsOf(samples: readonly number[]): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length))
}

function bodyOf(chunks: readonly WavChunk[], id: string): Uint8Array {
  const found = chunks.filter((chunk) => chunk.id === id)
  const [only] = found
  if (only === undefined || found.length > 1) throw new Error(`${found.length} chunks “${id}”`)
  return only.body
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
