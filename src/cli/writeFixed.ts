import { encodeFrames } from '../audio/codec'
import { isInteger } from '../audio/format'
import { readMarkers } from '../audio/markers'
import { type Pcm, pcmFrames, slicePcm } from '../audio/pcm'
import { fileChanged } from '../audio/riff/window'
import { BugError } from '../base/assert'
import { fixId, recordingId } from '../base/ids'
import { mulberry32 } from '../base/random'
import type { Frames, RecordingRange } from '../base/units'
import { exportPlan } from '../edit/exportPlan'
import { newFix } from '../edit/fix'
import { applyFix, newProject } from '../edit/project'
import { timelineOf } from '../edit/timeline'
import type { Recording } from './recording'
import { writeFile } from './writeFile'

/** Bytes that are copied at once. */
const copyBytes = 4 * 2 ** 20

/**
 * Writes the recording with `insert` in place of `replaced`: its own bytes around the insert, its markers where they belong, every
 * other chunk as it is (T4). Gives the length of what was written. Throws `file-changed`, and CliError `refused` when the disk
 * does not take it; then no file is left.
 */
export async function writeFixed(
  path: string,
  { file, layout }: Recording,
  replaced: RecordingRange,
  insert: Pcm,
): Promise<Frames> {
  const fix = newFix(fixId('fix'), replaced, '')
  const project = applyFix(newProject(recordingId('recording'), layout.frames), fix)
  const timeline = timelineOf(project, new Map([[fix.id, pcmFrames(insert)]]))
  const plan = exportPlan(layout, timeline, [], await readMarkers(file, layout))
  const dither = isInteger(layout.format.encoding) ? mulberry32(replaced.start + 1) : null
  await writeFile(path, async (write) => {
    for (const part of plan.parts) {
      if (part.kind === 'bytes') await write(part.bytes)
      else if (part.kind === 'insert') {
        const { channels } = slicePcm(insert, part.start, part.start + part.length)
        await write(encodeFrames(channels, layout.format, dither))
      } else if (part.kind === 'copy') {
        for (let at = part.start; at < part.end; at += copyBytes) {
          const end = Math.min(part.end, at + copyBytes)
          const bytes = await file.read(at, end)
          if (bytes.length !== end - at) throw fileChanged()
          await write(bytes)
        }
      } else throw new BugError('a repair was planned though none was asked for')
    }
  })
  return timeline.length
}
