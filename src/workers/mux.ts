import type { AudioCodec, AudioSampleSource, MetadataTags, Output } from 'mediabunny'
import type { Tags } from '../audio/tags'
import { type SyncFile, writeAt } from './syncFile'

/** How samples are put into a file. */
export interface MuxJob {
  readonly codec: AudioCodec
  readonly bitrate?: number
  readonly file: SyncFile
  readonly format: ConstructorParameters<typeof Output>[0]['format']
  readonly tags: Tags
}

/** Tags as the muxer takes them; a date that cannot be read is left out. */
function metadataTags({ date, ...texts }: Tags): MetadataTags {
  const day = new Date(date ?? '')
  return { ...texts, ...(!Number.isNaN(day.getTime()) && { date: day }) }
}

/** Encodes what `feed` adds into `file` and returns its size. Samples are closed here. */
export async function mux(
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
