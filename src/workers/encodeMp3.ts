import { decodeFrames } from '../audio/codec'
import { concatSamples } from '../audio/pcm'
import { blocksOf, type CompressJob, finishEncoding } from './encodeBlocks'
import { type Encoded, EncodeError } from './encodeTypes'
import { writeInfoFrame } from './infoFrame'
import { mux } from './mux'

const mp3Rates: ReadonlySet<number> = new Set([8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])

/** Writes an MP3 of `bitRate` bits a second, or the most that its rate allows. Throws `EncodeError` for what an MP3 cannot hold. */
export async function writeMp3({ blob, layout, tags, file, hooks }: CompressJob, bitRate: number): Promise<Encoded> {
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
  const size = await mux({ codec: 'mp3', bitrate, file, format, tags }, async (output) => {
    for await (const { bytes, at } of blocksOf(blob, layout, hooks)) {
      const data = concatSamples(decodeFrames(bytes, layout.format))
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
  return finishEncoding(file, size, false, hooks)
}
