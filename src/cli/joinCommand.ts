import { encodeFrames } from '../audio/codec'
import { isInteger } from '../audio/format'
import { type Pcm, pcmFrames, slicePcm } from '../audio/pcm'
import { fixId, recordingId, takeId } from '../base/ids'
import { mulberry32 } from '../base/random'
import { formatTimecode, parseTimecode } from '../base/timecode'
import { framesToSeconds, type RecordingRange, recordingRange, secondsToFrames, timelineRange } from '../base/units'
import { exportPlan } from '../edit/exportPlan'
import { newFix } from '../edit/fix'
import { defaultJoin } from '../edit/joinSettings'
import { applyFix, newProject } from '../edit/project'
import { originalTimeline, timelineOf } from '../edit/timeline'
import { decodeTake } from '../infill/join/decodeTake'
import { join } from '../infill/join/join'
import { readSurroundings } from '../infill/join/readSurroundings'
import { describeReport } from '../infill/report'
import { type SnappedEdge, snapSelection } from '../infill/snap'
import { timelinePauses } from '../infill/timelinePauses'
import { type Command, wrong } from './args'
import { CliError } from './cliError'
import { openFile } from './fileSource'
import { openRecording, pausesOf, type Recording, readClamped } from './recording'
import { type Write, writeFile } from './writeFile'

/** How far an edge moves to a pause, and what of the pause stays inside, in seconds. */
const snapReach = 0.25
const snapLeave = 0.025
/** Bytes that are copied at once. */
const copyBytes = 4 * 2 ** 20

/** Writes the recording with a take in place of a span, or without the span. `tell` says in words what was done. */
export async function joinCommand(
  command: Extract<Command, { kind: 'join' }>,
  tell: (line: string) => void,
): Promise<void> {
  const recording = await openRecording(command.recording)
  try {
    const { layout } = recording
    const { rate } = layout.format
    const typed = spanOf(command, recording)
    const replaced = command.snap ? await snapped(recording, typed, tell) : typed
    if (command.take === null && replaced.start === replaced.end) throw refused('There is nothing to cut.')
    const take = command.take === null ? null : await decodeTake(await bytesOf(command.take))
    const surroundings = await readSurroundings((start, end) => readClamped(recording, start, end), rate, replaced)
    const settings = { ...defaultJoin, length: command.hold ? ('hold' as const) : ('ripple' as const) }
    const { insert, report } = join(take, surroundings, settings)
    await writeFile(command.out, (write) => writeJoined(recording, replaced, insert, write))
    if (command.report !== null) {
      const seconds = (frame: number) => framesToSeconds(frame, rate)
      const facts = { from: seconds(replaced.start), to: seconds(replaced.end), ...report }
      await writeFile(command.report, (write) => write(new TextEncoder().encode(`${JSON.stringify(facts, null, 2)}\n`)))
    }
    const { verdict, details } = describeReport(report, rate)
    tell([verdict, ...details].join(' · '))
  } finally {
    await recording.file.close()
  }
}

function spanOf({ from, to }: { from: string; to: string }, { layout }: Recording): RecordingRange {
  const { rate } = layout.format
  const start = parseTimecode(from, rate)
  const end = parseTimecode(to, rate)
  if (start === null) throw wrong(`“${from}” is no time.`)
  if (end === null) throw wrong(`“${to}” is no time.`)
  if (start > end) throw wrong(`--from ${from} lies behind --to ${to}.`)
  if (end > layout.frames) {
    throw refused(`The recording ends at ${formatTimecode(layout.frames, rate)}, before --to ${to}.`)
  }
  return recordingRange(start, end)
}

async function snapped(
  recording: Recording,
  { start, end }: RecordingRange,
  tell: (line: string) => void,
): Promise<RecordingRange> {
  const { format, frames } = recording.layout
  const pauses = timelinePauses(originalTimeline(frames), await pausesOf(recording))
  const limits = {
    reach: secondsToFrames(snapReach, format.rate),
    leave: secondsToFrames(snapLeave, format.rate),
    length: frames,
  }
  const result = snapSelection(timelineRange(start, end), pauses, limits)
  const say = (name: string, { at, moved, reason }: SnappedEdge) => {
    const where = formatTimecode(at, format.rate)
    const ms = Math.round(1000 * framesToSeconds(Math.abs(moved), format.rate))
    if (reason === 'no-pause-in-reach') tell(`${name} stays at ${where}: no pause in reach.`)
    else tell(`${name} at ${where}, moved ${ms} ms ${moved < 0 ? 'earlier' : 'later'}.`)
  }
  say('Start', result.start)
  say('End', result.end)
  return recordingRange(result.range.start, result.range.end)
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const file = await openFile(path)
  try {
    return await file.read(0, file.size)
  } finally {
    await file.close()
  }
}

/** Writes the file: the recording's own bytes around the insert, every other chunk as it is (T4). */
async function writeJoined(
  { file, layout }: Recording,
  replaced: RecordingRange,
  insert: Pcm,
  write: Write,
): Promise<void> {
  const fix = { ...newFix(fixId('fix'), replaced, ''), takes: [takeId('take')], chosen: takeId('take') }
  const project = applyFix(newProject(recordingId('recording'), layout.frames), fix)
  const plan = exportPlan(layout, timelineOf(project, new Map([[fix.id, pcmFrames(insert)]])), [])
  const dither = isInteger(layout.format.encoding) ? mulberry32(replaced.start + 1) : null
  for (const part of plan.parts) {
    if (part.kind === 'bytes') await write(part.bytes)
    else if (part.kind === 'insert') {
      const { channels } = slicePcm(insert, part.start, part.start + part.length)
      await write(encodeFrames(channels, layout.format, dither))
    } else if (part.kind === 'copy') {
      for (let at = part.start; at < part.end; at += copyBytes) {
        const end = Math.min(part.end, at + copyBytes)
        const bytes = await file.read(at, end)
        if (bytes.length !== end - at) throw refused('The recording was changed while it was read.')
        await write(bytes)
      }
    }
  }
}

function refused(message: string): CliError {
  return new CliError('refused', message, {})
}
