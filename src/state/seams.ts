import type { FixId } from '../base/ids'
import { type TimelineFrame, timelineFrame, timelineRange } from '../base/units'
import type { Fix } from '../edit/fix'
import { fixSpan } from '../edit/positions'
import { findFix } from '../edit/project'
import type { JoinReport, Seam } from '../infill/report'
import type { SeamMarks, SeamSource } from '../player/seamGeometry'
import type { OpenDocument } from './document'
import { renderOf } from './views'
import type { Workspace } from './workspace'

/** How many words stand at a seam. */
const shownWords = 4

/** A seam that is heard round and round, and where it lies in what is heard: the edited timeline, or the original. */
export interface SeamLoop {
  readonly fix: FixId
  readonly seam: Seam
  readonly at: number
}

/** Where a seam of a fix lies: in the recording (`original`), or on the edited timeline. Null when the fix is gone. */
export function seamPlace(document: OpenDocument, id: FixId, seam: Seam, original: boolean): number | null {
  const fix = findFix(document.history.present, id)
  if (fix === null) return null
  const edge = seam === 'left' ? 'start' : 'end'
  return original ? fix.replaced[edge] : fixSpan(document.history.present, document.timeline, fix)[edge]
}

/** Where each place of what is heard goes when the seam in its middle moves: by as much. */
export function alongWith(loop: SeamLoop, to: number): (at: TimelineFrame) => TimelineFrame {
  return (at) => timelineFrame(Math.max(0, at - loop.at + to))
}

/** What a close-up of one seam of a fix is drawn from: what is heard now and the original, both counted from the seam. */
export function seamSource(workspace: Workspace, document: OpenDocument, fix: Fix, seam: Seam): SeamSource {
  const { rate, channels } = workspace.layout.format
  const { history, timeline } = document
  const render = renderOf(workspace, history.present, timeline)
  const edited = seamPlace(document, fix.id, seam, false) ?? 0
  const original = seamPlace(document, fix.id, seam, true) ?? 0
  return {
    rate,
    channels,
    async read(which, start, end) {
      const at = which === 'after' ? edited : original
      const first = Math.max(0, at + start)
      const pcm =
        which === 'after'
          ? await render(timelineRange(first, Math.max(first, Math.min(at + end, timeline.length))))
          : await workspace.readClamped(first, at + end)
      return { from: first - at, pcm }
    },
  }
}

/** The words of a take that stand at a seam: its first at the left one, its last at the right one. */
export function wordsAt(seam: Seam, text: string): string {
  const words = text.trim().split(/\s+/)
  if (words.length <= shownWords) return `“${words.join(' ')}”`
  return seam === 'left'
    ? `“${words.slice(0, shownWords).join(' ')} …”`
    : `“… ${words.slice(words.length - shownWords).join(' ')}”`
}

/** What a close-up of a seam shows around the sound, from the report of the join. `take` is what the insert says. */
export function seamMarks(report: JoinReport, seam: Seam, rate: number, take: string): SeamMarks {
  const { fadeMs, fadeAtMs, fadeCorrelation, pauseMs, pauseOutsideMs, originalPauseMs } = report[seam]
  const frames = (ms: number) => Math.round((ms * rate) / 1000)
  const inwards = (from: number, to: number) =>
    seam === 'left' ? { start: frames(from), end: frames(to) } : { start: frames(-to), end: frames(-from) }
  const words = (inside: string) =>
    seam === 'left' ? (['recording', inside] as const) : ([inside, 'recording'] as const)
  const inside = report.kind === 'removal' ? 'closed gap' : wordsAt(seam, take)
  return {
    seam,
    fade: fadeMs === 0 ? null : { ...inwards(fadeAtMs, fadeAtMs + fadeMs), correlation: fadeCorrelation },
    pause: pauseMs === 0 ? null : inwards(-pauseOutsideMs, pauseMs - pauseOutsideMs),
    originalPause: originalPauseMs === null ? null : inwards(-pauseOutsideMs, originalPauseMs - pauseOutsideMs),
    words: { after: words(inside), before: words('what is replaced') },
  }
}
