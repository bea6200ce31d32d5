import { envelopeOf } from '../audio/envelope'
import type { FileLayout } from '../audio/layout'
import { findPauses, type Pause } from '../audio/pauses'
import type { Pcm } from '../audio/pcm'
import { readFrames } from '../audio/riff/read'
import type { ByteSource } from '../audio/source'
import { fixId, recordingId } from '../base/ids'
import {
  clamp,
  frames,
  type RecordingRange,
  recordingFrame,
  recordingRange,
  secondsToFrames,
  type TimelineRange,
  timelineRange,
} from '../base/units'
import { newFix } from '../edit/fix'
import { defaultJoin } from '../edit/joinSettings'
import { applyFix, newProject } from '../edit/project'
import { originalTimeline, type Timeline, timelineOf } from '../edit/timeline'
import { decodeTake } from '../infill/join/decodeTake'
import { type Joined, join } from '../infill/join/join'
import { readSurroundings } from '../infill/join/readSurroundings'
import { planInfill } from '../infill/plan'
import { buildRequest, type InfillFields } from '../infill/request'
import { snapSelection, unsnapped } from '../infill/snap'
import { timelinePauses } from '../infill/timelinePauses'

/** One fix of one recording, from two places and a text. */
export interface FixWish {
  readonly source: ByteSource
  readonly layout: FileLayout
  /** What was marked, in frames of the recording. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly language: string
  readonly voiceId: string
  /** Whether the edges move to the pauses beside them. */
  readonly snap: boolean
}

/** What came of it. */
export interface FixResult extends Joined {
  readonly timeline: Timeline
  /** What was replaced, on the recording. */
  readonly replaced: TimelineRange
  /** How far the edges moved, in frames. */
  readonly moved: { readonly start: number; readonly end: number }
}

const heardSeconds = 15
const reachSeconds = 0.25
const leaveSeconds = 0.025
const id = fixId('fix')

/** Snaps, plans, asks `speak` for a take and joins it, reading no more of the recording than what lies around the fix. */
export async function makeFix(wish: FixWish, speak: (fields: InfillFields) => Promise<Uint8Array>): Promise<FixResult> {
  const { source, layout, text, language, voiceId } = wish
  const { rate } = layout.format
  const read = (start: number, end: number): Promise<Pcm> => {
    const from = clamp(start, 0, layout.frames)
    const to = clamp(end, from, layout.frames)
    return readFrames(source, layout, recordingFrame(from), frames(to - from))
  }
  const drawn = timelineRange(Math.min(layout.frames, wish.start), Math.min(layout.frames, wish.end))
  const project = newProject(recordingId('recording'), layout.frames)
  const original = originalTimeline(layout.frames)
  const pauses = timelinePauses(original, await pausesAround(read, drawn, secondsToFrames(heardSeconds, rate)))
  const snapped = wish.snap
    ? snapSelection(drawn, pauses, {
        reach: secondsToFrames(reachSeconds, rate),
        leave: secondsToFrames(leaveSeconds, rate),
        length: layout.frames,
      })
    : unsnapped(drawn)
  const plan = planInfill({ project, timeline: original, selection: snapped.range, pauses, rate })
  const left = plan.left === null ? null : await read(plan.left.start, plan.left.end)
  const right = plan.right === null ? null : await read(plan.right.start, plan.right.end)
  const take = await decodeTake(await speak(buildRequest({ left, right, text, language, voiceId, rate })))
  const joined = join(take, await readSurroundings(read, rate, plan.replaced), defaultJoin)
  const fixed = applyFix(project, newFix(id, plan.replaced, text))
  const timeline = timelineOf(fixed, new Map([[id, frames(joined.insert.channels[0]?.length ?? 0)]]))
  const moved = { start: snapped.start.moved, end: snapped.end.moved }
  return { ...joined, timeline, replaced: timelineRange(plan.replaced.start, plan.replaced.end), moved }
}

async function pausesAround(
  read: (start: number, end: number) => Promise<Pcm>,
  { start, end }: TimelineRange,
  reach: number,
): Promise<Pause[]> {
  const from = Math.max(0, start - reach)
  const found = findPauses(envelopeOf(await read(from, end + reach)))
  return found.map((pause) => later(pause, from))
}

function later({ start, end, depth, breath }: Pause, by: number): Pause {
  const moved = (range: RecordingRange) => recordingRange(range.start + by, range.end + by)
  const same = { ...moved({ start, end }), depth }
  return breath === undefined ? same : { ...same, breath: moved(breath) }
}
