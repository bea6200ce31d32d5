import { parseArgs } from 'node:util'
import type { Pcm } from '../audio/pcm'
import { recordingId } from '../base/ids'
import { formatTimecode } from '../base/timecode'
import { type RecordingRange, secondsToFrames, type TimelineRange, timelineRange } from '../base/units'
import { defaultJoin } from '../edit/joinSettings'
import { newProject } from '../edit/project'
import { originalTimeline } from '../edit/timeline'
import { decodeTake } from '../infill/join/decodeTake'
import { join } from '../infill/join/join'
import { readSurroundings } from '../infill/join/readSurroundings'
import { planInfill } from '../infill/plan'
import { buildRequest, type InfillFields } from '../infill/request'
import { timelinePauses } from '../infill/timelinePauses'
import { checkOutputs } from './outputs'
import { pausesOf, type Recording, readFinite, withRecording } from './recording'
import { snapSpan, spanOf } from './span'
import { type SpeakingTool, tellCost, usageError, voiceOptions, withSpeech } from './voiceOptions'
import { damageLines, writeFixed } from './writeFixed'

/** How `pickup fix` is called. */
export const fixUsage =
  'pickup fix IN.wav --from TIME --to TIME --text "TEXT" -o OUT.wav [--snap] [--voice ID] [--language en] [--take 1]'

const options = {
  ...voiceOptions,
  from: { type: 'string' },
  to: { type: 'string' },
  text: { type: 'string' },
  snap: { type: 'boolean', default: false },
} as const

/** Replaces a stretch of a recording and writes the corrected file: all other samples stay as they are. Rejects with `PickupError`. */
export async function runFix(args: readonly string[], tool: SpeakingTool): Promise<void> {
  const { values, positionals } = parse(args)
  const [path, ...more] = positionals
  const { out, from, to, text, language, take, snap } = values
  const given = path !== undefined && out !== undefined && from !== undefined && to !== undefined && text !== undefined
  if (!given || more.length > 0) throw usageError(fixUsage)
  await checkOutputs([path], [out])
  await withRecording(path, async (recording) => {
    const { rate } = recording.layout.format
    const typed = spanOf({ from, to }, recording)
    await withSpeech(tool, values.voice, async (speech, voiceId) => {
      const wish = { typed, snap, text, language, voiceId }
      const { request, replaced } = await requestFor(recording, wish, tool.tell)
      const spoken = await speech.infill(request, take)
      tellCost(spoken, tool.tell)
      const read = (start: number, end: number): Promise<Pcm> => readFinite(recording, start, end)
      const surroundings = await readSurroundings(read, rate, replaced)
      const { insert } = join(await decodeTake(spoken.bytes), surroundings, defaultJoin)
      const written = await writeFixed(out, recording, replaced, insert)
      tool.tell(`Replaced ${formatTimecode(replaced.start, rate)} to ${formatTimecode(replaced.end, rate)}`)
      tool.tell(`${out}: ${formatTimecode(written.length, rate)}`)
      for (const line of damageLines(written)) tool.tell(line)
    })
  })
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch {
    throw usageError(fixUsage)
  }
}

/** What one fix is to be. */
interface FixWish {
  readonly typed: RecordingRange
  /** Whether the edges move to the pauses beside them. */
  readonly snap: boolean
  readonly text: string
  readonly language: string
  readonly voiceId: string
}

/** How far around the span pauses are looked for, in seconds: further than a context reaches. */
const heardSeconds = 15

/** What is asked of the service, and what its answer replaces. Reads no more of the recording than what lies around that. */
async function requestFor(
  recording: Recording,
  { typed, snap, text, language, voiceId }: FixWish,
  tell: (line: string) => void,
): Promise<{ readonly request: InfillFields; readonly replaced: RecordingRange }> {
  const { format, frames: length } = recording.layout
  const { rate } = format
  const heard = secondsToFrames(heardSeconds, rate)
  const timeline = originalTimeline(length)
  const pauses = timelinePauses(timeline, await pausesOf(recording, typed.start - heard, typed.end + heard))
  const { start, end } = snap ? snapSpan(recording, typed, pauses, tell) : typed
  const project = newProject(recordingId('recording'), length)
  const selection = timelineRange(start, end)
  const { left, right, replaced } = planInfill({ project, timeline, selection, pauses, rate })
  const side = async (range: TimelineRange | null): Promise<Pcm | null> =>
    range === null ? null : readFinite(recording, range.start, range.end)
  const contexts = { left: await side(left), right: await side(right) }
  return { request: buildRequest({ ...contexts, text, language, voiceId, rate }), replaced }
}
