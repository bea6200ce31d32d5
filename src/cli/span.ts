import { formatTimecode, parseTimecode } from '../base/timecode'
import { framesToSeconds, type RecordingRange, recordingRange, secondsToFrames, timelineRange } from '../base/units'
import { type SnappedEdge, snapReach, snapSelection } from '../infill/snap'
import type { TimelinePause } from '../infill/timelinePauses'
import { CliError } from './cliError'
import type { Recording } from './recording'

/** The span of the recording that was typed. Throws CliError: `usage` for what is no span, `refused` for one past the end. */
export function spanOf({ from, to }: { from: string; to: string }, { layout }: Recording): RecordingRange {
  const { rate } = layout.format
  const start = parseTimecode(from, rate)
  const end = parseTimecode(to, rate)
  if (start === null) throw noTime(from)
  if (end === null) throw noTime(to)
  if (start > end) throw new CliError('usage', `--from ${from} lies behind --to ${to}.`)
  if (end > layout.frames) {
    const length = formatTimecode(layout.frames, rate)
    throw new CliError('refused', `The recording ends at ${length}, before --to ${to}.`)
  }
  return recordingRange(start, end)
}

function noTime(text: string): CliError {
  return new CliError('usage', `“${text}” is no time. A time is seconds (12.5) or h:mm:ss.mmm.`)
}

/** The span with its edges in `pauses`, which are those of the recording around it. `tell` is told where they went. */
export function snapSpan(
  { layout }: Recording,
  { start, end }: RecordingRange,
  pauses: readonly TimelinePause[],
  tell: (line: string) => void,
): RecordingRange {
  const { rate } = layout.format
  const limits = {
    reach: secondsToFrames(snapReach.seconds, rate),
    leave: secondsToFrames(snapReach.leaveSeconds, rate),
    length: layout.frames,
  }
  const result = snapSelection(timelineRange(start, end), pauses, limits)
  const say = (name: string, { at, moved, reason }: SnappedEdge) => {
    const where = formatTimecode(at, rate)
    const ms = Math.round(1000 * framesToSeconds(Math.abs(moved), rate))
    if (reason === 'no-pause-in-reach') tell(`${name} stays at ${where}: no pause in reach.`)
    else tell(`${name} at ${where}, moved ${ms} ms ${moved < 0 ? 'earlier' : 'later'}.`)
  }
  say('Start', result.start)
  say('End', result.end)
  return recordingRange(result.range.start, result.range.end)
}
