import { encodeFrames } from '../audio/codec'
import { isFloat, isInteger } from '../audio/format'
import { readMarkers } from '../audio/markers'
import { type Pcm, pcmFrames, slicePcm } from '../audio/pcm'
import { fileChanged } from '../audio/riff/window'
import type { ByteSource } from '../audio/source'
import { fixId, recordingId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { type Frames, type RecordingRange, recordingRange } from '../base/units'
import { exportPlan } from '../edit/exportPlan'
import { newFix } from '../edit/fix'
import { applyFix, newProject } from '../edit/project'
import { repairSamples } from '../edit/repair'
import { timelineOf } from '../edit/timeline'
import type { Recording } from './recording'
import { writeFile } from './writeFile'

/** Bytes that are copied at once. */
const copyBytes = 4 * 2 ** 20

/** What was written. */
export interface Written {
  readonly length: Frames
  /** Samples that were no numbers and are zeros in it. */
  readonly damaged: number
}

/** What there is to tell of damaged samples, as lines. */
export function damageLines({ damaged }: Written): string[] {
  if (damaged === 0) return []
  return [`${damaged} damaged samples (not numbers) were written as zeros; every other sample is kept as it is.`]
}

/**
 * Writes the recording with `insert` in place of `replaced`: its own bytes around the insert, its markers where they belong, every
 * other chunk as it is (T4); samples that are no numbers become zeros. Throws `file-changed`, and CliError `refused` when the disk
 * does not take it; then no file is left.
 */
export async function writeFixed(
  path: string,
  { file, layout }: Recording,
  replaced: RecordingRange,
  insert: Pcm,
): Promise<Written> {
  const fix = newFix(fixId('fix'), replaced, '')
  const project = applyFix(newProject(recordingId('recording'), layout.frames), fix)
  const timeline = timelineOf(project, new Map([[fix.id, pcmFrames(insert)]]))
  // What is no number is found on the way: all of a float recording is looked through as it is copied.
  const repairs = isFloat(layout.format.encoding) ? [recordingRange(0, layout.frames)] : []
  const plan = exportPlan(layout, timeline, repairs, await readMarkers(file, layout))
  const dither = isInteger(layout.format.encoding) ? mulberry32(replaced.start + 1) : null
  let damaged = 0
  await writeFile(path, async (write) => {
    for (const part of plan.parts) {
      if (part.kind === 'bytes') await write(part.bytes)
      else if (part.kind === 'insert') {
        const { channels } = slicePcm(insert, part.start, part.start + part.length)
        await write(encodeFrames(channels, layout.format, dither))
      } else if (part.kind === 'copy') {
        for await (const bytes of blocksOf(file, part.start, part.end, copyBytes)) await write(bytes)
      } else {
        const { dataStart, format } = layout
        const byteOf = (frame: number) => dataStart + frame * format.bytesPerFrame
        const block = byteOf(Math.floor(copyBytes / format.bytesPerFrame)) - dataStart
        for await (const bytes of blocksOf(file, byteOf(part.range.start), byteOf(part.range.end), block)) {
          const repaired = repairSamples(bytes, format)
          damaged += repaired.count
          await write(repaired.bytes)
        }
      }
    }
  })
  return { length: timeline.length, damaged }
}

/** The bytes `[from, to)`, up to `most` at once. Throws `file-changed` when the file holds less. */
async function* blocksOf(file: ByteSource, from: number, to: number, most: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += most) {
    const end = Math.min(to, at + most)
    const bytes = await file.read(at, end)
    if (bytes.length !== end - at) throw fileChanged()
    yield bytes
  }
}
