import { type Pcm, silentPcm } from '../audio/pcm'
import { must } from '../base/assert'
import type { FixId } from '../base/ids'
import { type TimelineRange, timelineRange } from '../base/units'
import type { Fix } from '../edit/fix'
import { originalInPlace } from '../edit/originalInPlace'
import type { Project } from '../edit/project'
import { type PcmReader, type Piece, piecesIn, renderRange, type Timeline } from '../edit/timeline'
import type { PlaybackSource } from '../player/playback'
import type { WaveformSource } from '../player/waveform'
import type { Workspace } from './workspace'

/** Renders spans of a timeline at the recording's rate and channel count. */
export function renderOf(workspace: Workspace, project: Project, timeline: Timeline) {
  return renderFrom(workspace, timeline, workspace.reader(project))
}

function renderFrom(workspace: Workspace, timeline: Timeline, reader: PcmReader) {
  const { rate, channels } = workspace.layout.format
  return (range: TimelineRange): Promise<Pcm> => renderRange(timeline, range, reader, { rate, channels })
}

/** What the player needs to play a timeline. */
export function playbackSource(workspace: Workspace, project: Project, timeline: Timeline): PlaybackSource {
  const { rate, channels } = workspace.layout.format
  return { rate, channels, length: timeline.length, render: renderOf(workspace, project, timeline) }
}

/** What the waveform needs to draw a timeline: peaks through its pieces, and samples when zoomed in. */
export function waveformSource(workspace: Workspace, project: Project, timeline: Timeline): WaveformSource {
  const fixes = new Map<FixId, Fix>(project.fixes.map((fix) => [fix.id, fix]))
  const piecePeaks: PiecePeaks = (piece, channel, from, to, columns, out) => {
    const start = piece.start + (from - piece.at)
    const end = start + (to - from)
    if (piece.kind === 'recording') return workspace.recordingPeaks(channel, start, end, columns, out)
    return workspace.inserts.peaks(must(fixes.get(piece.fix), 'fix of a piece'), channel, start, end, columns, out)
  }
  return sourceOf(workspace, timeline, piecePeaks, renderOf(workspace, project, timeline))
}

/** The same while the original is heard: it stands in the place of each fix at its own scale, and nothing where it is shorter. */
export function originalSource(workspace: Workspace, project: Project, timeline: Timeline): WaveformSource {
  const { rate, channels } = workspace.layout.format
  const shown = originalInPlace(project, timeline)
  const piecePeaks: PiecePeaks = (piece, channel, from, to, columns, out) => {
    if (piece.kind === 'insert') return void out.fill(0)
    const start = piece.start + (from - piece.at)
    workspace.recordingPeaks(channel, start, start + (to - from), columns, out)
  }
  const lengths = workspace.inserts.lengths(project)
  const reader: PcmReader = {
    ...workspace.reader(project),
    insert: (id) => silentPcm(rate, channels, lengths.get(id) ?? 0),
  }
  return sourceOf(workspace, shown, piecePeaks, renderFrom(workspace, shown, reader))
}

/** Writes the lowest and highest value of `columns` equal parts of `[from, to)` of the timeline, which lie in `piece`. */
type PiecePeaks = (piece: Piece, channel: number, from: number, to: number, columns: number, out: Int16Array) => void

function sourceOf(
  { layout }: Workspace,
  timeline: Timeline,
  piecePeaks: PiecePeaks,
  samples: WaveformSource['samples'],
): WaveformSource {
  const { rate, channels } = layout.format
  return {
    rate,
    channels,
    length: timeline.length,
    samples,
    peaks(channel, start, end, columns, out) {
      const from = Math.max(0, Math.floor(start))
      const to = Math.min(timeline.length, Math.ceil(end))
      const pieces = from < to ? piecesIn(timeline, timelineRange(from, to)) : []
      const [only] = pieces
      if (only !== undefined && pieces.length === 1) return piecePeaks(only, channel, start, end, columns, out)
      peaksAcrossSeams(pieces, start, end, columns, out, (piece, a, b, column) =>
        piecePeaks(piece, channel, a, b, 1, column),
      )
    },
  }
}

/** Columns that may hold parts of several pieces: each takes the lowest and highest of what it covers. */
function peaksAcrossSeams(
  pieces: readonly Piece[],
  start: number,
  end: number,
  columns: number,
  out: Int16Array,
  read: (piece: Piece, from: number, to: number, column: Int16Array) => void,
): void {
  const width = (end - start) / columns
  const column = new Int16Array(2)
  let first = 0
  for (let c = 0; c < columns; c++) {
    const from = start + c * width
    const to = from + width
    let low = 32767
    let high = -32768
    while (first < pieces.length - 1 && pieceEnd(pieces[first]) <= from) first++
    for (let p = first; p < pieces.length; p++) {
      const piece = must(pieces[p], 'piece')
      if (piece.at >= to) break
      const a = Math.max(from, piece.at)
      const b = Math.min(to, pieceEnd(piece))
      if (b <= a) continue
      read(piece, a, b, column)
      low = Math.min(low, column[0] ?? 0)
      high = Math.max(high, column[1] ?? 0)
    }
    out[2 * c] = low > high ? 0 : low
    out[2 * c + 1] = low > high ? 0 : high
  }
}

const pieceEnd = (piece: Piece | undefined): number => (piece ? piece.at + piece.length : 0)
