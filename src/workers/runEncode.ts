import type { AudioCodec, AudioSampleSource, MetadataTags, Output } from 'mediabunny'
import { decodeFrames } from '../audio/codec'
import type { AudioFormat } from '../audio/format'
import { type FileLayout, readLayout } from '../audio/layout'
import { longWavHeader, newFormat } from '../audio/riff/header'
import { fileChanged } from '../audio/riff/window'
import { readTags, type Tags } from '../audio/tags'
import { fits, flacFormat, transcodeFrames } from '../audio/transcode'
import { mulberry32 } from '../base/random'
import { type Encoded, EncodeError, type ExportTarget } from './encodeTypes'
import { writeInfoFrame } from './infoFrame'
import { type SyncFile, writeAt } from './syncFile'

/** What the encoding worker is asked. */
export interface EncodeRequest {
  readonly target: ExportTarget
  /** A file of plain samples: the corrected recording as it would be exported. */
  readonly blob: Blob
  /** Where the result goes in the origin's private files. */
  readonly path: string
}

/** Who may cancel, and who is told the share done, 0 to 1. */
export interface EncodeHooks {
  readonly signal: AbortSignal
  readonly onProgress: (share: number) => void
}

/** Frames given to an encoder at a time. */
const blockFrames = 65_536

/** Where the random numbers of the dither begin: one recording is always dithered in one way. */
const ditherSeed = 1

/**
 * Writes a recording in another format to `file`, in the memory of a few blocks. Throws `EncodeError`, a `RecordingError`,
 * a QuotaExceededError, and the reason of the signal.
 */
export async function runEncode(request: EncodeRequest, file: SyncFile, hooks: EncodeHooks): Promise<Encoded> {
  const { blob, target } = request
  const source = {
    size: blob.size,
    read: async (start: number, end: number) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  }
  const layout = await readLayout(source)
  file.truncate(0)
  if (target.format === 'wav16' || target.format === 'wavFloat') {
    return writeWav(
      blob,
      layout,
      newFormat(target.format === 'wav16' ? 's16' : 'f32', layout.format.rate, layout.format.channels),
      file,
      hooks,
    )
  }
  const job = { blob, layout, tags: await readTags(source, layout), file, hooks }
  return target.format === 'flac' ? writeFlac(job) : writeMp3(job, target.bitRate)
}

interface Block {
  readonly bytes: Uint8Array
  /** Frames before it, and in it. */
  readonly at: number
  readonly frames: number
}

/** The samples of a file, block by block. */
async function* blocksOf(
  blob: Blob,
  { format, frames, dataStart }: FileLayout,
  hooks: EncodeHooks,
): AsyncGenerator<Block> {
  for (let at = 0; at < frames; at += blockFrames) {
    hooks.signal.throwIfAborted()
    const length = Math.min(blockFrames, frames - at)
    const start = dataStart + at * format.bytesPerFrame
    const bytes = new Uint8Array(await blob.slice(start, start + length * format.bytesPerFrame).arrayBuffer())
    if (bytes.length !== length * format.bytesPerFrame) throw fileChanged()
    yield { bytes, at, frames: length }
    hooks.onProgress(Math.min(0.99, (at + length) / frames))
    await new Promise((resolve) => setTimeout(resolve))
  }
}

async function writeWav(
  blob: Blob,
  layout: FileLayout,
  format: AudioFormat,
  file: SyncFile,
  hooks: EncodeHooks,
): Promise<Encoded> {
  const dither = mulberry32(ditherSeed)
  const header = longWavHeader(format, layout.frames)
  writeAt(file, header, 0)
  let at = header.length
  for await (const { bytes } of blocksOf(blob, layout, hooks)) {
    const written = transcodeFrames(bytes, layout.format, format, dither)
    writeAt(file, written, at)
    at += written.length
  }
  if ((at - header.length) % 2 === 1) writeAt(file, new Uint8Array(1), at++)
  return finish(file, at, fits(layout.format, format), hooks)
}

function finish(file: SyncFile, size: number, exact: boolean, { signal, onProgress }: EncodeHooks): Encoded {
  signal.throwIfAborted()
  file.flush()
  onProgress(1)
  return { size, exact }
}

interface CompressJob {
  readonly blob: Blob
  readonly layout: FileLayout
  readonly tags: Tags
  readonly file: SyncFile
  readonly hooks: EncodeHooks
}

/** Rates for which the FLAC encoder has a header. */
const flacRates: ReadonlySet<number> = new Set([
  8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
])

/** Frames of a block of the FLAC encoder, but for the last. */
const flacBlock = 4096

async function writeFlac({ blob, layout, tags, file, hooks }: CompressJob): Promise<Encoded> {
  const { rate, channels } = layout.format
  if (!flacRates.has(rate))
    throw new EncodeError('cannot-encode', `A FLAC of ${rate} Hz cannot be written here. Export a WAV instead.`)
  if (layout.frames >= 2 ** 32)
    throw new EncodeError('cannot-encode', 'The recording is too long for a FLAC. Export a WAV instead.')
  const [{ AudioSample, FlacOutputFormat }, { registerFlacEncoder }] = await Promise.all([
    import('mediabunny'),
    import('@mediabunny/flac-encoder'),
  ])
  registerFlacEncoder()
  const format = flacFormat(layout.format)
  const dither = mulberry32(ditherSeed)
  const sampleFormat = format.encoding === 's16' ? 's16' : 's32'
  const size = await mux({ codec: 'flac', file, format: new FlacOutputFormat(), tags, hooks }, async (output) => {
    for await (const { bytes, at } of blocksOf(blob, layout, hooks)) {
      const data = transcodeFrames(bytes, layout.format, format, dither)
      await output.add(
        new AudioSample({
          data,
          format: sampleFormat,
          sampleRate: rate,
          numberOfChannels: channels,
          timestamp: at / rate,
        }),
      )
    }
  })
  if (layout.frames <= flacBlock) sayBlockSize(file)
  return finish(file, size, fits(layout.format, format), hooks)
}

/** Writes the block size into the header of a FLAC of one block, for which the muxer says 0 or too little. */
function sayBlockSize(file: SyncFile): void {
  const [high, low] = [flacBlock >> 8, flacBlock & 255]
  writeAt(file, Uint8Array.of(high, low, high, low), 8)
}

const mp3Rates: ReadonlySet<number> = new Set([8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])

async function writeMp3({ blob, layout, tags, file, hooks }: CompressJob, bitRate: number): Promise<Encoded> {
  const { rate, channels } = layout.format
  if (channels > 2)
    throw new EncodeError(
      'cannot-encode',
      `An MP3 holds one or two channels, not ${channels}. Export a FLAC or a WAV instead.`,
    )
  if (!mp3Rates.has(rate))
    throw new EncodeError('cannot-encode', `An MP3 cannot hold ${rate} Hz. Export a FLAC or a WAV instead.`)
  const [{ AudioSample, Mp3OutputFormat }, { registerMp3Encoder }] = await Promise.all([
    import('mediabunny'),
    import('@mediabunny/mp3-encoder'),
  ])
  registerMp3Encoder()
  let info: { readonly data: Uint8Array; readonly position: number } | null = null
  const format = new Mp3OutputFormat({ onXingFrame: (data, position) => (info = { data: data.slice(), position }) })
  const bitrate = Math.min(bitRate, rate < 32_000 ? 160_000 : 320_000)
  const size = await mux({ codec: 'mp3', bitrate, file, format, tags, hooks }, async (output) => {
    for await (const { bytes, at } of blocksOf(blob, layout, hooks)) {
      const planes = decodeFrames(bytes, layout.format)
      const data = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0))
      let offset = 0
      for (const plane of planes) {
        data.set(plane, offset)
        offset += plane.length
      }
      await output.add(
        new AudioSample({
          data,
          format: 'f32-planar',
          sampleRate: rate,
          numberOfChannels: channels,
          timestamp: at / rate,
        }),
      )
    }
  })
  if (info !== null) writeInfoFrame(file, info, { frames: layout.frames, rate, bitrate })
  return finish(file, size, false, hooks)
}

interface MuxJob {
  readonly codec: AudioCodec
  readonly bitrate?: number
  readonly file: SyncFile
  readonly format: ConstructorParameters<typeof Output>[0]['format']
  readonly tags: Tags
  readonly hooks: EncodeHooks
}

/** Tags as the muxer takes them; a date that cannot be read is left out. */
function metadataTags({ date, ...texts }: Tags): MetadataTags {
  const day = new Date(date ?? '')
  return { ...texts, ...(!Number.isNaN(day.getTime()) && { date: day }) }
}

/** Encodes what `feed` adds into `file` and returns its size. Samples are closed here. */
async function mux(
  { codec, bitrate, file, format, tags }: MuxJob,
  feed: (source: Pick<AudioSampleSource, 'add'>) => Promise<void>,
): Promise<number> {
  const { AudioSampleSource, Output, StreamTarget } = await import('mediabunny')
  let size = 0
  let failure: unknown = null
  const writable = new WritableStream<{ readonly data: Uint8Array; readonly position: number }>({
    write({ data, position }) {
      try {
        writeAt(file, data, position)
        size = Math.max(size, position + data.length)
      } catch (error) {
        failure = error
        throw error
      }
    },
  })
  const output = new Output({ format, target: new StreamTarget(writable, { chunked: true, chunkSize: 2 ** 20 }) })
  const source = new AudioSampleSource(bitrate === undefined ? { codec } : { codec, bitrate, bitrateMode: 'constant' })
  output.addAudioTrack(source)
  output.setMetadataTags(metadataTags(tags))
  try {
    await output.start()
    await feed({
      async add(sample) {
        try {
          await source.add(sample)
        } finally {
          sample.close()
        }
      },
    })
    await output.finalize()
    return size
  } catch (error) {
    await output.cancel().catch(() => undefined)
    throw failure ?? error
  }
}
