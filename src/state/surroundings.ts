import { envelopeOf } from '../audio/envelope'
import { findPauses, type Pause } from '../audio/pauses'
import { concatPcm, pcmFrames } from '../audio/pcm'
import { frames, type RecordingRange, rangeLength, secondsToFrames } from '../base/units'
import type { Surroundings } from '../infill/join/surroundings'
import type { Workspace } from './workspace'

const aroundSeconds = 10
const edgeSeconds = 1

/**
 * What the join has to fit into, read from the recording itself, so that the insert of a fix depends on nothing but the
 * recording and the fix: other fixes do not change how it sounds.
 */
export async function surroundingsOf(workspace: Workspace, replaced: RecordingRange): Promise<Surroundings> {
  const { rate } = workspace.layout.format
  const around = secondsToFrames(aroundSeconds, rate)
  const edge = Math.min(secondsToFrames(edgeSeconds, rate), rangeLength(replaced))
  const { start, end } = replaced
  const before = await workspace.readClamped(start - around, start)
  const head = await workspace.readClamped(start, start + edge)
  const tail = await workspace.readClamped(end - edge, end)
  const after = await workspace.readClamped(end, end + around)
  const atStart = pausesAt(concatPcm([before, head]), pcmFrames(before))
  const atEnd = pausesAt(concatPcm([tail, after]), edge)
  return {
    before,
    head,
    tail,
    after,
    pauseBefore: atStart && {
      outside: frames(pcmFrames(before) - atStart.start),
      inside: frames(atStart.end - pcmFrames(before)),
    },
    pauseAfter: atEnd && { inside: frames(edge - atEnd.start), outside: frames(atEnd.end - edge) },
    replacedFrames: rangeLength(replaced),
  }
}

function pausesAt(pcm: Parameters<typeof envelopeOf>[0], seam: number): Pause | null {
  return findPauses(envelopeOf(pcm)).find((pause) => pause.start <= seam && seam <= pause.end) ?? null
}
