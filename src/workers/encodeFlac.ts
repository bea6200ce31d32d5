import { fits, flacFormat, transcodeFrames } from '../audio/transcode'
import { mulberry32 } from '../base/random'
import { blocksOf, type CompressJob, ditherSeed, finishEncoding } from './encodeBlocks'
import { type Encoded, EncodeError } from './encodeTypes'
import { mux } from './mux'
import { type SyncFile, writeAt } from './syncFile'

/** Rates for which the FLAC encoder has a header. */
const flacRates: ReadonlySet<number> = new Set([
  8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
])

/** Frames of a block of the FLAC encoder, but for the last. */
const flacBlock = 4096

/** Writes a FLAC that holds the very samples where it can. Throws `EncodeError` for a rate or a length that it cannot hold. */
export async function writeFlac({ blob, layout, tags, file, hooks }: CompressJob): Promise<Encoded> {
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
  const size = await mux({ codec: 'flac', file, format: new FlacOutputFormat(), tags }, async (output) => {
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
  return finishEncoding(file, size, fits(layout.format, format), hooks)
}

/** Writes the block size into the header of a FLAC of one block, for which the muxer says 0 or too little. */
function sayBlockSize(file: SyncFile): void {
  const [high, low] = [flacBlock >> 8, flacBlock & 255]
  writeAt(file, Uint8Array.of(high, low, high, low), 8)
}
