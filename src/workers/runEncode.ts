import type { AudioFormat } from '../audio/format'
import { type FileLayout, readLayout } from '../audio/layout'
import { longWavHeader, newFormat } from '../audio/riff/header'
import { readTags } from '../audio/tags'
import { fits, transcodeFrames } from '../audio/transcode'
import { mulberry32 } from '../base/random'
import { blocksOf, ditherSeed, type EncodeHooks, finishEncoding } from './encodeBlocks'
import { writeFlac } from './encodeFlac'
import { writeMp3 } from './encodeMp3'
import type { Encoded, ExportTarget } from './encodeTypes'
import { type SyncFile, writeAt } from './syncFile'

/** What the encoding worker is asked. */
export interface EncodeRequest {
  readonly target: ExportTarget
  /** A file of plain samples: the corrected recording as it would be exported. */
  readonly blob: Blob
  /** Where the result goes in the origin's private files. */
  readonly path: string
}

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
  return finishEncoding(file, at, fits(layout.format, format), hooks)
}
